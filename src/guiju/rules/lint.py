"""Whether a folder of law holds together: every page loads, every worked case comes out as it was written."""

from dataclasses import dataclass, field, replace

from guiju.rules.model import Pack, Rule
from guiju.rules.pages.worked_case import CaseFailure, failures


@dataclass(slots=True)
class LintReport:
    """What was tried and what failed."""

    pages: int = 0
    cases: int = 0
    failures: list[CaseFailure] = field(default_factory=list)


def with_page(pack: Pack, page: Rule) -> Pack:
    """The pack with one page in place of that of the same id, or beside the others if there is none."""
    return replace(pack, rules=(*(rule for rule in pack.rules if rule.id != page.id), page))


def lint(pack: Pack) -> LintReport:
    """Run every worked case of every page, those of switched-off pages and of readings not chosen included.

    Law: each page's own. Unit: worked cases.
    """
    report = LintReport()
    for rule in pack.rules:
        report.pages += 1
        report.cases += len(rule.cases)
        report.failures.extend(failures(pack, rule))
    for reading in pack.readings:
        report.cases += len(reading.cases)
        report.failures.extend(failures(with_page(pack, reading), reading))
    return report
