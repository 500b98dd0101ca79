"""A check as JSON: the format of engine.md §6, on which other programs rely."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from guiju.scores.reports.refusal import ReportNotWritten
from guiju.values.clock import from_micros
from guiju.values.finding import CheckResult, Finding, RefusedRow


def json_text(result: CheckResult) -> str:
    """The whole result, one finding a line so that two results can be compared line by line."""
    return "".join(_parts(result))


def write_json(result: CheckResult, path: Path) -> None:
    """Write the whole result as UTF-8.

    Raises:
        ReportNotWritten: the file cannot be created there.
    """
    try:
        # A lone surrogate has no UTF-8; written as \\udc80 it is still the JSON for the same character.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.writelines(_parts(result))
    except OSError as error:
        raise ReportNotWritten(path, error) from error


def finding_data(finding: Finding, zone: ZoneInfo) -> dict[str, Any]:
    """One finding under the keys of the format, in their order; what is absent is null.

    ``law`` is the first article; where there are several, ``laws`` holds them all. ``measure`` appears only where the
    limit is the house's own, so that nobody takes it for law; ``refused_rows`` where rows of its case were left
    out; ``call``, ``room``, ``recording`` where known.
    """

    def instant(at: int | None) -> str | None:
        return None if at is None else from_micros(at, zone).isoformat()

    laws = [{"instrument": law.instrument, "article": law.article} for law in finding.law]
    return {
        "rule": finding.rule,
        "edition": finding.edition,
        **{key: finding.keys.get(key) or None for key in ("case", "person", "item", "act")},
        "unit": finding.unit or None,
        "officer": "、".join(finding.officers) or None,
        "trigger_at": instant(finding.trigger_at),
        "due_at": instant(finding.due_at),
        "settled_at": instant(finding.settled_at),
        "outcome": finding.outcome.value,
        "late_seconds": finding.late_seconds,
        "severity": finding.severity,
        "unverified": list(finding.unverified),
        "law": laws[0] if laws else None,
        **({"laws": laws} if len(laws) > 1 else {}),
        **({"measure": finding.measure} if finding.measure else {}),
        **({"refused_rows": list(finding.refused_rows)} if finding.refused_rows else {}),
        **{key: finding.keys[key] for key in ("call", "room", "recording") if key in finding.keys},
    }


def _refused(row: RefusedRow) -> dict[str, Any]:
    return {"row": row.row, "reason": row.reason, **({"case": row.case} if row.case else {})}


def _parts(result: CheckResult) -> Iterator[str]:
    zone = ZoneInfo(result.zone)
    head = {
        "as_of": from_micros(result.as_of, zone).isoformat(),
        "law": {"pages": result.pages, "digest": result.digest},
        "cases": result.cases,
        "events": result.events,
        "unmapped": dict(result.unmapped),
        "refused_rows": [_refused(row) for row in result.refused_rows],
        "summary": {rule: asdict(count) for rule, count in result.summary.items()},
        "missing": {rule: dict(reasons) for rule, reasons in result.missing.items()},
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "findings": ['
    for number, finding in enumerate(result.findings):
        yield ("," if number else "") + "\n  " + json.dumps(finding_data(finding, zone), ensure_ascii=False)
    yield "\n ]\n}\n" if result.findings else "]\n}\n"
