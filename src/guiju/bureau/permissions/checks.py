"""What every event of permissions must stand up to, and how its fields are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import account_at, may, persons_behind
from guiju.bureau.roles import Role
from guiju.facts.histories import latest
from guiju.facts.tables.places import path_at
from guiju.values.clock import DAY_SECONDS, SECOND, to_micros
from guiju.values.errors import GuijuError
from guiju.values.recorded import Recorded
from guiju.values.scope import FOREVER


class PermissionRefused(GuijuError):
    """Somebody wanted to permit what may not be permitted, or not by him."""

    code = "bureau.permission"
    remedy = "授权须由两名不同的安全管理员先后签署，且都不是被授权人本人。"


class ReferenceTurned(PermissionRefused):
    """What a signature was given under has another leaf: ids are not hashed, and these two were exchanged."""

    code = "bureau.reference"
    remedy = "请执行 guiju verify 和 guiju bureau check，查明是谁调换了记录的编号。"


REFERENCES = ("proposal", "granted_by_event", "delegation")
"""The fields that name another event by its id."""


def leaf_field(field: str) -> str:
    """The field beside one that names an event by its id: the leaf of that event.

    Law: docs/ledger-format.md §2: ids are not hashed, so an event is named by id only to find it.
    """
    return f"{field}_leaf"


def is_turned(one: Recorded, field: str) -> bool:
    """Whether the event that a field names has another leaf than is named beside it."""
    found = latest([_number(one, field)])
    return bool(found) and found[0].leaf.hex() != one.event.get(leaf_field(field))


def _number(one: Recorded, field: str) -> int:
    said = one.event.get(field)
    return said if isinstance(said, int) and not isinstance(said, bool) else -1


@dataclass(frozen=True, slots=True)
class Checks:
    """One event that is being taken in.

    ``is_replay``: it stood up to everything when it was recorded. A rebuild asks again who signed, which only other
    permissions decide, but not what units and registers said, for these may have been corrected since.
    """

    one: Recorded
    is_replay: bool = False

    @property
    def at(self) -> int:
        """The time of recording: permissions run from there, never from before."""
        return self.one.recorded_at

    def text(self, field: str) -> str:
        """A field as text, empty where the event is silent."""
        return str(self.one.event.get(field) or "")

    def other(self, field: str) -> int:
        """The id of the event that a field names, and that bears the leaf named beside it; -1 where it names none.

        Raises:
            ReferenceTurned: the event with that id is another one than was signed under.
        """
        said = _number(self.one, field)
        if is_turned(self.one, field):
            raise ReferenceTurned(f"编号 {said} 的记录不是写明叶值的那一条。")
        return said

    def ended(self, field: str, known: Iterable[int]) -> int:
        """Like ``other``, for what an event ends: told again, it ends the one among ``known`` that bears the leaf.

        Else whoever exchanges two ids would have a role stand again that was revoked.
        """
        if not (self.is_replay and is_turned(self.one, field)):
            return self.other(field)
        leaf = self.text(leaf_field(field))
        return next((one.id for one in latest(list(known)) if one.leaf.hex() == leaf), -1)

    def account(self, name: str) -> Account:
        """The open account of that name.

        Raises:
            PermissionRefused: there is none.
        """
        row = account_at(name, self.at)
        if row is None:
            raise PermissionRefused(f"没有可用的账号“{name}”。", remedy="请先由系统管理员开立账号。")
        return row

    def need(self, act: str) -> str:
        """The account that signs, which must be entitled to.

        Raises:
            PermissionRefused: it is not.
        """
        if not may(self.one.actor, act, "", self.at):
            raise PermissionRefused("您没有办理这件事的权限。", remedy="请由有权限的管理员办理。")
        return self.one.actor

    def need_other(self, signer: str, other: str, sentence: str) -> None:
        """Make sure that two accounts are two human beings.

        Raises:
            PermissionRefused: they are one.
        """
        rows = Account.objects.filter(name__in=(signer, other))
        persons = {row.natural_person for row in rows}
        is_one = len(persons) < len({signer, other}) or signer == other
        if is_one or (not self.is_replay and persons_behind(account=signer) & persons_behind(account=other)):
            raise PermissionRefused(sentence)

    def check_unit(self, chosen: Role) -> str:
        """The unit that a role is to be held on.

        Raises:
            PermissionRefused: there is no such unit; or an administrator was to be bound to one.
        """
        unit = self.text("unit")
        if chosen.is_administrator == bool(unit):
            sentence = "管理员角色不限于单位。" if unit else "这个角色必须写明单位。"
            raise PermissionRefused(sentence, remedy="请核对角色和单位。")
        if unit and not self.is_replay and path_at(unit, self.at) is None:
            raise PermissionRefused(f"没有单位“{unit}”。", remedy="请核对单位代码。")
        return unit

    def term(self, chosen: Role) -> tuple[int, int]:
        """From when until when: never from before the recording, and no longer than the role allows.

        Raises:
            PermissionRefused: the term is empty or too long.
        """
        since = max(self.instant("valid_from", self.at), self.at)
        until = self.instant("valid_until", FOREVER)
        longest = chosen.longest_days
        if longest is not None and until - since > longest * DAY_SECONDS * SECOND:
            sentence = f"“{chosen.label}”每次最长{longest}天，必须写明失效时刻。"
            raise PermissionRefused(sentence, remedy="请缩短期限。")
        if until <= since:
            raise PermissionRefused("失效时刻不晚于生效时刻。", remedy="请核对期限。")
        return since, until

    def instant(self, field: str, absent: int) -> int:
        """A field as an instant.

        Raises:
            PermissionRefused: it is none.
        """
        said = self.one.event.get(field)
        if said is None:
            return absent
        try:
            moment = datetime.fromisoformat(str(said))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise PermissionRefused(f"“{said}”不是可用的时刻。", remedy="应写成 2026-11-22T00:00+08:00。")
        return to_micros(moment)
