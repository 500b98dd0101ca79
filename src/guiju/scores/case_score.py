"""一案一评: what each case would score if every suspected finding were verified, and the means of units and officers.

Nothing here is a score yet: until a legal officer has said 属实, a finding takes no point from anyone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from guiju.scores.case_roll import CaseEntry
from guiju.scores.scale import Scale
from guiju.values.finding import Finding

CENT = Decimal("0.01")
_NONE = Decimal(0)


@dataclass(slots=True)
class Deducted:
    """What the findings of one case take away, counted by severity. Unit: points."""

    points: Decimal = _NONE
    fatal: int = 0
    major: int = 0
    minor: int = 0
    unverified: int = 0

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return self.fatal + self.major + self.minor

    def add(self, finding: Finding, points: Decimal) -> None:
        """Count one more finding."""
        self.points += points
        setattr(self, finding.severity, getattr(self, finding.severity) + 1)
        self.unverified += bool(finding.unverified)


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One case: what is suspected, and the points that would be left if all of it were verified."""

    entry: CaseEntry
    deducted: Deducted
    points: Decimal


@dataclass(frozen=True, slots=True)
class RollUp:
    """A unit or an officer: the mean over ``cases`` of the points that findings of its own would leave."""

    name: str
    cases: int
    touched: int
    findings: int
    mean: Decimal


@dataclass(slots=True)
class ScoreBook:
    """All of it: cases with findings (gravest first), cases without, units, officers, and findings of no case."""

    scale: Scale
    cases: list[CaseScore] = field(default_factory=list)
    clean: list[CaseEntry] = field(default_factory=list)
    units: list[RollUp] = field(default_factory=list)
    officers: list[RollUp] = field(default_factory=list)
    outside: int = 0


def score_cases(
    cases: Iterable[tuple[str, str, tuple[str, ...]]], findings: Iterable[Finding], scale: Scale
) -> ScoreBook:
    """Hold the findings of each case against the scale of the year.

    A case answers for all of its findings. A unit and an officer answer only for findings that name them, on the
    cases they had a hand in; a finding that names no unit counts for the unit of the case, one that names no officer
    for no officer. A finding that belongs to no case is counted in ``outside`` and scores nowhere.

    Law: the scale is a decision of the legal section, not law. Unit: points, means to two decimals, half up.
    """
    book, tally = ScoreBook(scale), _Tally(scale)
    of_case: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        case = finding.keys.get("case", "")
        if case:
            of_case[case].append(finding)
        else:
            book.outside += 1
    for given in cases:
        entry = given if isinstance(given, CaseEntry) else CaseEntry(*given)
        own = of_case.pop(entry.case, None)
        if own is None:
            book.clean.append(entry)
        else:
            book.cases.append(tally.take(entry, own))
    for case, own in of_case.items():
        entry = CaseEntry(case, own[0].unit, tuple(sorted({name for item in own for name in item.officers})))
        book.cases.append(tally.take(entry, own))
    tally.take_clean(book.clean)
    book.cases.sort(key=lambda line: (line.points, -line.deducted.points, line.entry.case))
    book.units, book.officers = tally.roll_up(tally.units), tally.roll_up(tally.officers)
    return book


class _Tally:
    """Sums per unit and officer: how many cases, how many of them touched, how many findings, how many points lost."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.units: dict[str, list[Decimal | int]] = {}
        self.officers: dict[str, list[Decimal | int]] = {}

    def take_clean(self, entries: list[CaseEntry]) -> None:
        """Count the cases without findings: by far the most, and they lose nobody a point."""
        units = Counter(entry.unit for entry in entries if entry.unit)
        officers = Counter(chain.from_iterable(entry.officers for entry in entries))
        for lines, counts in ((self.units, units), (self.officers, officers)):
            for name, number in counts.items():
                self._line(lines, name)[0] += number

    def take(self, entry: CaseEntry, findings: list[Finding]) -> CaseScore:
        whole = Deducted()
        units = {entry.unit: Deducted()} if entry.unit else {}
        officers = {name: Deducted() for name in entry.officers}
        for finding in findings:
            points = self.scale.deduction(finding.rule, finding.severity)
            whole.add(finding, points)
            unit = finding.unit or entry.unit
            if unit:
                units.setdefault(unit, Deducted()).add(finding, points)
            for name in finding.officers:
                officers.setdefault(name, Deducted()).add(finding, points)
        for lines, own in ((self.units, units), (self.officers, officers)):
            for name, deducted in own.items():
                line = self._line(lines, name)
                line[0] += 1
                line[1] += bool(deducted.findings)
                line[2] += deducted.findings
                line[3] += self.scale.full - self.scale.points(deducted.points)
        return CaseScore(entry, whole, self.scale.points(whole.points))

    @staticmethod
    def _line(lines: dict[str, list[Decimal | int]], name: str) -> list[Decimal | int]:
        line = lines.get(name)
        if line is None:
            line = lines[name] = [0, 0, 0, _NONE]
        return line

    def roll_up(self, lines: dict[str, list[Decimal | int]]) -> list[RollUp]:
        """The means, in the order of the names: an order by points would be a ranking of what nobody has verified."""
        rolled = []
        for name, (cases, touched, findings, lost) in sorted(lines.items()):
            mean = (self.scale.full - Decimal(lost) / int(cases)).quantize(CENT, ROUND_HALF_UP)
            rolled.append(RollUp(name, int(cases), int(touched), int(findings), mean))
        return rolled
