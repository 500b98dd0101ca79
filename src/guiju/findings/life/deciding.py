"""What every decision about a finding begins with: what stands, who asks, and the draft of what he says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.bureau.scope import scope_of
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.events import stream_of
from guiju.findings.law import law_in_force
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.events import OPINION_ADOPTED, OPINION_OVERRULED
from guiju.findings.life.fold import COLUMNS, Life, life_of
from guiju.findings.life.recording import need_person
from guiju.findings.life.steps import ReasonMissing, StepRefused, check_state
from guiju.findings.queries import FindingShown, get_finding
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue
from guiju.values.scope import Reach, Scope

LONGEST_REASON = 1_000
_MACHINE = Scope("system", reaches=(Reach("system", kinds=("",), is_everywhere=True, sees_unplaced=True),))


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as the one who decides finds it, and his scope; ``now`` is the server's time in microseconds."""

    viewer: Scope
    finding: FindingShown
    life: Life
    now: int


def standing_for(viewer: Scope, name: str) -> Standing:
    """A finding and its state.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    return Standing(viewer, get_finding(viewer, name), read_life(name), wiring().clock())


def standing_of(name: str) -> Standing:
    """A finding and its state, for what follows by itself from a decision or from time.

    Raises:
        FindingNotFound: it does not exist.
    """
    return standing_for(_MACHINE, name)


def decided_by(actor: Actor, name: str, kind: str) -> Standing:
    """A finding about which a person would decide, in a state from which that may be decided.

    Raises:
        FindingNotFound: it does not exist, or not for him.
        NotForYou: the actor is no person.
        StepRefused: the finding does not stand so.
    """
    need_person(actor)
    standing = standing_for(scope_of(actor.name, wiring().clock()), name)
    check_stands(standing, kind)
    return standing


def check_stands(standing: Standing, kind: str) -> None:
    """Make sure that a finding is reported, has not been withdrawn by the ledger, and is in the right state.

    Raises:
        StepRefused: one of these.
    """
    if not standing.finding.is_standing:
        raise StepRefused("账本的更正或补录已使这个问题不再成立。", remedy="不必办理；记录保留。")
    if standing.finding.found_at is None:
        raise StepRefused("这个问题刚刚发现，还没有登记。", remedy="请等系统登记（通常一分钟之内）后再办理。")
    check_state(kind, standing.life.state)


def read_life(name: str) -> Life:
    """How a finding stands; suspected where nothing was decided."""
    return read_lives([name])[name]


def read_lives(names: Sequence[str]) -> dict[str, Life]:
    """How several findings stand."""
    found = {name: Life(name) for name in names}
    for start in range(0, len(names), 400):
        part = list(names[start : start + 400])
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM finding_life WHERE finding IN ({marks})", part)
            found |= {row[0]: life_of(row) for row in cursor.fetchall()}
    return found


def checked_reason(reason: str, *, is_needed: bool = True) -> str:
    """The reason without blanks around it.

    Raises:
        ReasonMissing: it is needed and empty, or too long.
    """
    said = reason.strip()
    if (is_needed and not said) or len(said) > LONGEST_REASON or "\x00" in said:
        raise ReasonMissing("没有写明理由，或者理由太长。")
    return said


def draft_of(
    standing: Standing, kind: str, hand: Hand, fields: Mapping[str, FieldValue], *, reason: str = "", at: int
) -> Draft:
    """The draft of a decision on the finding's own stream, under the keys of the finding but for persons.

    Raises:
        StepRefused: ``at`` lies ahead of the server's time.
    """
    if at > standing.now:
        raise StepRefused("办理时间晚于系统时间。", remedy="请校准时间后重新提交。")
    finding = standing.finding
    keys = {name: value for name, value in finding.keys.items() if name != "person"}
    said: dict[str, FieldValue] = {**keys, "finding": finding.id, "rule": finding.rule, **fields}
    if finding.unit:
        said["unit"] = finding.unit
    if finding.officers:
        said["officer"] = finding.officers
    if reason:
        said["decision_reason"] = reason
    local = law_in_force().local
    return Draft.of(
        kind, from_micros(at, local.zone), {name: value for name, value in said.items() if value != ""}, local=local,
        stream=stream_of(finding.id), unit_as_of=finding.unit[:32], on_behalf=hand.on_behalf,
    )  # fmt: skip


def settled_opinions(standing: Standing, hand: Hand, *, holds: bool, at: int) -> list[Draft]:
    """Which opinions a decision follows and which it overrules, each said by an event of its own.

    Law: fairness.md, 公安机关人民警察执法过错责任追究规定: a reviewer whose right opinion was not adopted is exempt.
    """
    return [
        draft_of(
            standing, OPINION_ADOPTED if one["holds"] is holds else OPINION_OVERRULED, hand,
            {"opinion_event": one["event"], "opinion_leaf": one["leaf"]}, at=at,
        )
        for one in standing.life.open_opinions
    ]  # fmt: skip
