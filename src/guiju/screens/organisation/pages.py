"""管理: accounts, roles, delegations, units, people; and everybody's own account."""

from django.utils.translation import gettext_lazy as _

from guiju.bureau.roles import (
    KEEP_ACCOUNTS,
    PROPOSE_ROLE,
    READ_ACCOUNTS,
    READ_REGISTERS,
    READ_ROLES,
    RESET_SECOND_FACTOR,
)
from guiju.screens.kit.page import GET_AND_POST, SIGNED_IN, Entry, Page
from guiju.screens.organisation.account import account, account_close, account_code, account_factor
from guiju.screens.organisation.account_lists import account_new, accounts
from guiju.screens.organisation.delegations import delegation_end, delegation_new, delegations
from guiju.screens.organisation.my_account import my_account, password, recovery_codes
from guiju.screens.organisation.registers import officers, units
from guiju.screens.organisation.role_lists import count_waiting, proposals, roles
from guiju.screens.organisation.roles import proposal, role_end, role_new
from guiju.screens.organisation.tokens import token, token_new, tokens

_GROUP, _OWN = _("管理"), _("我的")
_ACCOUNT = "manage/accounts/<path:name>/"
PAGES = (
    Page(
        "organisation.my_account", "account/", my_account, SIGNED_IN, _("我的账号"), GET_AND_POST,
        Entry(_OWN, 90, "user"),
    ),
    Page("organisation.password", "account/password/", password, SIGNED_IN, _("修改密码"), GET_AND_POST),
    Page(
        "organisation.recovery_codes", "account/recovery-codes/", recovery_codes, SIGNED_IN, _("更换备用口令"),
        GET_AND_POST,
    ),
    Page(
        "organisation.delegation_new", "account/delegations/new/", delegation_new, SIGNED_IN, _("委托授权"),
        GET_AND_POST,
    ),
    Page(
        "organisation.delegation_end", "account/delegations/<int:number>/end/", delegation_end, SIGNED_IN,
        _("撤回委托"), GET_AND_POST,
    ),
    Page(
        "organisation.role_end", "account/roles/<int:number>/end/", role_end, SIGNED_IN, _("终止授权"), GET_AND_POST
    ),
    Page("organisation.tokens", "account/tokens/", tokens, SIGNED_IN, _("接口令牌")),
    Page("organisation.token_new", "account/tokens/new/", token_new, SIGNED_IN, _("申请接口令牌"), GET_AND_POST),
    Page("organisation.token", "account/tokens/<str:name>/", token, SIGNED_IN, _("接口令牌"), GET_AND_POST),
    Page(
        "organisation.accounts", "manage/accounts/", accounts, READ_ACCOUNTS, _("账号管理"),
        menu=Entry(_GROUP, 80, "key-round"),
    ),
    Page("organisation.account_new", "manage/new-account/", account_new, KEEP_ACCOUNTS, _("开立账号"), GET_AND_POST),
    Page(
        "organisation.account_close", f"{_ACCOUNT}close/", account_close, KEEP_ACCOUNTS, _("注销账号"), GET_AND_POST
    ),
    Page(
        "organisation.account_code", f"{_ACCOUNT}code/", account_code, KEEP_ACCOUNTS, _("签发一次性口令"),
        GET_AND_POST,
    ),
    Page(
        "organisation.account_factor", f"{_ACCOUNT}second-factor/", account_factor, RESET_SECOND_FACTOR,
        _("重置第二重验证"), GET_AND_POST,
    ),
    # After the others: a name may hold anything that an address can carry.
    Page("organisation.account", _ACCOUNT, account, READ_ACCOUNTS, _("账号")),
    Page(
        "organisation.roles", "manage/roles/", roles, READ_ROLES, _("授权"),
        menu=Entry(_GROUP, 81, "shield-check", count_waiting),
    ),
    Page("organisation.proposals", "manage/proposals/", proposals, READ_ROLES, _("待第二签署")),
    Page("organisation.role_new", "manage/new-role/", role_new, PROPOSE_ROLE, _("提请授予角色"), GET_AND_POST),
    Page("organisation.proposal", "manage/proposals/<int:number>/", proposal, READ_ROLES, _("核对提请"), GET_AND_POST),
    Page("organisation.delegations", "manage/delegations/", delegations, READ_ROLES, _("委托")),
    Page(
        "organisation.units", "manage/units/", units, READ_REGISTERS, _("单位名册"), menu=Entry(_GROUP, 83, "building")
    ),
    Page(
        "organisation.officers", "manage/officers/", officers, READ_REGISTERS, _("人员名册"),
        menu=Entry(_GROUP, 84, "users"),
    ),
)  # fmt: skip
