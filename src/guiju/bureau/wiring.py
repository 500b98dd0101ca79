"""What the bureau is handed once at start: the roles, the words of other people's events, and the permission key."""

from dataclasses import dataclass

from guiju.bureau.roles import Role, Roles
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError


class BureauNotWired(GuijuError):
    """The bureau was used before `project` had handed it its roles and its key."""

    code = "bureau.not_wired"
    remedy = "请用 guiju 命令打开账本。"


class UnknownRole(GuijuError):
    """A role that nobody has described."""

    code = "bureau.unknown_role"
    remedy = "可用的角色见 guiju bureau roles。"


@dataclass(frozen=True, slots=True)
class BureauWiring:
    """``permission_key`` seals the rows of permissions, ``local`` is the zone of the bureau.

    ``credential_types`` name the events that grant and end a credential, ``levels`` the enforcement qualifications
    from the lowest to the highest, ``case_posts`` the posts in which cases are handled where a posting does not say.
    ``own_kinds`` and ``withheld``: see ``values.scope.Scope``.
    """

    permission_key: bytes
    roles: Roles
    local: LocalTime
    credential_types: tuple[str, str] = ("", "")
    levels: tuple[str, ...] = ()
    case_posts: frozenset[str] = frozenset()
    own_kinds: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


_wired: list[BureauWiring] = []


def install(wiring: BureauWiring) -> None:
    """Hand the bureau what it needs; a later call replaces the former."""
    _wired[:] = [wiring]


def wiring() -> BureauWiring:
    """What was installed.

    Raises:
        BureauNotWired: nothing was.
    """
    if not _wired:
        raise BureauNotWired("单位与人员模块还没有接好角色和权限密钥。")
    return _wired[0]


def role(name: str) -> Role:
    """The role of that name.

    Raises:
        UnknownRole: there is none.
    """
    found = wiring().roles.get(name)
    if found is None:
        raise UnknownRole(f"没有“{name}”这个角色。")
    return found
