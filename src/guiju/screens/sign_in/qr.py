"""The second factor's secret as a drawing that an authenticator scans."""

import base64
import io
from urllib.parse import quote

import segno

ISSUER = "Guiju"


def drawing_of(account: str, secret: str) -> str:
    """The address of a picture that holds its own data: the secret never has an address of its own."""
    text = f"otpauth://totp/{quote(f'{ISSUER}:{account}')}?secret={secret}&issuer={ISSUER}"
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="png", scale=5, border=3)
    return "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode("ascii")
