"""The sessions of an account: begun, last seen, and ended by their owner. Unit: microseconds since the epoch."""

from dataclasses import dataclass

from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from guiju.screens.sign_in.models import SiteAccount, SiteSession

MINUTE = 60 * 1_000_000
IDLE, WHOLE = 20 * MINUTE, 12 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session, as its owner sees it."""

    way: str
    begun_at: int
    seen_at: int
    is_here: bool


def note_begun(request: HttpRequest, account: str, way: str, at: int) -> None:
    """Note whose a session is; what has ended by itself is forgotten."""
    SiteSession.objects.filter(begun_at__lt=at - WHOLE).delete()
    SiteSession.objects.filter(seen_at__lt=at - IDLE - MINUTE).delete()
    key = request.session.session_key
    if key:
        said = {"account": account, "way": way, "begun_at": at, "seen_at": at}
        SiteSession.objects.update_or_create(key=key, defaults=said)


def note_seen(request: HttpRequest, at: int) -> None:
    """Note that somebody is still there."""
    SiteSession.objects.filter(key=request.session.session_key).update(seen_at=at)


def note_ended(request: HttpRequest) -> None:
    """Forget whose the session was."""
    SiteSession.objects.filter(key=request.session.session_key).delete()


def own_sessions(account: str, here: str | None, at: int) -> list[OwnSession]:
    """The sessions of an account that still stand, the last seen first."""
    rows = SiteSession.objects.filter(account=account, begun_at__gte=at - WHOLE, seen_at__gte=at - IDLE - MINUTE)
    return [OwnSession(row.way, row.begun_at, row.seen_at, row.key == here) for row in rows.order_by("-seen_at", "key")]


def end_others(account: str, here: str | None = None) -> int:
    """End all sessions of an account but this one; how many there were."""
    keys = [row.key for row in SiteSession.objects.filter(account=account) if row.key != here]
    Session.objects.filter(session_key__in=keys).delete()
    SiteSession.objects.filter(key__in=keys).delete()
    return len(keys)


def keep_through_new_password(request: HttpRequest, row: SiteAccount) -> None:
    """Let this session stand, under a new key, though the password that it began with is no more."""
    before = request.session.session_key
    update_session_auth_hash(request, row)
    SiteSession.objects.filter(key=before).update(key=request.session.session_key)
