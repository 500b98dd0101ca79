"""A procedure as the legal section writes it down: stages, steps, what each asks; handed over once at start."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guiju.screens.kit.figures import is_english
from guiju.values.errors import GuijuError
from guiju.values.event import Scalar


class ProceduresNotWired(GuijuError):
    """A step was to be recorded before `project` had handed over the procedures."""

    code = "procedures.not_wired"
    remedy = "请用 guiju 命令打开账本。"


class StepNotFound(GuijuError):
    """There is no such step in the procedure of this case."""

    code = "procedures.not_found"
    remedy = "请从案件的登记页面选择环节。"


class Asking(StrEnum):
    """How a field of a record is asked for."""

    TEXT = "text"
    NUMBER = "number"
    YUAN = "yuan"
    YES_NO = "yes_no"
    DATE = "date"
    RANK = "rank"
    FLAG = "flag"
    CHOICE = "choice"


class Sharing(StrEnum):
    """How a step comes by its act.

    It begins a new one, joins the latest of its series, or joins it unless that act has this very step already.
    """

    BEGINS = "begins"
    JOINS = "joins"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that a step asks for; ``is_carried``: it opens with what the latest such record of the case said."""

    field: str
    asking: Asking
    choices: tuple[str, ...] = ()
    is_carried: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Also:
    """A second event that the same form records: at the same instant or at its end, by all officers or the first."""

    event: str
    sets: Mapping[str, Scalar]
    is_at_end: bool = False
    is_by_first: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the event that it records, what is asked, and what it usually comes after.

    ``fills`` says from which event's field a field is taken. ``after`` are steps by id, of each group any one.
    ``is_usual``: a case normally has it. ``is_by_another``: who did it is not who handles the case.
    """

    id: str
    event: str
    name: str
    asks: tuple[Asked, ...]
    more: tuple[Asked, ...]
    sets: Mapping[str, Scalar]
    fills: Mapping[str, tuple[str, str]]
    sharing: Sharing | None
    series: str
    after: tuple[tuple[str, ...], ...]
    paper: str
    is_usual: bool
    is_by_another: bool
    also: tuple[Also, ...]

    @property
    def title(self) -> str:
        """What a page calls it; on an English page our own word, which is English."""
        return self.id.replace("_", " ") if is_english() else self.name

    @property
    def events(self) -> tuple[str, ...]:
        """Every event that its form records."""
        return (self.event, *(one.event for one in self.also))

    @property
    def has_end(self) -> bool:
        """Whether its form also asks when it ended."""
        return any(one.is_at_end for one in self.also)

    def is_told_by(self, event: str, fields: Mapping[str, object]) -> bool:
        """Whether a record is this step: its event, and what the step sets where the record says anything of it."""
        return event == self.event and all(
            str(fields.get(name, value)) == str(value) for name, value in self.sets.items()
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a procedure, such as 受案立案."""

    names: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What a page calls it."""
        return self.names["en" if is_english() else "zh"]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """How a person whom a case does not know yet is registered; ``only`` the role that is, ``says`` where it stands."""

    event: str
    says: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The usual order of one kind of case; ``id`` is what records of the case say as its kind."""

    id: str
    names: Mapping[str, str]
    opens: str
    newcomers: Newcomers
    stages: tuple[Stage, ...]

    @property
    def title(self) -> str:
        """What a page calls it."""
        return self.names["en" if is_english() else "zh"]

    def __iter__(self) -> Iterator[Step]:
        return (step for stage in self.stages for step in stage.steps)

    def step(self, name: str) -> Step:
        """The step of that id.

        Raises:
            StepNotFound: there is none.
        """
        for one in self:
            if one.id == name:
                return one
        raise StepNotFound("本类案件没有这个环节。")

    def step_for(self, events: Sequence[str]) -> Step | None:
        """The first step that records one of these events, if any does."""
        return next((step for step in self if step.event in events), None) or next(
            (step for step in self if set(step.events) & set(events)), None
        )

    def series(self, name: str) -> frozenset[str]:
        """The events that share the acts of a series."""
        return frozenset(event for step in self if step.series == name for event in step.events)


_wired: list[Mapping[str, Procedure]] = []


def install(procedures: Mapping[str, Procedure]) -> None:
    """Hand over the procedures, by the kind of case; a later call replaces the former."""
    _wired[:] = [procedures]


def procedures() -> Mapping[str, Procedure]:
    """What was installed.

    Raises:
        ProceduresNotWired: nothing was.
        StepNotFound: the bureau does without the subject that cases begin with.
    """
    if not _wired:
        raise ProceduresNotWired("还没有装入办案环节。")
    if not _wired[0]:
        raise StepNotFound("本单位没有启用案件登记。")
    return _wired[0]
