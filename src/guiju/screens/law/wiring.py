"""What the pages of law are handed once at start: where the shipped folder lies, and what people call the subjects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guiju.findings.law import LawInForce, law_in_force
from guiju.rules.pages.changes import DayOfChange, read_changes
from guiju.rules.pages.house import House, read_house
from guiju.rules.pages.register import Register, read_register
from guiju.values.errors import GuijuError


class LawNotWired(GuijuError):
    """The law was to be shown before `project` had handed over where it lies."""

    code = "law.not_wired"
    remedy = "请用 guiju serve 启动站点。"


class DayNotFound(GuijuError):
    """Nothing is told of a change of the law on this day."""

    code = "law.day.not_found"
    remedy = "请从法规变动的清单进入。"


@dataclass(frozen=True)
class LawFolder:
    """The shipped folder and the bureau's own file of decisions; both are read once, as the law itself is at start.

    ``subjects`` says what people call the first part of a rule's id.
    """

    folder: Path
    decisions: Path | None
    subjects: Mapping[str, str]
    _told: dict[str, tuple[LawInForce, DayOfChange]] = field(default_factory=dict, repr=False)

    @cached_property
    def house(self) -> House:
        """The open questions of the law, and what the bureau has decided."""
        return read_house(self.folder, self.decisions, law_in_force().pack.instruments)

    @cached_property
    def register(self) -> Register:
        """Every rule that was collected, with its pages or the reason why it has none."""
        pack = law_in_force().pack
        return read_register(self.folder, [*(rule.id for rule in pack.rules), *pack.left_out])

    @property
    def days(self) -> list[str]:
        """The days on which the law changed and somebody has told how, the latest first."""
        return sorted((path.stem for path in (self.folder / "changes").glob("*.yaml")), reverse=True)

    def change(self, day: str) -> DayOfChange:
        """What changed on one of these days; its histories are run again where the law in force is another one.

        Raises:
            DayNotFound: nothing is told of that day.
        """
        if day not in self.days:
            raise DayNotFound("没有这一天的法规变动。")
        law, known = law_in_force(), self._told.get(day)
        if known is None or known[0] is not law:
            known = self._told[day] = law, read_changes(self.folder / "changes" / f"{day}.yaml", law.pack)
        return known[1]


_wired: list[LawFolder] = []


def install(folder: LawFolder) -> None:
    """Hand over the folder; a later call replaces the former."""
    _wired[:] = [folder]


def law_folder() -> LawFolder:
    """What was installed.

    Raises:
        LawNotWired: nothing was.
    """
    if not _wired:
        raise LawNotWired("还没有装入法规目录。")
    return _wired[0]
