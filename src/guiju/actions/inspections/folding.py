"""The tables of inspections, each row folded from its own stream; a draw that the seed does not give is refused."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from guiju.actions.inspections import events
from guiju.actions.inspections.acts import Answer
from guiju.actions.inspections.drawing import digest_of, draw, seed_of
from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.findings.life.steps import StepRefused

INSPECTION_COLUMNS = (
    "name", "title", "unit", "kind", "checklist", "population_size", "digest", "size", "planned_at", "planned_event",
    "drawn_at", "said",
)  # fmt: skip
CHECK_COLUMNS = (
    "name", "inspection", "number", "value", "unit", "checked_at", "times", "faults", "unseen", "said",
)  # fmt: skip
CIRCULAR_COLUMNS = ("name", "month", "unit", "issued_at", "counted_at", "content_hash", "content", "said")


def inspection_stream(name: str) -> str:
    """The stream of a plan and its draw."""
    return f"inspection:{name}"


def check_name(inspection: str, number: int) -> str:
    """The name of one thing that was drawn, by its place in the draw from 1."""
    return f"{inspection}.{number}"


def check_stream(name: str) -> str:
    """The stream of the answers about one thing."""
    return f"inspection_check:{name}"


def circular_stream(name: str) -> str:
    """The stream of one circular."""
    return f"circular:{name}"


def fold_inspection(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one inspection: planned once, drawn once, as the seed says.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    plan: Told | None = None
    drawn: Told | None = None
    for one in told:
        if plan is None and one.one.event.type == events.PLANNED and _is_whole(one):
            plan = one
        elif plan is not None and drawn is None and _is_true_draw(plan, one):
            drawn = one
        elif is_strict:
            raise StepRefused("抽查计划只定一次、样本只抽一次，抽取结果须由封存的账本决定。")
    if plan is None:
        return None
    said = {
        "by": list(plan.hand), "reason": plan.text("decision_reason"), "query": plan.text("population_query"),
        "leaf": plan.one.leaf.hex(), "earlier": plan.text("earlier_inspection"),
        "drawn": [] if drawn is None else names_in(drawn, "drawn"),
        "seed": "" if drawn is None else drawn.text("draw_seed"),
        "root": "" if drawn is None else drawn.text("checkpoint_root"),
        "checkpoint": None if drawn is None else drawn.number("checkpoint_size"),
    }  # fmt: skip
    return (
        plan.text("inspection"), plan.text("inspection_title"), plan.text("unit"), plan.text("population_kind"),
        plan.text("checklist"), plan.number("population_size"), plan.text("population_digest"),
        plan.number("sample_size"), plan.one.recorded_at, plan.one.id,
        None if drawn is None else drawn.one.recorded_at, _json(said),
    )  # fmt: skip


def fold_check(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one thing that was looked at: the latest answers count, the earlier ones stay.

    Raises:
        StepRefused: answers that cannot be read, and ``is_strict`` asks for that.
    """
    entries: list[dict[str, Any]] = []
    last: Told | None = None
    for one in told:
        answers = answers_of(one.text("check_answers"))
        if one.one.event.type != events.CHECKED or not answers:
            if is_strict:
                raise StepRefused("检查登记没有逐项的结果。")
            continue
        last = one
        entries.append(
            {"by": list(one.hand), "at": one.one.recorded_at, "event": one.one.id, "answers": answers,
             "note": one.text("decision_reason"), "checklist": one.text("checklist"),
             "digest": one.text("checklist_digest")}
        )  # fmt: skip
    if last is None:
        return None
    states = [str(answer) for answer, _note in entries[-1]["answers"].values()]
    return (
        check_name(last.text("inspection"), last.number("item_number") or 0), last.text("inspection"),
        last.number("item_number"), last.text("item_value"), last.text("unit"), last.one.recorded_at, len(entries),
        states.count(Answer.NO), states.count(Answer.OPEN), _json(entries),
    )  # fmt: skip


def fold_circular(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one circular: issued once, with a text that bears its hash.

    Raises:
        StepRefused: it was issued already or the hash is another text's, and ``is_strict`` asks for that.
    """
    issued: Told | None = None
    for one in told:
        content = one.text("circular_content")
        if issued is None and sha256(content.encode()).hexdigest() == one.text("content_hash"):
            issued = one
        elif is_strict:
            raise StepRefused("通报只印发一次，内容须与摘要值相符。")
    if issued is None:
        return None
    said = {"by": list(issued.hand), "reason": issued.text("decision_reason")}
    return (
        issued.text("circular"), issued.text("circular_month"), issued.text("unit"), issued.one.recorded_at,
        issued.number("counted_at"), issued.text("content_hash"), issued.text("circular_content"), _json(said),
    )  # fmt: skip


def answers_of(text: str) -> dict[str, tuple[str, str]]:
    """The answers that an event holds: per question the answer and what was noted; empty where they cannot be read."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    known = {one.value for one in Answer}
    is_sound = isinstance(said, Mapping) and all(
        isinstance(one, list) and len(one) == 2 and one[0] in known and isinstance(one[1], str) for one in said.values()
    )
    return {name: (one[0], one[1]) for name, one in said.items()} if is_sound else {}


def names_in(told: Told, field: str) -> list[str]:
    """A list of an event, which an event of one element may hold as that alone."""
    value = told.one.event.get(field)
    return list(value) if isinstance(value, tuple) else [str(value)] if value else []


def _is_whole(plan: Told) -> bool:
    population = names_in(plan, "population")
    return (
        len(set(population)) == len(population) == plan.number("population_size")
        and digest_of(population) == plan.text("population_digest")
        and 0 < (plan.number("sample_size") or 0) <= len(population)
    )


def _is_true_draw(plan: Told, told: Told) -> bool:
    seed = seed_of(told.text("checkpoint_root"), plan.one.leaf.hex())
    wanted = draw(names_in(plan, "population"), plan.number("sample_size") or 0, seed)
    return (
        told.one.event.type == events.DRAWN
        and told.text("draw_seed") == seed
        and tuple(names_in(told, "drawn")) == wanted
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


INSPECTIONS = StreamTable("action_inspection", INSPECTION_COLUMNS, events.INSPECTION_TYPES, fold_inspection)
CHECKS = StreamTable("action_check", CHECK_COLUMNS, frozenset({events.CHECKED}), fold_check)
CIRCULARS = StreamTable("action_circular", CIRCULAR_COLUMNS, frozenset({events.CIRCULAR_ISSUED}), fold_circular)
TABLES = (INSPECTIONS, CHECKS, CIRCULARS)
