"""One account: whose it is, what it may do, how its holder signs in, and what administrators do about it."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import close_account, reset_sign_in
from guiju.bureau.commands.accounts import stream_of
from guiju.bureau.models import Account
from guiju.bureau.names import officer_names
from guiju.bureau.permissions.accounts import PASSWORD, SECOND_FACTOR
from guiju.bureau.queries import get_account
from guiju.bureau.roles import KEEP_ACCOUNTS, PROPOSE_ROLE, RESET_SECOND_FACTOR
from guiju.facts.queries import EventShown, list_stream
from guiju.screens.components.confirm import Confirm, confirming
from guiju.screens.components.form import Choice, Filled, Form
from guiju.screens.components.link import Action
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.print import Facts, pdf_of
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.account_lists import address_of, state_of
from guiju.screens.organisation.held import roles_held, roles_lent
from guiju.screens.organisation.words import role_label, signed
from guiju.screens.sign_in.accounts import find_row, row_of
from guiju.screens.sign_in.passwords import LASTS, issue_code
from guiju.screens.sign_in.proving import drop_second_factor, has_second_factor
from guiju.screens.sign_in.sessions import end_others
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import event_label
from guiju.values.scope import FOREVER

SHOWN, PRINTED = "show", "print"
CLOSING = confirming("account_close", gettext_lazy("注销账号"))
RESETTING = confirming("account_factor", gettext_lazy("重置第二重验证"))
ISSUING = Form(
    "account_code", (), (Choice(SHOWN, gettext_lazy("签发并显示")), Choice(PRINTED, gettext_lazy("签发并打印")))
)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what the ledger says of an account."""

    at: int
    what: str
    detail: str
    by: str


def account(visit: Visit, name: str) -> HttpResponse:
    """Show one account.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    row = get_account(visit.viewer, name, at=visit.at)
    site_row = find_row(name)
    said = {
        "account": row,
        "state": state_of(row, visit.at),
        "person": _person(row, visit.at),
        "closed_at": None if row.closed_at == FOREVER else row.closed_at,
        "has_password": site_row is not None and site_row.has_usable_password(),
        "has_second_factor": site_row is not None and has_second_factor(site_row),
        "roles": roles_held(visit, name),
        "lent": roles_lent(visit, name),
        "history": [
            Told(one.recorded_at, event_label(one.type), _detail(one), one.actor)
            for one in list_stream(visit.viewer, stream_of(name), limit=200)
        ],
        "acts": _acts(visit, row),
    }
    return show(
        visit, "organisation/account.html", said, title=_("账号 %(name)s") % {"name": name}, crumbs=_crumbs(name)
    )


def account_close(visit: Visit, name: str) -> HttpResponse:
    """Shut an account, after asking.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    row = get_account(visit.viewer, name, at=visit.at)

    def close(filled: Filled) -> str:
        close_account(name, **signed(visit, filled.key))
        end_others(name)
        return _("账号已注销，正在使用的会话已结束。")

    filled = CLOSING.taken(visit, close)
    if filled.is_done:
        return HttpResponseRedirect(address_of(name))
    sentence = _("注销后立即不能登录，其全部角色同时终止；账号名不再使用。")
    form = CLOSING.show(visit, filled, back=address_of(name))
    asked = Confirm(sentence, form, ((_("账号"), name), (_("姓名"), _person(row, visit.at) or "—")))
    return show(
        visit, "organisation/value.html", {"value": asked}, title=_("注销账号"), crumbs=_crumbs(name, _("注销账号")),
        status=filled.status,
    )  # fmt: skip


def account_code(visit: Visit, name: str) -> HttpResponse:
    """Issue a code for a new password: shown once, or printed.

    Raises:
        NotFound: there is none, or not for this visitor.
        PrintNotPossible: it was to be printed, and cannot be.
    """
    row = get_account(visit.viewer, name, at=visit.at)

    def reset(filled: Filled) -> str:
        reset_sign_in(name, PASSWORD, **signed(visit, filled.key))
        return ""

    filled = ISSUING.taken(visit, reset)
    if filled.is_done:
        code = issue_code(name, visit.at)
        facts = (
            (_("账号"), name), (_("姓名"), _person(row, visit.at) or "—"), (_("一次性口令"), code),
            (_("有效期至"), said_instant(visit.at + LASTS)),
        )  # fmt: skip
        if filled.act == PRINTED:
            return _printed(visit, facts)
        return show(
            visit, "organisation/code.html", {"facts": facts, "back": address_of(name)}, title=_("一次性口令"),
            crumbs=_crumbs(name, _("一次性口令")),
        )  # fmt: skip
    sentence = _(
        "口令 24 小时内有效，只显示这一次；请核对本人身份后当面交付，以前签发的同时作废。账本记下签发一事，不记口令。"
    )
    asked = Confirm(
        sentence, ISSUING.show(visit, filled, back=address_of(name)),
        ((_("账号"), name), (_("姓名"), _person(row, visit.at) or "—")),
    )  # fmt: skip
    return show(
        visit, "organisation/value.html", {"value": asked}, title=_("签发一次性口令"),
        crumbs=_crumbs(name, _("签发一次性口令")), status=filled.status,
    )  # fmt: skip


def account_factor(visit: Visit, name: str) -> HttpResponse:
    """Take a lost second factor away, after asking.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    row = get_account(visit.viewer, name, at=visit.at)

    def reset(filled: Filled) -> str:
        reset_sign_in(name, SECOND_FACTOR, **signed(visit, filled.key))
        drop_second_factor(row_of(name))
        end_others(name)
        return _("第二重验证已重置；本人下次用密码登录时重新启用。")

    filled = RESETTING.taken(visit, reset)
    if filled.is_done:
        return HttpResponseRedirect(address_of(name))
    sentence = _("用于口令器遗失或损坏。重置后，原口令器和备用口令全部失效，正在使用的会话结束；请先核对本人身份。")
    asked = Confirm(
        sentence, RESETTING.show(visit, filled, back=address_of(name)),
        ((_("账号"), name), (_("姓名"), _person(row, visit.at) or "—")),
    )  # fmt: skip
    return show(
        visit, "organisation/value.html", {"value": asked}, title=_("重置第二重验证"),
        crumbs=_crumbs(name, _("重置第二重验证")), status=filled.status,
    )  # fmt: skip


def _acts(visit: Visit, row: Account) -> list[Action]:
    if row.closed_at <= visit.at:
        return []
    asked, to = urlencode({"account": row.name}), partial(reverse, kwargs={"name": row.name})
    offered = (
        (PROPOSE_ROLE, _("提请授予角色"), f"{reverse('organisation.role_new')}?{asked}", "primary"),
        (KEEP_ACCOUNTS, _("签发一次性口令"), to("organisation.account_code"), "primary"),
        (RESET_SECOND_FACTOR, _("重置第二重验证"), to("organisation.account_factor"), ""),
        (KEEP_ACCOUNTS, _("注销账号"), to("organisation.account_close"), "danger"),
    )  # fmt: skip
    return [Action(text, address, tone) for may, text, address, tone in offered if visit.may(may)]


def _detail(event: EventShown) -> str:
    """What a record says of the role, or of what was made new; a signature says it by the proposal that it names."""
    said = event.fields
    parts = [role_label(str(said["bureau_role"]))] if said.get("bureau_role") else []
    parts += [wiring().word("sign_in_part", str(said["sign_in_part"]))] if said.get("sign_in_part") else []
    parts += [str(said["to_account"])] if said.get("to_account") else []
    return " · ".join([*parts, *([event.unit_as_of] if event.unit_as_of else [])])


def _printed(visit: Visit, facts: tuple[tuple[str, str], ...]) -> HttpResponse:
    mark = mark_of(visit)
    note = _("请在有效期内打开登录页的“首次登录或忘记密码”，设置密码后销毁本页。")
    answer = HttpResponse(pdf_of(_("一次性口令"), [Facts(facts), note], mark), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{mark.number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _person(row: Account, at: int) -> str:
    return officer_names({row.officer}).at(row.officer, at) if row.officer else ""


def _crumbs(name: str, last: str = "") -> tuple[Crumb, ...]:
    first = Crumb(_("账号管理"), reverse("organisation.accounts"))
    return (first, Crumb(name, address_of(name)), Crumb(last)) if last else (first, Crumb(name))
