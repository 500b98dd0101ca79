"""What a declared paper is: its blanks, where each of them is filled from, and its text.

The shipped papers are `law/papers/*.yaml`; the Word template that a bureau uses is another matter (``templates``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING

PROCEDURES = ("administrative", "criminal")
ITEM = "item"
"""What a line of a list of things is called in a template: ``{{ item.name }}``."""
MOST_ROWS = 60
"""So many lines a list within one paper may have."""
CASE_SOURCES = ("case", "unit", "organ", "maker", "today", "person", "items")
"""What is known without looking into a record: number, units, who makes it, the day, the code of a person, things."""
RECORD_SOURCES = ("at", "day", "officers")
"""What every record says; any other word is an attribute of it."""


class PaperUnknown(GuijuError):
    """There is no such declared paper."""

    code = "papers.form.not_found"
    remedy = "请从案件页的“制作文书”进入。"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a blank is filled from: ``what`` it takes, ``of`` which type of record ("": the one that the paper is of).

    ``law`` is the id of a page of law whose article is cited; what nobody knows is typed.
    """

    what: str = ""
    of: str = ""
    law: str = ""

    @property
    def is_identity(self) -> bool:
        """Whether it says who somebody of the public is."""
        return self.what in IDENTIFYING


TYPED = Source()


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of a paper; ``columns`` (name and label) make it a list of lines."""

    name: str
    label: str
    source: Source = TYPED
    default: str = ""
    help: str = ""
    is_required: bool = False
    is_long: bool = False
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the text of a paper: ``kind`` says how it stands, a table has ``rows`` of cells and ``widths``.

    ``each`` is the blank whose lines make one row each, of the cells of the last row.
    """

    kind: str
    text: str = ""
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One declared paper: of which steps it is, whether it is about one person, its blanks and its text.

    ``is_of_case``: it is made of a case; another one is made by the page that it belongs to.
    """

    id: str
    order: int
    title: str
    title_en: str
    procedures: tuple[str, ...]
    is_of_person: bool
    steps: tuple[str, ...]
    blanks: tuple[Blank, ...]
    body: tuple[Block, ...]
    note: str = ""
    is_of_case: bool = True


Forms = Mapping[str, PaperForm]
_installed: list[Callable[[], Sequence[PaperForm]]] = []
_read: list[Forms] = []
_NONE: Forms = MappingProxyType({})


def install_forms(read: Callable[[], Sequence[PaperForm]]) -> None:
    """Hand over how the declared papers are read, once they are asked for; a later call replaces the former."""
    _installed[:] = [read]
    _read.clear()


def forms() -> Forms:
    """The declared papers by id, in their order; none where nobody has handed them over.

    Raises:
        PapersRefused: one of them is not fully understood.
    """
    if not _read and _installed:
        _read[:] = [{one.id: one for one in _installed[0]()}]
    return _read[0] if _read else _NONE


def get_form(name: str) -> PaperForm:
    """A declared paper.

    Raises:
        PaperUnknown: there is none of this id.
    """
    found = forms().get(name)
    if found is None:
        raise PaperUnknown("没有这种文书。")
    return found
