"""Half-written forms, kept for thirty days and never in the ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from guiju.screens.models import FormDraft
from guiju.values.clock import DAY_SECONDS, SECOND

KEPT_DAYS = 30
LONGEST_BODY = 200_000
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and when it was saved (microseconds since the epoch)."""

    typed: Mapping[str, tuple[str, ...]]
    saved_at: int


def save_draft(account: str, form: str, about: str, key: str, typed: Mapping[str, tuple[str, ...]], *, at: int) -> bool:
    """Keep what is typed so far; false where the form with this key has been sent already or is far too long."""
    text = json.dumps(typed, ensure_ascii=False).encode()
    if len(text) > LONGEST_BODY:
        return False
    with transaction.atomic():
        row = FormDraft.objects.select_for_update().filter(account=account, form=form, about=about).first()
        if row is not None and row.key == key and not row.body:
            return False
        body = _locked(text, f"{account}\n{form}\n{about}".encode())
        FormDraft.objects.update_or_create(
            account=account, form=form, about=about, defaults={"key": key, "body": body, "saved_at": at}
        )
    return True


def find_draft(account: str, form: str, about: str, *, at: int) -> Draft | None:
    """The draft that was left behind, unless it is older than thirty days or its key is gone."""
    row = FormDraft.objects.filter(account=account, form=form, about=about, saved_at__gt=_oldest(at)).first()
    if row is None or not row.body:
        return None
    text = _unlocked(bytes(row.body), f"{account}\n{form}\n{about}".encode())
    if text is None:
        return None
    return Draft({name: tuple(values) for name, values in json.loads(text).items()}, row.saved_at)


def spend_draft(account: str, form: str, about: str, key: str, *, at: int) -> None:
    """The form was sent, or the draft is not wanted: what was typed is gone."""
    FormDraft.objects.update_or_create(
        account=account, form=form, about=about, defaults={"key": key, "body": b"", "saved_at": at}
    )


def clear_old_drafts(*, at: int) -> int:
    """Remove what is older than thirty days; how many there were."""
    return FormDraft.objects.filter(saved_at__lte=_oldest(at)).delete()[0]


def _oldest(at: int) -> int:
    return at - KEPT_DAYS * DAY_SECONDS * SECOND


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"guiju form drafts").derive(secret))


def _locked(text: bytes, bound_to: bytes) -> bytes:
    nonce = urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, text, bound_to)


def _unlocked(body: bytes, bound_to: bytes) -> bytes | None:
    """The text, or nothing where the key of the site has been replaced since."""
    try:
        return _cipher().decrypt(body[:_NONCE], body[_NONCE:], bound_to)
    except InvalidTag:
        return None
