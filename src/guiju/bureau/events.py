"""单位与人员: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

UNIT_OPENED = "bureau.unit_opened"
UNIT_RENAMED = "bureau.unit_renamed"
UNIT_MOVED = "bureau.unit_moved"
UNIT_KIND_CHANGED = "bureau.unit_kind_changed"
UNIT_CLOSED = "bureau.unit_closed"
ESTABLISHMENT_FIXED = "bureau.establishment_fixed"
OFFICER_REGISTERED = "bureau.officer_registered"
OFFICER_POSTED = "bureau.officer_posted"
OFFICER_LEFT = "bureau.officer_left"
ACCOUNT_OPENED = "bureau.account_opened"
ACCOUNT_CLOSED = "bureau.account_closed"
ACCOUNT_RENEWED = "bureau.account_renewed"
ADMINISTRATOR_FOUNDED = "bureau.administrator_founded"
ROLE_PROPOSED = "bureau.role_proposed"
ROLE_REFUSED = "bureau.role_refused"
ROLE_GRANTED = "bureau.role_granted"
ROLE_REVOKED = "bureau.role_revoked"
DELEGATION_GIVEN = "bureau.delegation_given"
DELEGATION_WITHDRAWN = "bureau.delegation_withdrawn"
TOKEN_ASKED = "bureau.token_asked"
TOKEN_GRANTED = "bureau.token_granted"
TOKEN_REVOKED = "bureau.token_revoked"

UNIT_TYPES = (UNIT_OPENED, UNIT_RENAMED, UNIT_MOVED, UNIT_KIND_CHANGED, UNIT_CLOSED, ESTABLISHMENT_FIXED)
OFFICER_TYPES = (OFFICER_REGISTERED, OFFICER_POSTED, OFFICER_LEFT)
PERMISSION_TYPES = (
    ACCOUNT_OPENED, ACCOUNT_CLOSED, ACCOUNT_RENEWED, ADMINISTRATOR_FOUNDED, ROLE_PROPOSED, ROLE_REFUSED, ROLE_GRANTED,
    ROLE_REVOKED, DELEGATION_GIVEN, DELEGATION_WITHDRAWN, TOKEN_ASKED, TOKEN_GRANTED, TOKEN_REVOKED,
)  # fmt: skip

_event = partial(EventType, retention="personnel")
_permission = partial(EventType, retention="permission", is_internal=True)
_ROLE = ("account", "bureau_role", "valid_from", "valid_until")
_TOKEN = ("account", "token", "token_digest", "token_roles", "valid_until")

EVENTS = (
    _event(UNIT_OPENED, "设立单位", attributes=("unit_kind", "unit_name", "parent_unit")),
    _event(UNIT_RENAMED, "单位更名", attributes=("unit_name",)),
    _event(UNIT_MOVED, "变更隶属关系", attributes=("parent_unit",)),
    _event(UNIT_KIND_CHANGED, "变更单位类型", attributes=("unit_kind",)),
    _event(UNIT_CLOSED, "撤销单位"),
    _event(ESTABLISHMENT_FIXED, "核定编制", attributes=("kind", "establishment")),
    _event(
        OFFICER_REGISTERED,
        "人员登记",
        attributes=("officer_name", "natural_person", "kind"),
    ),
    _event(OFFICER_POSTED, "任职", attributes=("post", "kind", "case_post", "additional"), flags=("additional",)),
    _event(OFFICER_LEFT, "离任", attributes=("post",)),
    _permission(ACCOUNT_OPENED, "开立账号", attributes=("account", "natural_person")),
    _permission(ACCOUNT_CLOSED, "注销账号", attributes=("account",)),
    _permission(ACCOUNT_RENEWED, "重置登录凭据", attributes=("account", "sign_in_part")),
    _permission(ADMINISTRATOR_FOUNDED, "设立首任管理员", attributes=("account", "bureau_role")),
    _permission(ROLE_PROPOSED, "提请授予角色", attributes=_ROLE),
    _permission(ROLE_REFUSED, "驳回角色提请", attributes=("proposal", "proposal_leaf")),
    _permission(ROLE_GRANTED, "授予角色", attributes=("proposal", "proposal_leaf", *_ROLE)),
    _permission(ROLE_REVOKED, "收回角色", attributes=("granted_by_event", "granted_by_event_leaf")),
    _permission(
        DELEGATION_GIVEN, "委托授权", attributes=("account", "to_account", "bureau_role", "valid_from", "valid_until")
    ),
    _permission(DELEGATION_WITHDRAWN, "撤回委托", attributes=("delegation", "delegation_leaf")),
    _permission(TOKEN_ASKED, "申请接口令牌", attributes=_TOKEN),
    _permission(TOKEN_GRANTED, "批准接口令牌", attributes=_TOKEN),
    _permission(TOKEN_REVOKED, "撤销接口令牌", attributes=("account", "token")),
)
