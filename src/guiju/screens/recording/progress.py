"""How far a case has come along the usual order, and what of it is out of order: hints in words, never a block."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from guiju.facts.queries import EventShown
from guiju.screens.recording.procedure import Procedure, Step
from guiju.screens.recording.situation import Situation


class Standing(StrEnum):
    """Where a step stands: recorded, passed over by what usually comes after it, next, or not yet its turn."""

    DONE = "done"
    MISSING = "missing"
    NEXT = "next"
    LATER = "later"

    @property
    def label(self) -> str:
        """What people call it."""
        words = {
            Standing.DONE: _("已记录"), Standing.MISSING: _("未见记录"), Standing.NEXT: _("可以登记"),
            Standing.LATER: _("尚未到"),
        }  # fmt: skip
        return words[self]


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step of a case; ``last_at`` is when it was last done (microseconds), ``count`` how often."""

    step: Step
    standing: Standing
    count: int = 0
    last_at: int | None = None


@dataclass(frozen=True, slots=True)
class StageStanding:
    """One stage: the usual steps and those others that were recorded, then the rest."""

    name: str
    usual: tuple[StepStanding, ...]
    others: tuple[StepStanding, ...]


def stages_of(situation: Situation) -> list[StageStanding]:
    """The stages of a case in their order."""
    told = {step.id: situation.told(step) for step in situation.procedure}
    stages = []
    for stage in situation.procedure.stages:
        lines = [_standing(situation.procedure, step, told) for step in stage.steps]
        usual = tuple(one for one in lines if one.step.is_usual or one.count)
        stages.append(StageStanding(stage.title, usual, tuple(one for one in lines if one not in usual)))
    return stages


def out_of_order(situation: Situation, step: Step) -> list[str]:
    """What a person should know before he records a step now: what usually comes first, and what has come already."""
    known = {one.id: one for one in situation.procedure}
    recorded = {name for name, one in known.items() if situation.told(one)}
    said = []
    for group in _groups(step, known):
        if recorded.isdisjoint(group):
            names = _("”或“").join(known[name].title for name in group)
            said.append(_("按一般顺序，应先“%(step)s”，本案还没有这项记录。") % {"step": names})
    said.extend(
        _("“%(step)s”已有记录，按一般顺序本环节应在其前。") % {"step": later.title}
        for later in situation.procedure
        if later.id in recorded and step.id not in recorded and _follows(later, step)
    )
    return said


def _standing(procedure: Procedure, step: Step, told: dict[str, list[EventShown]]) -> StepStanding:
    mine: Sequence[EventShown] = told[step.id]
    if mine:
        return StepStanding(step, Standing.DONE, len(mine), mine[-1].happened_at)
    if any(told[one.id] for one in procedure if _follows(one, step)):
        return StepStanding(step, Standing.MISSING)
    is_ready = all(any(told[name] for name in group) for group in _groups(step, told))
    return StepStanding(step, Standing.NEXT if is_ready else Standing.LATER)


def _groups(step: Step, known: Container[str]) -> list[list[str]]:
    """What a step usually comes after, without the steps of subjects that are switched off."""
    groups = [[name for name in group if name in known] for group in step.after]
    return [group for group in groups if group]


def _follows(later: Step, earlier: Step) -> bool:
    """Whether a step usually comes right after another, which nothing else could stand for."""
    return (earlier.id,) in later.after
