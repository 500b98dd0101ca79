"""The list of accounts, and how one is opened."""

import re
from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import open_account
from guiju.bureau.models import Account
from guiju.bureau.names import NamesThen, officer_names
from guiju.bureau.queries import MANY, list_accounts
from guiju.bureau.roles import KEEP_ACCOUNTS
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Value
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.words import signed
from guiju.values.scope import FOREVER

OPEN, SHUT = "open", "shut"
_NAME = re.compile(r"[\w.-]+")


def _name_fault(name: Value) -> str:
    return "" if _NAME.fullmatch(str(name)) else _("账号只能由文字、数字、点、横线和下划线组成。")


NEW = Form(
    "account_new",
    (
        Field(
            "account", gettext_lazy("账号"), longest=40, check=_name_fault,
            help=gettext_lazy("建议与警号相同；账号名用过后不再重复使用。"),
        ),
        Field(
            "officer", gettext_lazy("警号"), is_required=False, longest=40,
            help=gettext_lazy("此人是谁以花名册为准。来访检查人员等没有警号的，留空。"),
        ),
        Field(
            "person", gettext_lazy("自然人编号"), is_required=False, longest=40,
            help=gettext_lazy("没有警号的必填：由本单位编定，同一个人始终用同一个编号，不得填写身份证号码。"),
        ),
    ),
    (Choice("open", gettext_lazy("开立账号")),),
)  # fmt: skip


class Accounts:
    """The list for one visit, with the names that its rows need."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.names = visit, NamesThen({})

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="accounts",
            title=_("账号管理"),
            columns=(
                Column(
                    "account", _("账号"), lambda row: Link(row.name, address_of(row.name)), is_head=True,
                    written=lambda row: row.name,
                ),
                Column("officer", _("警号"), lambda row: row.officer),
                Column("person", _("姓名"), self._person),
                Column(
                    "opened", _("开立时间"), lambda row: said_instant(row.opened_at), is_quiet=True,
                    written=lambda row: Instant(row.opened_at),
                ),
                Column("state", _("状态"), lambda row: state_of(row, self.visit.at)),
                Column(
                    "closed", _("注销时间"), is_quiet=True,
                    cell=lambda row: "" if row.closed_at == FOREVER else said_instant(row.closed_at),
                    written=lambda row: None if row.closed_at == FOREVER else Instant(row.closed_at),
                ),
            ),
            rows=self._rows,
            count=lambda _visit, query, _most: self._asked(query, 1, 1)[0],
            facets=(Facet("state", _("状态"), (Choice(OPEN, _("在用")), Choice(SHUT, _("已注销")))),),
            search=_("账号或警号的开头"),
            remedy=_("请先开立账号。"),
            note=_("账号开立后，由两名安全管理员授予角色；没有角色的账号只能看本人的记录。"),
        )  # fmt: skip

    def _person(self, row: Account) -> str:
        return self.names.at(row.officer, self.visit.at) if row.officer else ""

    def _asked(self, query: Query, page: int, size: int) -> tuple[int, Sequence[Account]]:
        wanted = {"": None, OPEN: True, SHUT: False}[query.one("state")]
        found = list_accounts(
            self.visit.viewer, at=self.visit.at, text=query.text, is_open=wanted, page=page, size=size
        )
        return found.total, found.items

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[Account]:
        rows = self._asked(query, 1, MANY)[1][start : start + number]
        self.names = officer_names({row.officer for row in rows} - {""})
        return rows


def accounts(visit: Visit) -> HttpResponse:
    """Show the accounts.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    acts = (Action(_("开立账号"), reverse("organisation.account_new"), "primary", "plus"),)
    said = {"acts": acts if visit.may(KEEP_ACCOUNTS) else ()}
    return show_listing(visit, Accounts(visit).listing(), said, template="organisation/listing.html")


def account_new(visit: Visit) -> HttpResponse:
    """Open an account."""

    def run(filled: Filled) -> str:
        open_account(
            filled.text("account"), natural_person=filled.text("person"), officer=filled.text("officer"),
            **signed(visit, filled.key),
        )  # fmt: skip
        return _("账号已开立。下一步：签发一次性口令，并请安全管理员授予角色。")

    filled = NEW.taken(visit, run)
    if filled.is_done:
        return HttpResponseRedirect(address_of(filled.text("account")))
    form = NEW.show(visit, filled, back=reverse("organisation.accounts"))
    crumbs = (Crumb(_("账号管理"), reverse("organisation.accounts")), Crumb(_("开立账号")))
    return show(
        visit, "organisation/form.html", {"form": form}, title=_("开立账号"), crumbs=crumbs, status=filled.status
    )


def address_of(name: str) -> str:
    """Where the page of an account lies."""
    return reverse("organisation.account", kwargs={"name": name})


def state_of(row: Account, at: int) -> Badge:
    """Whether an account is open."""
    return Badge(_("在用"), Tone.GOOD) if row.closed_at > at else Badge(_("已注销"))
