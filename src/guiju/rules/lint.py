"""Whether a folder of law holds together: every page loads, every worked case comes out as it was written."""

from dataclasses import dataclass, field

from guiju.rules.model import Pack
from guiju.rules.pages.worked_case import CaseFailure, failures


@dataclass(slots=True)
class LintReport:
    """What was tried and what failed."""

    pages: int = 0
    cases: int = 0
    failures: list[CaseFailure] = field(default_factory=list)


def lint(pack: Pack) -> LintReport:
    """Run every worked case of every page, those of switched-off pages included.

    Law: each page's own. Unit: worked cases.
    """
    report = LintReport()
    for rule in pack.rules:
        report.pages += 1
        report.cases += len(rule.cases)
        report.failures.extend(failures(pack, rule))
    return report
