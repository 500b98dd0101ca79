"""Second-factor secrets as they lie in the database: locked with the site's key, which lies outside it."""

import secrets
from base64 import b64decode, b64encode

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """Whoever reads the database alone, or a backup of it, cannot answer for anybody."""

    def encrypt(self, text: str) -> str:
        """What is stored in the place of a secret."""
        nonce = secrets.token_bytes(_NONCE)
        return b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the site's key has been replaced since, one that nobody knows, so that no code is right."""
        try:
            stored = b64decode(encrypted_text, validate=True)
            return _cipher().decrypt(stored[:_NONCE], stored[_NONCE:], None).decode()
        except (InvalidTag, ValueError):
            return generate_totp_secret()


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"guiju second factors").derive(secret))
