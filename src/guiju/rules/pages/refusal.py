"""How a law page is refused: one line that names file, edition, field and the nearest valid word."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from guiju.values.errors import GuijuError


class LawRefused(GuijuError):
    """A page or a file beside the pages cannot be used; nothing of the pack is run."""

    code = "law.refused"
    remedy = "请改正后再运行 guiju law lint。"

    def __init__(self, sentence: str, *, remedy: str = "", spot: "Spot | None" = None, line: int = 0) -> None:
        super().__init__(sentence, remedy=remedy)
        self.spot = spot
        self.line = line


def nearest(word: object, valid: Iterable[str]) -> str:
    """The clause that offers the closest valid word, or nothing."""
    close = get_close_matches(str(word), list(valid), n=1, cutoff=0.5)
    return f"，是否应为“{close[0]}”？" if close else ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a page: the file, the edition and the field that is being read."""

    file: str
    edition: str = ""
    field: str = ""

    def of(self, field: object) -> "Spot":
        """The same place, one field further in."""
        return Spot(self.file, self.edition, f"{self.field}.{field}" if self.field else str(field))

    def in_edition(self, label: str) -> "Spot":
        """The same file, read for the edition that begins on ``label``."""
        return Spot(self.file, label, self.field)

    def refuse(self, reason: str, *, line: int = 0, at: "Spot | None" = None) -> NoReturn:
        """Give up on the pack; ``line`` where the reader of the text knows it, ``at`` where it is further in.

        Raises:
            LawRefused: always.
        """
        place = (
            self.file
            + (f" 版本 {self.edition}" if self.edition else "")
            + (f" 字段 {self.field}" if self.field else "")
        )
        raise LawRefused(f"{place}：{reason}", spot=at or self, line=line)

    def only(self, given: Iterable[object], allowed: Iterable[str], what: str = "字段") -> None:
        """Refuse any word of ``given`` that is not in ``allowed``."""
        allowed = tuple(allowed)
        for word in given:
            if word not in allowed:
                self.refuse(f"不认识的{what}“{word}”{nearest(word, allowed)}", at=self.of(word))
