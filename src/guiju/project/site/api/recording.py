"""Recording a case: opening it, what it still wants, and its steps by the same declared forms as on the pages."""

from collections.abc import Mapping
from typing import Literal

from ninja import Status

from guiju.bureau.roles import READ_CASES, RECORD
from guiju.project.site.api.door import acting, reading
from guiju.project.site.api.filling import Fields, FieldTold, field_told, filled_in
from guiju.project.site.api.words import Asked, IdemKey, MaybeAt, Name, Told
from guiju.screens.components.form import Form, Value
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.entry import form_of, opened_with
from guiju.screens.recording.opening import NUMBER, case_form, case_values, take_case
from guiju.screens.recording.owed import Owed, owed_in
from guiju.screens.recording.progress import StageStanding, StepStanding, out_of_order, stages_of
from guiju.screens.recording.situation import KIND, situation_from, situation_of
from guiju.screens.recording.taking import Taken, take_step
from guiju.screens.threads.queries import get_thread, list_contents

TAG = "案件登记"
WAITS = 202


class RecordAsked(Asked):
    """A filled form: its fields by name, as the form of the step lists them. What is not sent is left empty.

    Instants bear their offset. ``late_reason`` is needed where the step comes too late: it then waits for another.
    """

    fields: Fields


class FormTold(Told):
    """The form of a step; ``hints`` say what is out of order: they hinder nothing."""

    title: str
    fields: list[FieldTold]
    hints: list[str]


class OwedTold(Told):
    """One thing that the law wants of this case, and the step that answers it, if there is one."""

    title: str
    due: str
    light: str
    about: str
    step: str


class StandingTold(Told):
    """One step of the usual order and how the case stands with it."""

    step: str
    title: str
    standing: Literal["done", "missing", "next", "later"]
    standing_word: str
    is_usual: bool
    count: int
    last_at: MaybeAt


class StageTold(Told):
    """One stage of the usual order."""

    title: str
    steps: list[StandingTold]


class Progress(Told):
    """What the law wants first, then the usual order. A step without a record is unknown, and no breach by that."""

    case: str
    procedure: str
    owed: list[OwedTold]
    stages: list[StageTold]


class Recorded(Told):
    """What was recorded, or (202) which proposals wait for another person to approve them.

    ``sets_running`` is what falls due now, ``unknown_officers`` are police numbers that nobody in the roster bears.
    """

    case: str
    events: list[int]
    proposals: list[int]
    is_repeat: bool
    sets_running: list[str]
    unknown_officers: str
    hints: list[str]


def new_case(visit: Visit) -> FormTold:
    """新的案件要填写的栏目，以及可用的下一个编号。"""
    return _form_told(case_form(visit), case_values(visit), "新的案件", [])


def open_case(visit: Visit, asked: RecordAsked, idem_key: IdemKey) -> Status[Recorded]:
    """登记一个新的案件：栏目与页面相同，编号必须写明。属于补录的，回答 202，待另一名有权人员批准后立卷。"""
    filled = filled_in(case_form(visit), asked.fields, visit, idem_key)
    return _told(filled.text(NUMBER), take_case(visit, filled), [])


def steps(visit: Visit, case: Name) -> Progress:
    """一个案件的办案环节：依法先办的，以及各环节已记录、未见记录、可以登记、尚未到。"""
    thread = get_thread(visit.viewer, KIND, case, at=visit.at)
    contents = list_contents(visit.viewer, thread)
    situation = situation_from(visit, thread, contents.events)
    return Progress(
        case=case, procedure=situation.procedure.title,
        owed=[_owed_told(one) for one in owed_in(contents, situation, visit.at)],
        stages=[_stage_told(one) for one in stages_of(situation)],
    )  # fmt: skip


def step(visit: Visit, case: Name, name: Name) -> FormTold:
    """一个环节要填写的栏目。"""
    situation = situation_of(visit, case)
    chosen = situation.procedure.step(name)
    known = opened_with(situation, chosen, visit)
    return _form_told(form_of(situation, chosen), known, chosen.title, out_of_order(situation, chosen))


def record(visit: Visit, case: Name, name: Name, asked: RecordAsked, idem_key: IdemKey) -> Status[Recorded]:
    """登记一个环节：栏目与页面相同。属于补录的，须写 late_reason，回答 202，待另一名有权人员批准后入账。"""
    situation = situation_of(visit, case)
    chosen = situation.procedure.step(name)
    filled = filled_in(form_of(situation, chosen), asked.fields, visit, idem_key)
    return _told(case, take_step(visit, situation, chosen, filled), out_of_order(situation, chosen))


def _told(case: str, taken: Taken, hints: list[str]) -> Status[Recorded]:
    done = taken.done
    said = Recorded(
        case=case, events=list(done.ids), proposals=list(done.proposals), is_repeat=done.is_repeat,
        sets_running=list(taken.running), unknown_officers=taken.strange, hints=hints,
    )  # fmt: skip
    return Status(WAITS if done.proposals else 200, said)


def _form_told(form: Form, known: Mapping[str, Value], title: str, hints: list[str]) -> FormTold:
    return FormTold(title=title, fields=[field_told(one, known.get(one.name)) for one in form.fields], hints=hints)


def _owed_told(row: Owed) -> OwedTold:
    return OwedTold(
        title=row.title, due=row.due, light="、".join(str(one.word) for one in row.lights), about=row.about,
        step="" if row.step is None else row.step.id,
    )  # fmt: skip


def _stage_told(row: StageStanding) -> StageTold:
    return StageTold(title=row.name, steps=[_standing_told(one) for one in (*row.usual, *row.others)])


def _standing_told(row: StepStanding) -> StandingTold:
    return StandingTold(
        step=row.step.id, title=row.step.title, standing=row.standing.value, standing_word=row.standing.label,
        is_usual=row.step.is_usual, count=row.count, last_at=row.last_at,
    )  # fmt: skip


ENDPOINTS = (
    reading("case_form", "forms/case", new_case, RECORD, "新的案件的栏目", FormTold, TAG, is_noted=False),
    acting("case_open", "cases", open_case, RECORD, "登记新的案件", Recorded, TAG, waits=WAITS),
    # Before the case itself: the number of a case may hold anything that an address can carry.
    reading("step", "cases/<path:case>/steps/<str:name>", step, RECORD, "一个环节的栏目", FormTold, TAG),
    acting("step_record", "cases/<path:case>/steps/<str:name>", record, RECORD, "登记环节", Recorded, TAG, waits=WAITS),
    reading("steps", "cases/<path:case>/steps", steps, READ_CASES, "办案环节", Progress, TAG),
)
