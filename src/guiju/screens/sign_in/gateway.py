"""Signing in by certificate: the gateway has checked it and says whose it is, and only the gateway is believed.

The session follows the certificate: another one is another person, and without one it ends. Whoever left, or was away
too long, comes back by one click, for the certificate may still be in the machine.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.contrib.auth import login
from django.http import HttpRequest

from guiju.bureau.permissions.holding import is_number_of_another, persons_behind
from guiju.screens.sign_in.accounts import open_account_named, row_of
from guiju.screens.sign_in.presence import BY_CERTIFICATE, begin, end, is_present, way_of
from guiju.values.errors import GuijuError

BACKEND = "guiju.screens.sign_in.backend.AccountBackend"
_NAMED = "guiju.certificate"
_LEFT = "left_certificate"


class GatewayRefused(GuijuError):
    """What was set as the gateway's address is none."""

    code = "sign_in.gateway"
    remedy = "GUIJU_GATEWAY 应写成 10.1.2.3 或 10.1.2.0/24，多个用逗号分开；GUIJU_GATEWAY_HEADER 应是一个请求头的名字。"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where the gateway stands, and in which header (as WSGI calls it) it names who holds the certificate."""

    networks: tuple[IPv4Network | IPv6Network, ...]
    header: str

    @classmethod
    def at(cls, addresses: tuple[str, ...], header: str) -> "Gateway":
        """The gateway at some addresses or networks.

        Raises:
            GatewayRefused: one of them is none, or the header is no name.
        """
        if not header.isascii() or not header.replace("-", "").isalnum():
            raise GatewayRefused(f"“{header}”不是请求头的名字。")
        try:
            networks = tuple(ip_network(one, strict=False) for one in addresses)
        except ValueError as error:
            raise GatewayRefused("GUIJU_GATEWAY 中有不是地址的内容。") from error
        return cls(networks, f"HTTP_{header.upper().replace('-', '_')}")

    def named(self, request: HttpRequest) -> str:
        """Whom the gateway names: empty where it names nobody, and where somebody else speaks."""
        try:
            sender = ip_address(str(request.META.get("REMOTE_ADDR", "")))
        except ValueError:
            return ""
        if isinstance(sender, IPv6Address) and sender.ipv4_mapped is not None:
            sender = sender.ipv4_mapped
        if not any(sender in network for network in self.networks):
            return ""
        return str(request.META.get(self.header, "")).strip()


def follow(request: HttpRequest, gateway: Gateway, at: int) -> None:
    """Let the session be that of whose certificate the gateway has checked."""
    named = gateway.named(request)
    request.META[_NAMED] = named
    if not named:
        if way_of(request) == BY_CERTIFICATE:
            end(request)
        return
    account = open_account_named(named, at)
    here = request.user.get_username() if request.user.is_authenticated else ""
    if here and here != account:
        end(request)
        here = ""
    if here and not is_present(request, at):
        leave(request)
    elif account and not here and request.session.get(_LEFT) != named and not _is_misnamed(account):
        login(request, row_of(account), backend=BACKEND)
        begin(request, account, BY_CERTIFICATE, at)


def _is_misnamed(account: str) -> bool:
    """Whether the account bears another man's police number as its name: his certificate must not open it."""
    return is_number_of_another(account, persons_behind(account=account))


def certificate_of(request: HttpRequest) -> str:
    """Whose certificate the gateway says is there; empty without one."""
    return str(request.META.get(_NAMED, ""))


def leave(request: HttpRequest) -> None:
    """The holder of the certificate has left, though it is still there: nobody comes in by it unasked."""
    if certificate_of(request):
        request.session[_LEFT] = certificate_of(request)


def come_back(request: HttpRequest) -> None:
    """The holder asks to come in again."""
    request.session.pop(_LEFT, None)
