"""What a page would change: a file of events judged under the law as it is, and under the law with the page."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.project.pipeline import Check, hold, prepare, under
from guiju.project.progress import progress_bar
from guiju.rules.model import Pack, Rule
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.worked_case import CaseFailure, failures
from guiju.rules.pages.yaml_text import read_yaml
from guiju.values.clock import LocalTime
from guiju.values.finding import CheckResult, Finding, RuleCount

TRIAL = "rules/（试改）"


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that appears (no ``before``), vanishes (no ``after``) or moves."""

    before: Finding | None
    after: Finding | None

    @property
    def kind(self) -> str:
        """``appear``, ``vanish`` or ``move``."""
        return "appear" if self.before is None else "vanish" if self.after is None else "move"

    @property
    def finding(self) -> Finding:
        """The finding as it would stand, or as it stood."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Trial:
    """A page tried on a file: its failing worked cases, the rules judged, and what changes."""

    rule: Rule
    is_new: bool
    failures: tuple[CaseFailure, ...]
    rules: tuple[str, ...]
    before: CheckResult
    after: CheckResult
    changes: tuple[Change, ...]
    checked: Check

    @property
    def local(self) -> LocalTime:
        """The time of the file."""
        return self.checked.judge.local

    def count(self, kind: str) -> int:
        """How many findings appear, vanish or move."""
        return sum(change.kind == kind for change in self.changes)

    def counts(self, rule: str) -> tuple[RuleCount, RuleCount]:
        """How the duties of a rule stand under the law as it is, and with the page."""
        return self.before.summary.get(rule, RuleCount()), self.after.summary.get(rule, RuleCount())


def try_page(
    page: Path, file: Path, *, mapping: Path | None, law: Path | None, as_of: datetime, jobs: int = 1
) -> Trial:
    """Judge ``file`` with and without ``page``, which replaces the page of the same id or is added.

    Raises:
        GuijuError: the page, the file, the mapping or the law is refused.
    """
    old = open_law(law)
    new, rule = _with_page(old, law or shipped_law(), page)
    failing = tuple(failures(new, rule))
    concerned = _concerned(rule.id, old, new)
    with progress_bar() as tell:
        prepared = prepare(file, mapping=mapping, law=old, as_of=as_of, progress=tell)
        before = under(prepared, _only(old, concerned))
        after = under(prepared, _only(new, concerned))
        stood = hold(before, jobs=jobs, progress=tell, stage="比对（现行）")
        stands = hold(after, jobs=jobs, progress=tell, stage="比对（改后）")
    changes = tuple(_changes(stood, stands, concerned))
    return Trial(rule, old.rule(rule.id) is None, failing, concerned, stood, stands, changes, after)


def _with_page(old: Pack, home: Path, page: Path) -> tuple[Pack, Rule]:
    """The law with the page in it, read whole by the loader from a copy of the folder."""
    content = read_yaml(page, Spot(page.name))
    rule_id = str(content.get("id")) if isinstance(content, Mapping) else ""
    replaced = old.rule(rule_id)
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        copy = Path(folder) / "law"
        shutil.copytree(home, copy)
        if replaced is not None:
            (copy / replaced.file).unlink()
        trial = copy / TRIAL / f"{page.stem}.yaml"
        trial.parent.mkdir()  # in no folder of law: its name is not that of a subject
        shutil.copyfile(page, trial)
        try:
            new = open_law(copy)
        except LawRefused as refused:
            sentence = refused.sentence.replace(f"{TRIAL}/{trial.name}", page.name)
            raise LawRefused(sentence, remedy="请改正这一页后再试。") from refused
    rule = new.rule(rule_id)
    assert rule is not None
    return new, rule


def _opened_by(rule: Rule) -> set[str]:
    return {page for edition in rule.editions for page in edition.trigger.overdue}


def _concerned(rule_id: str, *packs: Pack) -> tuple[str, ...]:
    """The page and those that its overrun opens."""
    opened = {rule.id for pack in packs for rule in pack.rules if rule_id in _opened_by(rule)}
    return (rule_id, *sorted(opened - {rule_id}))


def _only(pack: Pack, concerned: tuple[str, ...]) -> Pack:
    """The pages concerned, with whatever their overruns are read from."""
    wanted = set(concerned)
    for rule in pack.rules:
        if rule.id in concerned:
            wanted |= _opened_by(rule)
    return replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in wanted))


# -- what changes ----------------------------------------------------------------------------------------------------

Duty = tuple[str, tuple[str, str], int, int]


def _by_duty(result: CheckResult, concerned: tuple[str, ...]) -> dict[Duty, list[Finding]]:
    grouped: dict[Duty, list[Finding]] = {}
    for finding in result.findings:
        if finding.rule in concerned:
            duty = (finding.rule, finding.history, finding.trigger_seq, finding.fan_seq)
            grouped.setdefault(duty, []).append(finding)
    return grouped


def _changes(before: CheckResult, after: CheckResult, concerned: tuple[str, ...]) -> Iterator[Change]:
    stood, stands = _by_duty(before, concerned), _by_duty(after, concerned)
    for duty in sorted({*stood, *stands}, key=lambda key: (concerned.index(key[0]), *key[1:])):
        yield from _of_duty(stood.get(duty, []), stands.get(duty, []))


def _of_duty(stood: list[Finding], stands: list[Finding]) -> Iterator[Change]:
    """Periods of one duty are paired by their first instant; an overrun that begins at another time has moved."""
    later = {finding.trigger_at: finding for finding in stands}
    left = [finding for finding in stood if finding.trigger_at not in later]
    for finding in stood:
        same = later.pop(finding.trigger_at, None)
        if same is not None and _is_moved(finding, same):
            yield Change(finding, same)
    others = list(later.values())
    for number in range(max(len(left), len(others))):
        yield Change(
            left[number] if number < len(left) else None,
            others[number] if number < len(others) else None,
        )


def _is_moved(before: Finding, after: Finding) -> bool:
    def stand(finding: Finding) -> tuple[object, ...]:
        return finding.outcome, finding.due_at, finding.settled_at, finding.severity

    return stand(before) != stand(after)


def summary_of(trial: Trial) -> dict[str, dict[str, dict[str, int]]]:
    """How the duties of each rule stand, before and after, as plain data."""
    told = {}
    for rule in trial.rules:
        before, after = trial.counts(rule)
        told[rule] = {"before": asdict(before), "after": asdict(after)}
    return told
