"""The steps by which somebody proves who he is: password, then second factor; only then is there a session.

Between the steps the session knows the account as one that is proving itself: it opens no page but the next step.
"""

from collections.abc import Mapping

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guiju.screens.sign_in.gateway import BACKEND
from guiju.screens.sign_in.models import SiteAccount
from guiju.screens.sign_in.presence import BY_PASSWORD, begin
from guiju.screens.sign_in.sessions import MINUTE

_PROVING, _SINCE, _NEXT = "proving", "proving_at", "proving_next"
_LASTS = 10 * MINUTE


def start(request: HttpRequest, row: SiteAccount, wanted: str, at: int) -> None:
    """The first step is done."""
    request.session.cycle_key()
    request.session[_PROVING], request.session[_SINCE], request.session[_NEXT] = row.name, at, wanted


def find_proving(request: HttpRequest, at: int) -> SiteAccount | None:
    """Who has done the first step here, not too long ago."""
    since = request.session.get(_SINCE)
    if not isinstance(since, int) or not 0 <= at - since <= _LASTS:
        return None
    return SiteAccount.objects.filter(name=request.session.get(_PROVING, "")).first()


def has_second_factor(row: SiteAccount) -> bool:
    """Whether the account has a second factor to ask for."""
    return Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP).exists()


def second_factor(row: SiteAccount, sent: Mapping[str, str]) -> str:
    """What is wrong with a code from the second factor, or with a recovery code; empty if it is right.

    allauth counts the tries and refuses after too many; its own sentences are shown nowhere.
    """
    form = AuthenticateForm(data=dict(sent), user=row)
    return "" if form.is_valid() else _said(form)


def new_second_factor(row: SiteAccount) -> str:
    """A fresh secret, kept in the session until it was answered once."""
    return str(ActivateTOTPForm(user=row).secret)


def take_second_factor(row: SiteAccount, sent: Mapping[str, str]) -> tuple[str, list[str]]:
    """Answer the fresh secret: what is wrong, or nothing and the recovery codes, which are shown once."""
    form = ActivateTOTPForm(data=dict(sent), user=row)
    if not form.is_valid():
        return _said(form), []
    TOTP.activate(row, form.secret)
    return "", new_recovery_codes(row)


def new_recovery_codes(row: SiteAccount) -> list[str]:
    """Recovery codes in the place of those that there were; they are shown once."""
    Authenticator.objects.filter(user=row, type=Authenticator.Type.RECOVERY_CODES).delete()
    return [str(code) for code in RecoveryCodes.activate(row).get_unused_codes()]


def drop_second_factor(row: SiteAccount) -> None:
    """Take away second factor and recovery codes: the next sign-in by password sets them up anew."""
    Authenticator.objects.filter(user=row).delete()


def finish(request: HttpRequest, row: SiteAccount, at: int) -> str:
    """Begin the session; where the visitor wanted to go."""
    wanted = str(request.session.get(_NEXT, "/"))
    login(request, row, backend=BACKEND)
    for key in (_PROVING, _SINCE, _NEXT):
        request.session.pop(key, None)
    begin(request, row.name, BY_PASSWORD, at)
    return wanted


def _said(form: AuthenticateForm | ActivateTOTPForm) -> str:
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    if codes <= {"incorrect_code", "required"}:
        return _("口令不对或已过期，请输入当前显示的口令。")
    return _("尝试次数过多，请五分钟后再试。")
