"""What people read of inspections: every function takes the viewer's scope. Instants in microseconds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from guiju.actions.inspections.circulars import Figures, count_month, figures_from
from guiju.actions.inspections.drawing import digest_of, draw, seed_of
from guiju.actions.inspections.folding import CIRCULAR_COLUMNS
from guiju.actions.inspections.reading import PLAN_WORDS, Check, Plan, plan_of, read_checks
from guiju.actions.rows import read
from guiju.facts.seal.covering import first_checkpoint_over
from guiju.facts.wiring import wiring
from guiju.findings.queries import MANY
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

LARGEST_PAGE = 500
KIND = "inspections."
SORTS = {"planned": "i.planned_at", "title": "i.title", "unit": "i.unit", "size": "i.size"}


class InspectionNotFound(GuijuError):
    """There is no such inspection, or none that the viewer may see: one answer for both."""

    code = "inspections.not_found"
    remedy = "请核对抽查编号。"


class CircularNotFound(GuijuError):
    """There is no such circular, or none that the viewer may see: one answer for both."""

    code = "inspections.circular.not_found"
    remedy = "请核对通报编号。"


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One inspection in a list, with how much of it was looked at; ``faulty`` things have a 否."""

    plan: Plan
    checked: int
    faulty: int


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A draw done again from what the ledger holds; ``faults`` say what differs (population, root, seed, drawn)."""

    plan: Plan
    population: Sequence[str]
    root: str
    size: int
    seed: str
    drawn: Sequence[str]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CircularShown:
    """A circular as it was issued."""

    name: str
    month: str
    unit: str
    issued_at: int
    content_hash: str
    figures: Figures
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sought:
    """The conditions of a list of inspections; ``is_drawn`` None asks for both."""

    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_drawn: bool | None = None
    text: str = ""
    planned: tuple[int | None, int | None] = (None, None)


def list_inspections(
    viewer: Scope, sought: Sought, *, sort: str = "planned", is_descending: bool = True, skip: int = 0, limit: int = 50
) -> list[PlanShown]:
    """Inspections of units within the viewer's reach; ``sort`` is one of ``SORTS``."""
    words, values = _chosen(viewer, sought)
    turn = "DESC" if is_descending else "ASC"
    counted = "SELECT count(*) FROM action_check c WHERE c.inspection = i.name"
    rows = read(
        f"SELECT ({counted}), ({counted} AND c.faults > 0), {PLAN_WORDS} FROM action_inspection i WHERE {words} "
        f"ORDER BY {SORTS[sort]} {turn}, i.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [PlanShown(plan_of(row[2:]), row[0], row[1]) for row in rows]


def count_inspections(viewer: Scope, sought: Sought, *, most: int = MANY + 1) -> int:
    """How many there are, counted no further than ``most``."""
    words, values = _chosen(viewer, sought)
    [[count]] = read(
        f"SELECT count(*) FROM (SELECT 1 FROM action_inspection i WHERE {words} LIMIT %s) AS found", [*values, most]
    )
    return int(count)


def get_inspection(viewer: Scope, name: str) -> Plan:
    """One inspection by its name.

    Raises:
        InspectionNotFound: it does not exist, or not for this viewer.
    """
    words, values = _within(viewer, "i.unit")
    rows = read(f"SELECT {PLAN_WORDS} FROM action_inspection i WHERE i.name = %s AND {words}", [name, *values])
    if not rows:
        raise InspectionNotFound("没有找到这次抽查。")
    return plan_of(rows[0])


def list_checks(viewer: Scope, name: str) -> dict[int, Check]:
    """What was looked at in one inspection, by the place in its draw.

    Raises:
        InspectionNotFound: it does not exist, or not for this viewer.
    """
    return read_checks(get_inspection(viewer, name).name)


def list_alike(viewer: Scope, plan: Plan) -> list[Plan]:
    """The other inspections of the same kind of thing in the same unit: nobody draws until he likes what he got."""
    words, values = _within(viewer, "i.unit")
    rows = read(
        f"SELECT {PLAN_WORDS} FROM action_inspection i WHERE i.unit = %s AND i.kind = %s AND i.name <> %s AND {words} "
        "ORDER BY i.planned_at DESC, i.name LIMIT %s",
        [plan.unit, plan.kind, plan.name, *values, LARGEST_PAGE],
    )
    return [plan_of(row) for row in rows]


def recompute(viewer: Scope, name: str) -> Recomputed:
    """Draw once more, from the population, the sealed tree and the method alone.

    Raises:
        InspectionNotFound: it does not exist, or not for this viewer.
    """
    plan = get_inspection(viewer, name)
    population = plan.population()
    checkpoint = first_checkpoint_over(plan.planned_event)
    root = "" if checkpoint is None else checkpoint.root.hex()
    seed = seed_of(root, plan.leaf) if root else ""
    drawn = draw(population, plan.size, seed) if seed else ()
    compared = (
        ("population", digest_of(population), plan.digest), ("root", root, plan.said["root"] or root),
        ("seed", seed, plan.said["seed"] or seed), ("drawn", list(drawn), list(plan.drawn) or list(drawn)),
    )  # fmt: skip
    faults = tuple(what for what, now, then in compared if now != then)
    return Recomputed(plan, population, root, 0 if checkpoint is None else checkpoint.size, seed, drawn, faults)


def list_circulars(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[CircularShown]:
    """Circulars about units within the viewer's reach, the latest first."""
    words, values = _within(viewer, "c.unit")
    rows = read(
        f"SELECT {', '.join(f'c.{one}' for one in CIRCULAR_COLUMNS)} FROM action_circular c WHERE {words} "
        "ORDER BY c.month DESC, c.issued_at DESC, c.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_circular(row) for row in rows]


def count_circulars(viewer: Scope, *, most: int = MANY + 1) -> int:
    """How many there are, counted no further than ``most``."""
    words, values = _within(viewer, "c.unit")
    [[count]] = read(
        f"SELECT count(*) FROM (SELECT 1 FROM action_circular c WHERE {words} LIMIT %s) AS found", [*values, most]
    )
    return int(count)


def get_circular(viewer: Scope, name: str) -> CircularShown:
    """One circular by its name.

    Raises:
        CircularNotFound: it does not exist, or not for this viewer.
    """
    words, values = _within(viewer, "c.unit")
    rows = read(
        f"SELECT {', '.join(f'c.{one}' for one in CIRCULAR_COLUMNS)} FROM action_circular c "
        f"WHERE c.name = %s AND {words}",
        [name, *values],
    )
    if not rows:
        raise CircularNotFound("没有找到这份通报。")
    return _circular(rows[0])


def is_reproduced(viewer: Scope, name: str) -> bool:
    """Whether the ledger, as it stood when a circular was counted, gives the same text again.

    Raises:
        CircularNotFound: it does not exist, or not for this viewer.
    """
    circular = get_circular(viewer, name)
    figures = circular.figures
    text = count_month(figures.unit, figures.month, figures.counted_at).to_text()
    return sha256(text.encode()).hexdigest() == circular.content_hash


def may_read_unit(viewer: Scope, unit: str) -> bool:
    """Whether inspections of a unit are within the viewer's reach now."""
    words, values = _within(viewer, "u.code")
    return bool(read(f"SELECT 1 FROM unit_period u WHERE u.code = %s AND {words} LIMIT 1", [unit, *values]))


def _circular(row: Sequence[Any]) -> CircularShown:
    name, month, unit, issued_at, _counted_at, content_hash, content, said = row
    return CircularShown(name, month, unit, issued_at, content_hash, figures_from(content), json.loads(said))


def _chosen(viewer: Scope, sought: Sought) -> tuple[str, list[object]]:
    words, values = _within(viewer, "i.unit")
    for column, chosen in (("i.unit", sought.units), ("i.kind", sought.kinds)):
        if chosen:
            words, values = f"{words} AND {column} IN ({', '.join(['%s'] * len(chosen))})", [*values, *chosen]
    if sought.is_drawn is not None:
        words += f" AND i.drawn_at IS {'NOT ' if sought.is_drawn else ''}NULL"
    if sought.text:
        words, values = (
            f"{words} AND (i.title LIKE %s ESCAPE '!' OR i.said LIKE %s ESCAPE '!')",
            [*values, *_holding(sought.text)],
        )
    for sign, bound in zip((">=", "<"), sought.planned, strict=True):
        if bound is not None:
            words, values = f"{words} AND i.planned_at {sign} %s", [*values, bound]
    return words, values


def _holding(text: str) -> tuple[str, str]:
    """Two patterns: a part of a title, and the whole number of a thing that was drawn."""
    part, whole = (
        "".join(f"!{one}" if one in "!%_" else one for one in said)
        for said in (text, json.dumps(text, ensure_ascii=False))
    )
    return f"%{part}%", f"%{whole}%"


def _within(viewer: Scope, column: str) -> tuple[str, list[object]]:
    """What must hold of a unit for inspections of it to be shown: a role that sees inspections reaches it now."""
    now = wiring().clock()
    tests, values = ["1 = 0"], list[object]()
    for reach in viewer.reaches_at(now, KIND):
        if reach.is_everywhere:
            return "1 = 1", []
        for low, high in reach.ranges:
            tests.append(
                f"EXISTS (SELECT 1 FROM unit_period p WHERE p.code = {column} AND p.since <= %s AND p.until > %s "
                "AND p.path >= %s AND p.path < %s)"
            )
            values += [now, now, low, high]
    return f"({' OR '.join(tests)})", values
