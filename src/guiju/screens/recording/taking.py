"""A step carried out as its filled form says, whoever sent it: somebody at a page, or a program for him."""

from dataclasses import dataclass, replace

from guiju.bureau.commands.recording import StepTaken, find_sent, record_step
from guiju.facts.draft import Actor
from guiju.screens.components.form import Filled
from guiju.screens.kit.figures import ZONE
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.drafts import drafts_of, newcomer_in, persons_in
from guiju.screens.recording.entry import ENDED, HAPPENED, OFFICER, REASON, officers_of_text, officers_said
from guiju.screens.recording.owed import set_running
from guiju.screens.recording.procedure import Step
from guiju.screens.recording.situation import Situation
from guiju.screens.threads.queries import list_contents
from guiju.screens.threads.wiring import wiring
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError


class EndsBefore(GuijuError):
    """A step was sent that would have ended before it began."""

    code = "recording.ends_before"
    remedy = "请核对开始和结束的时间。"


class NobodyNamed(GuijuError):
    """A step that is about somebody was sent without saying about whom."""

    code = "recording.nobody"
    remedy = "请勾选本案的人员，或填写新的人员；身份不明的，姓名填“不详”。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: what was recorded or waits, what that set running, and which police numbers nobody bears."""

    done: StepTaken
    running: tuple[str, ...] = ()
    strange: str = ""


def take_step(visit: Visit, situation: Situation, chosen: Step, filled: Filled) -> Taken:
    """Record what a sound form says of a case.

    Raises:
        NobodyNamed: the step is about somebody, and nobody is named.
        EndsBefore: it would have ended before it began.
        StepRefused, NotEntitled, LateRecordUnapproved: as ``record_step``.
    """
    is_personal = "person" in wiring().vocabulary.types[chosen.event].keys
    if is_personal and not persons_in(filled, newcomer_in(situation.case, filled)):
        raise NobodyNamed("没有写明是哪个人员。")
    begun, ended = filled.number(HAPPENED), filled.number(ENDED)
    if begun is not None and ended is not None and ended < begun:
        raise EndsBefore("结束时间早于开始时间。")
    actor = Actor(visit.holder.account)
    before = list_contents(visit.viewer, situation.thread)
    done = record_step(
        drafts_of(_as_sent(situation, actor, filled.key), chosen, filled), case=situation.case,
        reason=filled.text(REASON), known=wiring().vocabulary, actor=actor, at=from_micros(visit.at, ZONE),
        idem_key=filled.key,
    )  # fmt: skip
    if done.proposals:
        return Taken(done)
    running = set_running(before, list_contents(visit.viewer, situation.thread), visit.at)
    return Taken(done, tuple(running), officers_said(officers_of_text(filled.text(OFFICER)), visit.at))


def _as_sent(situation: Situation, actor: Actor, idem_key: str) -> Situation:
    """The case as it was before this submission: what is derived from it comes out the same when it is sent again."""
    first = find_sent(actor, idem_key)
    if first is None:
        return situation
    return replace(situation, events=[one for one in situation.events if one.id < first])
