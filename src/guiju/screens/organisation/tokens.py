"""Tokens of the interface: asked for by whom they act for, granted by a security administrator, ended by either."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import ask_token, grant_token, revoke_token
from guiju.bureau.models import ApiToken
from guiju.bureau.names import unit_names
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.holding import roles_of
from guiju.bureau.permissions.tokens import ASKED, GRANTED, LONGEST_DAYS, REVOKED, Drawn, draw_token
from guiju.bureau.queries import MANY, get_token, list_tokens
from guiju.bureau.roles import GRANT_ROLE
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.words import end_of, not_over, role_label, signed, unit_said

STATES = {ASKED: gettext_lazy("待批准"), GRANTED: gettext_lazy("有效"), REVOKED: gettext_lazy("已撤销")}
OVER = "over"
DECIDING = Form(
    "token", (), (Choice("grant", gettext_lazy("批准")), Choice("revoke", gettext_lazy("不批准"))),
)  # fmt: skip
ENDING = Form("token_end", (), (Choice("revoke", gettext_lazy("撤销令牌")),), tone="danger")


class Tokens:
    """The list for one visit: one's own, and all for whoever grants them."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        self.all: Sequence[ApiToken] = list_tokens(visit.viewer, size=MANY).items
        self.units = unit_names({row.unit for row in self.all})

    def listing(self) -> Listing:
        """The declaration of the list."""
        states = (*(Choice(name, word) for name, word in STATES.items()), Choice(OVER, _("已过期")))
        return Listing(
            name="tokens",
            title=_("接口令牌"),
            columns=(
                Column("name", _("令牌编号"), lambda row: Link(row.name, address_of(row.name)), is_head=True,
                       written=lambda row: row.name),
                Column("account", _("账号"), lambda row: row.account),
                Column("roles", _("角色"), lambda row: roles_said(row.roles)),
                Column("unit", _("单位"), lambda row: unit_said(row.unit, self.units, self.at)),
                Column("state", _("状态"), self._badge, written=lambda row: str(self._badge(row).word)),
                Column("until", _("失效时刻"), lambda row: said_instant(row.until),
                       written=lambda row: Instant(row.until)),
                Column("asked", _("申请时间"), lambda row: said_instant(row.asked_at), is_quiet=True,
                       written=lambda row: Instant(row.asked_at)),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(Facet("state", _("状态"), states, is_many=True),),
            search=_("账号或令牌编号的开头"),
            empty=_("没有接口令牌。"),
            remedy=_("程序要读取或提交数据时，由账号本人申请。"),
            note=_("令牌只能用于本人的一部分角色和一个单位，由安全管理员批准后生效；密钥只在申请时显示一次。"),
        )  # fmt: skip

    def _badge(self, row: ApiToken) -> Badge:
        return state_badge(row, self.at)

    def _found(self, query: Query) -> list[ApiToken]:
        return [
            row for row in self.all
            if (not query.of("state") or _state_of(row, self.at) in query.of("state"))
            and (row.account.startswith(query.text) or row.name.startswith(query.text))
        ]  # fmt: skip


def tokens(visit: Visit) -> HttpResponse:
    """Show the tokens that the visitor may know of.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    offered = _offered(visit)
    acts = (Action(_("申请接口令牌"), reverse("organisation.token_new"), "primary", "plus"),) if offered else ()
    return show_listing(visit, Tokens(visit).listing(), {"acts": acts}, template="organisation/listing.html")


def token_new(visit: Visit) -> HttpResponse:
    """Ask for a token; its secret is shown once, in the answer to the form."""
    form = _asking(visit)
    drawn: list[Drawn] = []

    def ask(filled: Filled) -> str:
        until = end_of(filled.values.get("until"))
        if until is None:
            raise PermissionRefused(_("令牌必须写明期限。"), remedy=_("请填写失效日期。"))
        roles = filled.values["roles"]
        assert isinstance(roles, tuple)
        new = draw_token()
        ask_token(new, roles=roles, unit=filled.text("unit"), valid_until=until, **signed(visit, filled.key))
        drawn.append(new)
        return ""

    filled = form.taken(visit, ask)
    crumbs = (Crumb(_("接口令牌"), reverse("organisation.tokens")), Crumb(_("申请接口令牌")))
    if filled.is_done:
        said = {"token": drawn[0], "back": reverse("organisation.tokens")}
        return show(visit, "organisation/token.html", said, title=_("申请接口令牌"), crumbs=crumbs)
    said = {"form": form.show(visit, filled, back=reverse("organisation.tokens"))}
    return show(visit, "organisation/form.html", said, title=_("申请接口令牌"), crumbs=crumbs, status=filled.status)


def token(visit: Visit, name: str) -> HttpResponse:
    """Show one token; grant it, turn it down or end it.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    row = get_token(visit.viewer, name)
    is_own = row.account == visit.holder.account
    form = DECIDING if row.state == ASKED and visit.may(GRANT_ROLE) and not is_own else ENDING
    may = _state_of(row, visit.at) in (ASKED, GRANTED) and (is_own or visit.may(GRANT_ROLE))

    def decide(filled: Filled) -> str:
        if filled.act == "grant":
            grant_token(name, **signed(visit, filled.key))
            return _("已批准，令牌生效。")
        revoke_token(name, **signed(visit, filled.key))
        return _("令牌已撤销，立即失效。")

    filled = form.taken(visit, decide) if may else form.blank(visit)
    if filled.is_done:
        return HttpResponseRedirect(reverse("organisation.tokens"))
    facts = (
        (_("账号"), row.account), (_("角色"), roles_said(row.roles)),
        (_("单位"), unit_said(row.unit, unit_names({row.unit}), visit.at)),
        (_("失效时刻"), said_instant(row.until)), (_("状态"), state_badge(row, visit.at).word),
    )  # fmt: skip
    said = {"facts": facts, "form": form.show(visit, filled, back=reverse("organisation.tokens")) if may else None,
            "is_asked": may and form is DECIDING}  # fmt: skip
    crumbs = (Crumb(_("接口令牌"), reverse("organisation.tokens")), Crumb(name))
    return show(visit, "organisation/token.html", said, title=_("接口令牌"), crumbs=crumbs, status=filled.status)


def address_of(name: str) -> str:
    """The page of a token."""
    return reverse("organisation.token", kwargs={"name": name})


def roles_said(roles: str) -> str:
    """The roles of a token in words."""
    return "、".join(role_label(one) for one in roles.split(","))


def state_badge(row: ApiToken, at: int) -> Badge:
    """How a token stands."""
    state = _state_of(row, at)
    tones = {ASKED: Tone.WARNING, GRANTED: Tone.GOOD}
    return Badge(_("已过期") if state == OVER else str(STATES[state]), tones.get(state, Tone.PLAIN))


def _state_of(row: ApiToken, at: int) -> str:
    return OVER if row.state != REVOKED and row.until <= at else row.state


def _offered(visit: Visit) -> list[tuple[str, str]]:
    """The roles that a token may be for, each with its unit."""
    held = [one for one in roles_of(visit.holder.account, visit.at) if one.unit and not one.role.is_administrator]
    return list(dict.fromkeys((one.role.name, one.unit) for one in held))


def _asking(visit: Visit) -> Form:
    offered = _offered(visit)
    units = list(dict.fromkeys(unit for _role, unit in offered))
    names = unit_names(set(units))
    roles = dict.fromkeys(role for role, _unit in offered)
    return Form(
        "token_new",
        (
            Field("roles", _("用于哪些角色"), Kind.CHOICES,
                  choices=tuple(Choice(one, role_label(one)) for one in roles)),
            Field("unit", _("用于哪个单位"), Kind.CHOICE,
                  choices=tuple(Choice(one, names.at(one, visit.at)) for one in units)),
            Field("until", _("有效至"), Kind.DATE, check=not_over(visit),
                  help=_("该日 24 时自动失效，最长 %(days)s 天。") % {"days": LONGEST_DAYS}),
        ),
        (Choice("ask", _("申请")),),
    )  # fmt: skip
