"""One administrative record in a sentence, as it would stand in a report: who did what, for whom, until when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau import events as bureau
from guiju.bureau.names import NamesThen, holders_of, unit_names
from guiju.facts import events as ledger
from guiju.facts.queries import EventShown
from guiju.screens.kit.figures import said_instant, said_number
from guiju.screens.organisation.auditing.affairs import AFFAIRS
from guiju.screens.organisation.words import POSTS, STAFF_KINDS, UNIT_KINDS, role_label
from guiju.screens.threads.words import event_label, fields_said
from guiju.values.clock import to_micros

_ACCOUNTS = ("account", "to_account")
PARTS = {
    "password": gettext_lazy("密码"), "second_factor": gettext_lazy("第二重验证"),
    "recovery_codes": gettext_lazy("备用口令"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """What those are called who act or are named in some records, and their units."""

    officers: Mapping[str, str]
    names: NamesThen
    units: NamesThen

    @classmethod
    def of(cls, events: Sequence[EventShown], accounts: Iterable[str] = ()) -> "People":
        """Those of some records, and of ``accounts`` besides: two statements."""
        named = {one.actor for one in events} | {one.on_behalf for one in events} | set(accounts)
        named |= {str(one.fields.get(field, "")) for one in events for field in _ACCOUNTS}
        named |= {one.stream.partition(":")[2] for one in events if one.stream.startswith("account:")}
        officers, names = holders_of(named - {""})
        units = {one.unit_as_of for one in events} | {str(one.fields.get("unit", "")) for one in events}
        units |= {str(one.fields.get("parent_unit", "")) for one in events}
        return cls(officers, names, unit_names(units - {""}))

    def holder(self, account: str, at: int) -> str:
        """An account with the name of whom it belongs to."""
        officer = self.officers.get(account, "")
        name = self.names.at(officer, at) if officer else ""
        return f"{name}（{account}）" if name and name != account else account


def who_acted(one: EventShown, people: People) -> str:
    """Who did it, in whose place."""
    if one.actor_kind == "system":
        return _("系统自动办理")
    actor = people.holder(one.actor, one.recorded_at)
    if one.actor_kind == "operator":
        actor = _("操作员（%(account)s）") % {"account": actor}
    if one.on_behalf and one.on_behalf != one.actor:
        return _("%(actor)s，受%(giver)s委托") % {
            "actor": actor, "giver": people.holder(one.on_behalf, one.recorded_at),
        }  # fmt: skip
    return actor


def sentence(one: EventShown, people: People) -> str:
    """What was done, without who did it."""
    telling = _TOLD.get(one.type)
    if telling is not None:
        return telling(one, people)
    if one.type in AFFAIRS:
        return AFFAIRS[one.type](one)
    said = fields_said(one, most=3)
    return f"{event_label(one.type)}：{said}" if said else event_label(one.type)


def _field(one: EventShown, name: str) -> str:
    value = one.fields.get(name, "")
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _account(one: EventShown, people: People, name: str = "account") -> str:
    return people.holder(_field(one, name), one.recorded_at)


def _unit(one: EventShown, people: People) -> str:
    code = _field(one, "unit") or one.unit_as_of
    return people.units.at(code, one.happened_at) if code else ""


def _term(one: EventShown) -> str:
    return instant_in(_field(one, "valid_until")) or _("长期")


def instant_in(text: str) -> str:
    """An instant as a record writes it, as people read it; empty where it is none."""
    try:
        return said_instant(to_micros(datetime.fromisoformat(text))) if "T" in text else ""
    except ValueError:
        return ""


def _role(one: EventShown, people: People) -> dict[str, str]:
    unit = _unit(one, people)
    return {
        "account": _account(one, people), "role": role_label(_field(one, "bureau_role")), "until": _term(one),
        "unit": unit or _("全局"),
    }  # fmt: skip


def _opened(one: EventShown, people: People) -> str:
    return _("开立账号%(account)s") % {"account": _account(one, people)}


def _closed(one: EventShown, people: People) -> str:
    return _("注销账号%(account)s") % {"account": _account(one, people)}


def _renewed(one: EventShown, people: People) -> str:
    part = PARTS.get(_field(one, "sign_in_part"), "")
    return _("更换账号%(account)s的登录凭据（%(part)s）") % {
        "account": _account(one, people), "part": part,
    }  # fmt: skip


def _founded(one: EventShown, people: People) -> str:
    return _("设立首任管理员：%(account)s任%(role)s") % _role(one, people)


def _proposed(one: EventShown, people: People) -> str:
    return _("提请授予%(account)s“%(role)s”（%(unit)s，至%(until)s）") % _role(one, people)


def _granted(one: EventShown, people: People) -> str:
    return _("批准授予%(account)s“%(role)s”（%(unit)s，至%(until)s）") % _role(one, people)


def _whose(one: EventShown, people: People) -> str:
    """The account in whose stream a record stands."""
    return people.holder(one.stream.partition(":")[2], one.recorded_at)


def _refused(one: EventShown, people: People) -> str:
    return _("驳回授予%(account)s角色的第 %(number)s 号提请") % {
        "account": _whose(one, people), "number": _field(one, "proposal"),
    }  # fmt: skip


def _revoked(one: EventShown, people: People) -> str:
    return _("收回%(account)s的角色（%(unit)s，第 %(number)s 号授权）") % {
        "account": _whose(one, people), "unit": _unit(one, people) or _("全局"),
        "number": _field(one, "granted_by_event"),
    }  # fmt: skip


def _withdrawn(one: EventShown, people: People) -> str:
    return _("撤回%(account)s给出的第 %(number)s 号委托") % {
        "account": _whose(one, people), "number": _field(one, "delegation"),
    }  # fmt: skip


def _delegated(one: EventShown, people: People) -> str:
    said = {**_role(one, people), "to": _account(one, people, "to_account")}
    return _("把“%(role)s”（%(unit)s）委托给%(to)s，至%(until)s") % said


def _unit_opened(one: EventShown, people: People) -> str:
    kind = _field(one, "unit_kind")
    return _("设立单位%(name)s（%(code)s，%(kind)s）") % {
        "name": _field(one, "unit_name"), "code": _field(one, "unit"), "kind": str(UNIT_KINDS.get(kind, kind)),
    }  # fmt: skip


def _unit_renamed(one: EventShown, people: People) -> str:
    return _("单位%(code)s更名为%(name)s") % {"code": _field(one, "unit"), "name": _field(one, "unit_name")}


def _unit_moved(one: EventShown, people: People) -> str:
    above = _field(one, "parent_unit")
    return _("%(unit)s改隶%(parent)s") % {
        "unit": _unit(one, people), "parent": people.units.at(above, one.happened_at) if above else _("（无上级单位）"),
    }  # fmt: skip


def _unit_kind_changed(one: EventShown, people: People) -> str:
    kind = _field(one, "unit_kind")
    return _("%(unit)s的类型改为%(kind)s") % {"unit": _unit(one, people), "kind": str(UNIT_KINDS.get(kind, kind))}


def _unit_closed(one: EventShown, people: People) -> str:
    return _("撤销单位%(unit)s（%(code)s）") % {"unit": _unit(one, people), "code": _field(one, "unit")}


def _strength_fixed(one: EventShown, people: People) -> str:
    kind = _field(one, "kind")
    return _("核定%(unit)s%(kind)s编制 %(n)s 名") % {
        "unit": _unit(one, people), "kind": str(STAFF_KINDS.get(kind, kind)), "n": _field(one, "establishment"),
    }  # fmt: skip


def _left(one: EventShown, people: People) -> str:
    post = _field(one, "post")
    return _("%(officer)s离任%(unit)s%(post)s") % {
        "officer": _field(one, "officer"), "unit": _unit(one, people), "post": str(POSTS.get(post, post)),
    }  # fmt: skip


def _posted(one: EventShown, people: People) -> str:
    post = _field(one, "post")
    return _("%(officer)s任%(unit)s%(post)s") % {
        "officer": _field(one, "officer"), "unit": _unit(one, people), "post": str(POSTS.get(post, post)),
    }  # fmt: skip


def _registered(one: EventShown, people: People) -> str:
    return _("登记人员%(name)s（%(officer)s）") % {
        "name": _field(one, "officer_name"), "officer": _field(one, "officer"),
    }  # fmt: skip


def _exported(one: EventShown, people: People) -> str:
    rows = one.fields.get("row_count", 0)
    return _("导出%(list)s %(rows)s 行（%(format)s，编号%(number)s）") % {
        "list": _field(one, "list_name"), "rows": said_number(rows if isinstance(rows, int) else 0),
        "format": _field(one, "export_format"), "number": _field(one, "export_number"),
    }  # fmt: skip


def _unmasked(one: EventShown, people: People) -> str:
    return _("查看第 %(number)s 号记录中未遮盖的身份信息") % {"number": _field(one, "read_event")}


def _searched(one: EventShown, people: People) -> str:
    return _("按身份信息查人，查到 %(found)s 条") % {"found": _field(one, "found") or "0"}


_TOLD: Mapping[str, Callable[[EventShown, People], str]] = {
    bureau.ACCOUNT_OPENED: _opened,
    bureau.ACCOUNT_CLOSED: _closed,
    bureau.ACCOUNT_RENEWED: _renewed,
    bureau.ADMINISTRATOR_FOUNDED: _founded,
    bureau.ROLE_PROPOSED: _proposed,
    bureau.ROLE_GRANTED: _granted,
    bureau.ROLE_REFUSED: _refused,
    bureau.ROLE_REVOKED: _revoked,
    bureau.DELEGATION_GIVEN: _delegated,
    bureau.DELEGATION_WITHDRAWN: _withdrawn,
    bureau.UNIT_OPENED: _unit_opened,
    bureau.UNIT_RENAMED: _unit_renamed,
    bureau.UNIT_MOVED: _unit_moved,
    bureau.UNIT_KIND_CHANGED: _unit_kind_changed,
    bureau.UNIT_CLOSED: _unit_closed,
    bureau.ESTABLISHMENT_FIXED: _strength_fixed,
    bureau.OFFICER_LEFT: _left,
    bureau.OFFICER_POSTED: _posted,
    bureau.OFFICER_REGISTERED: _registered,
    ledger.LIST_EXPORTED: _exported,
    ledger.RECORD_UNMASKED: _unmasked,
    ledger.PERSONS_SEARCHED: _searched,
}
