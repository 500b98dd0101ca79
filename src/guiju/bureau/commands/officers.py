"""Officers and auxiliaries: registered, posted, leaving."""

from datetime import datetime

from guiju.bureau.commands.entitlement import draft, need
from guiju.bureau.events import OFFICER_LEFT, OFFICER_POSTED, OFFICER_REGISTERED
from guiju.bureau.registry import posts_at, unit_at
from guiju.bureau.roles import KEEP_ROSTER
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

STAFF = ("police", "auxiliary", "civil")


class OfficerRefused(GuijuError):
    """A change of the roster that cannot be."""

    code = "bureau.officer"
    remedy = "请核对警号、人员类别、单位和岗位。"


def register_officer(
    officer: str,
    name: str,
    *,
    kind: str,
    unit: str,
    natural_person: str = "",
    actor: Actor,
    at: datetime,
    idem_key: str,
) -> Appended:
    """Somebody is entered in the roster, or what is written of him changes from ``at`` on.

    ``natural_person`` says that this number and another are one human being: who was an auxiliary and became an
    officer, or came back under a new number.

    Raises:
        OfficerRefused: the kind of staff is none.
        NotEntitled: the actor does not keep the roster of the unit.
    """
    need(actor, KEEP_ROSTER, [unit, *main_units(officer)])
    fields: dict[str, FieldValue] = {
        "officer": (officer,), "officer_name": name, "kind": _staff(kind), "natural_person": natural_person,
    }  # fmt: skip
    return append([draft(OFFICER_REGISTERED, at, fields, unit=unit)], actor=actor, idem_key=idem_key)


def post_officer(
    officer: str,
    unit: str,
    post: str,
    *,
    kind: str = "police",
    is_case_post: bool | None = None,
    is_additional: bool = False,
    actor: Actor,
    at: datetime,
    idem_key: str,
) -> Appended:
    """Somebody takes up a post; a main post ends the main post before, an additional one stands beside it.

    Raises:
        OfficerRefused: there is no such unit.
        NotEntitled: the actor keeps not the roster of the unit that he comes to, and of the one that he so leaves.
    """
    need(actor, KEEP_ROSTER, [unit] if is_additional else [unit, *main_units(officer)])
    if unit_at(unit, wiring().clock()) is None:
        raise OfficerRefused(f"没有单位“{unit}”。")
    fields: dict[str, FieldValue] = {"officer": (officer,), "post": post, "kind": _staff(kind)}
    if is_case_post is not None:
        fields["case_post"] = is_case_post
    if is_additional:
        fields["additional"] = True
    return append([draft(OFFICER_POSTED, at, fields, unit=unit)], actor=actor, idem_key=idem_key)


def end_post(officer: str, unit: str, *, post: str = "", actor: Actor, at: datetime, idem_key: str) -> Appended:
    """Somebody leaves a post, or all his posts in a unit.

    Raises:
        NotEntitled: the actor does not keep the roster of the unit.
    """
    need(actor, KEEP_ROSTER, [unit])
    fields: dict[str, FieldValue] = {"officer": (officer,), "post": post}
    return append([draft(OFFICER_LEFT, at, fields, unit=unit)], actor=actor, idem_key=idem_key)


def main_units(officer: str) -> list[str]:
    """The units in which somebody holds his main post now."""
    return [row.unit for row in posts_at(officer, wiring().clock()) if not row.is_additional]


def _staff(kind: str) -> str:
    if kind not in STAFF:
        raise OfficerRefused(f"没有“{kind}”这类人员。")
    return kind
