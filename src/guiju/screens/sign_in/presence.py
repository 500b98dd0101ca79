"""How long a session lasts: it ends when nobody has moved for a while, and in any case after a working day.

Unit: microseconds since the epoch.
"""

from django.contrib.auth import logout
from django.http import HttpRequest

from guiju.screens.sign_in.sessions import IDLE, MINUTE, WHOLE, note_begun, note_ended, note_seen

BY_PASSWORD, BY_CERTIFICATE, BY_SAMPLE = "password", "certificate", "sample"
_SINCE, _SEEN, _WAY = "signed_in_at", "seen_at", "signed_in_by"


def begin(request: HttpRequest, account: str, way: str, at: int) -> None:
    """Note when, whose and how a session began."""
    request.session[_SINCE] = request.session[_SEEN] = at
    request.session[_WAY] = way
    note_begun(request, account, way, at)


def way_of(request: HttpRequest) -> str:
    """How the holder of the session proved who he is; empty where nobody has."""
    return str(request.session.get(_WAY, ""))


def end(request: HttpRequest) -> None:
    """End the session."""
    note_ended(request)
    logout(request)


def is_present(request: HttpRequest, at: int) -> bool:
    """Tell whether the session still stands; one that has lasted too long is ended here.

    It is written at most once a minute: looking at a page is no reason to write.
    """
    since, seen = request.session.get(_SINCE), request.session.get(_SEEN)
    if not isinstance(since, int) or not isinstance(seen, int) or at - seen > IDLE or at - since > WHOLE:
        end(request)
        return False
    if at - seen > MINUTE:
        request.session[_SEEN] = at
        note_seen(request, at)
    return True
