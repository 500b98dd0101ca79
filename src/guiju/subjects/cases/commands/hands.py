"""Who may take a step: a role within reach, and no human being who began the case or took another step of it.

Role, account, delegation and transfer change nothing: compared are the natural persons. Where one of those who began it
commands the unit, every step goes one level up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from guiju.actions.acts import COMMAND
from guiju.actions.chain import numbers_in
from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import persons_behind_any, whole_roles
from guiju.bureau.qualification import State as Held
from guiju.bureau.qualification import credential_on
from guiju.facts.tables.places import path_at
from guiju.findings.law import law_in_force
from guiju.findings.life.entitlement import Hand, Signature, persons_of, reaches_for
from guiju.subjects.cases.commands.chain import ACTS, Step
from guiju.subjects.cases.commands.records import everybody_at, handlers_of
from guiju.subjects.cases.commands.seeing import SUPERIOR
from guiju.subjects.cases.projector.submission import State, Submission
from guiju.values.errors import GuijuError
from guiju.values.scope import Reach, Scope


class NotEntitled(GuijuError):
    """Somebody may see a submission but not take this step."""

    code = "approvals.not_entitled"
    remedy = "请由送审页面上写明的岗位办理。"


class OwnCase(GuijuError):
    """Somebody would review or approve what he began or has already given his opinion on, in whatever role."""

    code = "approvals.own_case"
    remedy = "请由与本案办理、送审和前面环节都无关的人员办理；以另一岗位、受委托或者移交后办理也一样。"


class OneLevelUp(GuijuError):
    """Whoever commands the unit began the case: those below him decide nothing about it."""

    code = "approvals.one_level_up"
    remedy = "请由上一级单位的有权人员办理。"


class Unqualified(GuijuError):
    """A legal review by somebody who does not hold the credential that it needs."""

    code = "approvals.unqualified"
    remedy = "请由具有所需资格的人员进行法制审核；资格登记有误的，请先更正资格记录。"


@dataclass(frozen=True, slots=True)
class Signer:
    """With which hand somebody takes a step, and in which role."""

    hand: Hand
    role: str


def signer_for(viewer: Scope, one: Submission, step: Step, now: int) -> Signer:
    """With which hand the viewer may take a step, his own role before one that was delegated to him.

    Raises:
        NotEntitled: no role of his takes this step here, or not above the bureau where the law asks for that.
        OwnCase: he, or whoever delegated the role, began the case or took another step.
        OneLevelUp: one of those who began it commands the unit.
        Unqualified: he does not hold the credential.
    """
    reaches = [
        reach for reach in reaches_for(viewer, ACTS[step.state], now)
        if reach.role in step.roles and _covers(reach, one.unit, now)
    ]  # fmt: skip
    if not reaches:
        raise NotEntitled("您没有办理这一步的权限。")
    if step.is_superior:
        reaches = [reach for reach in reaches if _is_superior(reach.unit, one)]
    if not reaches:
        raise NotEntitled("这一步须由上一级公安机关办理。", remedy="请由上一级公安机关的有权人员办理。")
    began = initiators(one)
    barred = began | _earlier_hands(one, step.state)
    found = [(reach, Hand(viewer.account, reach.on_behalf)) for reach in reaches]
    free = [(reach, hand) for reach, hand in found if not hand.persons & barred]
    if not free:
        raise OwnCase("办案、送审或者已在其他环节提出意见的人，不能办理这一步。")
    floor = path_at(commanding_unit(began, one.unit, now), now)
    above = [(reach, hand) for reach, hand in free if floor is None or _is_above(reach, floor, now)]
    if not above:
        raise OneLevelUp("送审或者办案的人是本单位的负责人，这一步须由上一级办理。")
    _check_credential(viewer, step, now)
    reach, hand = above[0]
    return Signer(hand, reach.role)


def initiators(one: Submission) -> set[str]:
    """Every natural person and number behind those who submitted it, in any version, and who handled the case."""
    return owners(one) | persons_behind_any(officers=everybody_at(one.case_number))


def owners(one: Submission) -> set[str]:
    """Those behind who submitted it and who leads or investigates the case: theirs it is to change or withdraw it."""
    persons = {person for by in one.submitters for person in persons_of(by)}
    return persons | persons_behind_any(officers={*one.handlers, *handlers_of(one.case_number)})


def submitting_hand(viewer: Scope, act: str, unit: str, now: int) -> Hand:
    """With which hand the viewer may submit a case of a unit.

    Raises:
        NotEntitled: no role of his allows it there.
    """
    for reach in reaches_for(viewer, act, now):
        if _covers(reach, unit, now):
            return Hand(viewer.account, reach.on_behalf)
    raise NotEntitled("您没有把这个案件送审的权限。", remedy="请由主办民警、法制员或者单位负责人送审。")


def _earlier_hands(one: Submission, step: State) -> set[str]:
    """Who took another step, on any version: nobody takes two. Who records a discussion may have given an opinion
    before it, for recording gives none; but he does not decide upon what he wrote down.
    """
    given: Iterable[Signature] = [
        tuple(opinion["by"]) for opinion in one.said["opinions"]
        if opinion["step"] != step.value
    ]  # fmt: skip
    return {person for by in given for person in persons_of(by)} if step is not State.DISCUSS else set()


def commanding_unit(persons: set[str], unit: str, now: int) -> str:
    """The highest unit from which one of these people commands a unit; empty where none does."""
    accounts = set(Account.objects.filter(natural_person__in=sorted(persons)).values_list("name", flat=True))
    accounts |= set(Account.objects.filter(officer__in=numbers_in(persons)).values_list("name", flat=True))
    units = [
        held.unit for account in sorted(accounts) for held in whole_roles(account, now)
        if COMMAND in held.role.may and not held.giver and held.covers(unit, now)
    ]  # fmt: skip
    return min(units, key=lambda code: len(path_at(code, now) or ""), default="")


def _is_above(reach: Reach, place: str, now: int) -> bool:
    own = path_at(reach.unit, now)
    return own is not None and len(own) < len(place) and place.startswith(own)


def _is_superior(unit: str, one: Submission) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM case_submission s WHERE s.name = %s AND {SUPERIOR}", [one.name, unit])
        return cursor.fetchone() is not None


def _covers(reach: Reach, unit: str, now: int) -> bool:
    place = path_at(unit, now)
    return place is not None and reach.covers(place)


def _check_credential(viewer: Scope, step: Step, now: int) -> None:
    if not step.credential:
        return
    day, _ = law_in_force().local.locate(now)
    if not any(credential_on(number, day, step.credential).state is Held.HELD for number in viewer.officers):
        raise Unqualified("法制审核人不具有所需的资格。")
