"""The whole check on one page: file → events → law → verdicts → what was found."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from guiju.facts.take_in.door import Taken, take_in
from guiju.facts.take_in.mapping import Mapping, load_mapping
from guiju.project.law_folder import open_law
from guiju.project.verdicts.found import Found
from guiju.project.verdicts.judging import explain_history, judge_all
from guiju.rules.duty import Moment
from guiju.rules.judge import Judge, credential_rows
from guiju.rules.matching import Source
from guiju.rules.model import Pack
from guiju.rules.sweep.standing import complete_standing
from guiju.rules.words.explain import Explainer
from guiju.values.clock import LocalTime, to_micros
from guiju.values.event import Event
from guiju.values.event_table import EventTable
from guiju.values.finding import CheckResult, Finding, RefusedRow
from guiju.values.verdict import Verdict

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Check:
    """A file that has been taken in and the law it is held against, ready to be judged or explained."""

    taken: Taken
    pack: Pack
    judge: Judge
    source: Path
    words: Mapping

    @property
    def table(self) -> EventTable:
        """The events."""
        return self.taken.table

    @cached_property
    def explainer(self) -> Explainer:
        """What puts the steps of a verdict into words."""
        return Explainer(self.pack, self.judge.local)

    def explain(self, value: str, rule: str, *, kind: str = "") -> Iterator[tuple[Verdict, list[str]]]:
        """Every duty of ``rule`` in one history, with the lines that explain it.

        Raises:
            NotFound: the law has no such rule, or the file no such history.
        """
        for verdict in explain_history(self.judge, self.table, value, rule, kind=kind):
            yield verdict, self.explainer.text(verdict, self.table.event(verdict.trigger_seq))

    def why(self, finding: Finding) -> list[str]:
        """The lines that explain one finding."""
        kind, value = finding.history
        for verdict, lines in self.explain(value, finding.rule, kind=kind):
            if (verdict.trigger_seq, verdict.fan_seq) == (finding.trigger_seq, finding.fan_seq):
                return lines
        raise LookupError(f"{finding.rule} {value}: a finding that its own history does not yield")


def prepare(
    path: Path,
    *,
    mapping: Path | None,
    law: Path | Pack | None,
    as_of: datetime,
    progress: Progress | None = None,
) -> Check:
    """Take the file in and open the law, unless it is open already.

    Raises:
        GuijuError: the file, the mapping or the law is refused; its sentence says why and what to do.
    """
    pack = law if isinstance(law, Pack) else open_law(law)
    words = load_mapping(mapping) if mapping is not None else Mapping.canonical()
    tell = None if progress is None else lambda share: progress("读入", share)
    taken = take_in(path, words, vocabulary_known=pack.vocabulary, progress=tell)
    table = complete_standing(taken.table, pack.vocabulary)
    taken = replace(taken, table=table)
    local = LocalTime(ZoneInfo(table.zone))
    at = to_micros(as_of if as_of.tzinfo is not None else as_of.replace(tzinfo=local.zone))
    fields = frozenset({*table.keys, *table.attributes})
    judge = Judge(
        pack,
        as_of=Moment(at, local.locate(at)[0]),
        local=local,
        source=Source(table.recorded, fields),
        holders=_holders(pack, table),
    )
    return Check(taken, pack, judge, path, words)


def under(prepared: Check, pack: Pack) -> Check:
    """The same file held against another pack that speaks the same words."""
    judge = prepared.judge
    other = Judge(pack, as_of=judge.as_of, local=judge.local, source=judge.matcher.source, holders=judge.holders)
    return replace(prepared, pack=pack, judge=other)


def _holders(pack: Pack, table: EventTable) -> Callable[[str], Sequence[Event]]:
    names = set(pack.vocabulary.credential_types)
    codes = [code for code, name in enumerate(table.type.values) if name in names]
    rows = np.flatnonzero(np.isin(table.type.codes, codes))
    granted = credential_rows(pack, table.events(rows))
    return lambda officer: granted.get(officer, ())


def check(
    path: Path,
    *,
    mapping: Path | None = None,
    law: Path | Pack | None = None,
    as_of: datetime,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[CheckResult, Check]:
    """Hold a file of events against the law, as of one instant.

    Raises:
        GuijuError: the file, the mapping or the law is refused whole.
    """
    prepared = prepare(path, mapping=mapping, law=law, as_of=as_of, progress=progress)
    return hold(prepared, jobs=jobs, progress=progress), prepared


def hold(prepared: Check, *, jobs: int = 1, progress: Progress | None = None, stage: str = "比对") -> CheckResult:
    """Judge a prepared file; ``stage`` is what the progress is called."""
    tell = None if progress is None else lambda share: progress(stage, share)
    return _result(prepared, judge_all(prepared.judge, prepared.table, jobs=jobs, progress=tell))


def _result(check: Check, found: Found) -> CheckResult:
    table = check.table
    cases = table.keys.get("case")
    known = check.judge.as_of.at
    return CheckResult(
        source=check.source.name,
        as_of=known,
        zone=table.zone,
        pages=len(check.pack.rules),
        digest=check.pack.digest,
        cases=0 if cases is None else len(np.unique(cases.codes[cases.codes >= 0])),
        events=len(table),
        unmapped=dict(sorted(table.unmapped.items(), key=lambda item: -item[1])),
        refused_rows=list(check.taken.refused_rows),
        summary=found.summary,
        missing={rule: dict(Counter(reasons).most_common()) for rule, reasons in sorted(found.missing.items())},
        findings=sorted(_marked(found.findings, check.taken.refused_rows), key=_order),
        near=found.near,
    )


def _marked(findings: Iterable[Finding], refused: Iterable[RefusedRow]) -> Iterator[Finding]:
    """The findings; those of a case of which rows were not taken in say which."""
    of_case: dict[str, list[int]] = {}
    for row in refused:
        if row.case:
            of_case.setdefault(row.case, []).append(row.row)
    for finding in findings:
        rows = of_case.get(finding.keys.get("case", ""))
        yield replace(finding, refused_rows=tuple(rows)) if rows else finding


def _order(finding: Finding) -> tuple[str, tuple[str, str], int, int, int]:
    return finding.rule, finding.history, finding.trigger_at, finding.trigger_seq, finding.fan_seq
