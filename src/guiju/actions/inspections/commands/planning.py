"""A plan is recorded with its whole population; the sealed ledger then says what is drawn, and nobody draws again."""

from collections.abc import Sequence

from django.db import connection

from guiju.actions.asking import draft_at, new_name
from guiju.actions.inspections.acts import DRAW_SAMPLE, KINDS
from guiju.actions.inspections.checklists import checklist
from guiju.actions.inspections.drawing import METHOD, digest_of, draw, seed_of
from guiju.actions.inspections.events import DRAWN, PLANNED
from guiju.actions.inspections.folding import inspection_stream
from guiju.actions.inspections.reading import Plan, read_plan
from guiju.actions.unit_acts import hand_in_unit, viewer_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.seal.covering import first_checkpoint_over
from guiju.facts.wiring import wiring
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.recording import SYSTEM, record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

LONGEST_TITLE = 80
LARGEST_POPULATION, LARGEST_SAMPLE = 5_000, 500


class PlanRefused(GuijuError):
    """A plan of inspection that does not hold together."""

    code = "inspections.plan"
    remedy = "请核对名称、抽查对象、份数和检查表后重新提交。"


class NotSealedYet(GuijuError):
    """The plan waits for the checkpoint that gives its seed."""

    code = "inspections.not_sealed"
    remedy = "账本通常一秒之内封存；请稍候再点“抽取”。系统也会自动抽取。"


def plan_inspection(
    title: str, *, kind: str, unit: str, query: str, population: Sequence[str], size: int, checklist_name: str,
    reason: str, actor: Actor, at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Record what is to be inspected, out of which whole, how many, and why; what is drawn nobody knows yet.

    ``population`` are all things of which the words in ``query`` hold, as the server found them within the scope of
    who plans. An earlier plan of exactly the same population is named in the new one: both stay in sight.

    Raises:
        NotForYou: no role of his reaches the unit.
        PlanRefused: no title, an unknown kind, a population or a sample of no possible size.
        ChecklistUnknown: there is no such check-list.
        ReasonMissing: no reason is given.
    """
    said, called, things = checked_reason(reason), title.strip(), tuple(sorted(set(population)))
    name = new_name(actor, idem_key)

    def work() -> list[Draft]:
        viewer, now = viewer_of(actor), wiring().clock()
        hand = hand_in_unit(viewer, DRAW_SAMPLE, unit)
        if not 0 < len(called) <= LONGEST_TITLE or kind not in KINDS or checklist(checklist_name).kind != kind:
            raise PlanRefused("抽查计划须写明名称、对象和适用的检查表。")
        if not 0 < len(things) <= LARGEST_POPULATION:
            raise PlanRefused(
                f"抽查范围内应有一至 {LARGEST_POPULATION:,} 份，现有 {len(things):,} 份。", remedy="请改变期间或单位。"
            )
        if not 0 < size <= min(len(things), LARGEST_SAMPLE):
            raise PlanRefused(f"抽查份数应为一至 {min(len(things), LARGEST_SAMPLE)}。")
        digest = digest_of(things)
        fields: dict[str, FieldValue] = {
            "inspection": name, "inspection_title": called, "unit": unit, "population_kind": kind,
            "population_query": query, "population": things, "population_size": len(things),
            "population_digest": digest, "sample_size": size, "checklist": checklist_name, "draw_method": METHOD,
            "earlier_inspection": _same_before(digest), "decision_reason": said,
        }  # fmt: skip
        return [draft_at(PLANNED, hand, fields, at=at, now=now, stream=inspection_stream(name), unit=unit)]

    asked: dict[str, FieldValue] = {
        "inspection_title": called, "unit": unit, "population_kind": kind, "sample_size": size,
        "checklist": checklist_name, "decision_reason": said,
    }  # fmt: skip
    return record(work, [inspection_stream(name)], kind=PLANNED, asked=asked, actor=actor, idem_key=idem_key)


def draw_sample(inspection: str, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """Record what the first checkpoint over the plan draws; whoever does it, the result is the same.

    Raises:
        NotForYou: there is no such inspection for him.
        NotSealedYet: the plan is not sealed yet.
        StepRefused: it is drawn already.
    """

    def work() -> list[Draft]:
        viewer = viewer_of(actor)
        plan = read_plan(inspection)
        if plan is None:
            raise NotForYou("没有找到您可以这样办理的单位。")
        return [_drawn(plan, hand_in_unit(viewer, DRAW_SAMPLE, plan.unit), at)]

    asked: dict[str, FieldValue] = {"inspection": inspection}
    return record(work, [inspection_stream(inspection)], kind=DRAWN, asked=asked, actor=actor, idem_key=idem_key)


def draw_waiting(*, actor: Actor = SYSTEM, at: int) -> int:
    """Draw for every sealed plan of which nobody has asked for the draw yet; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, planned_event FROM action_inspection WHERE drawn_at IS NULL ORDER BY planned_at")
        waiting = [name for name, event in cursor.fetchall() if first_checkpoint_over(event) is not None]
    for name in waiting:
        _draw_for(name, actor, at)
    return len(waiting)


def _draw_for(name: str, actor: Actor, at: int) -> None:
    def work() -> list[Draft]:
        plan = read_plan(name)
        # Somebody may have drawn it while this waited for its turn.
        return [] if plan is None or plan.drawn_at is not None else [_drawn(plan, Hand(actor.name), at)]

    asked: dict[str, FieldValue] = {"inspection": name}
    record(work, [inspection_stream(name)], kind=DRAWN, asked=asked, actor=actor, idem_key=f"draw:{name}")


def _drawn(plan: Plan, hand: Hand, at: int) -> Draft:
    if plan.drawn_at is not None:
        raise StepRefused("样本已经抽取，不能重抽。", remedy="确需另抽的，另定计划并写明理由；两次都保留。")
    checkpoint = first_checkpoint_over(plan.planned_event)
    if checkpoint is None:
        raise NotSealedYet("抽查计划还没有封存，抽取所需的随机数还不存在。")
    root = checkpoint.root.hex()
    seed = seed_of(root, plan.leaf)
    fields: dict[str, FieldValue] = {
        "inspection": plan.name, "unit": plan.unit, "checkpoint_size": checkpoint.size, "checkpoint_root": root,
        "draw_seed": seed, "drawn": draw(plan.population(), plan.size, seed),
    }  # fmt: skip
    return draft_at(
        DRAWN, hand, fields, at=at, now=wiring().clock(), stream=inspection_stream(plan.name), unit=plan.unit
    )


def _same_before(digest: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM action_inspection WHERE digest = %s ORDER BY planned_at DESC, name LIMIT 1", (digest,)
        )
        row = cursor.fetchone()
    return "" if row is None else str(row[0])
