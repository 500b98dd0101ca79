"""The receipt as one page that checks itself in any browser, without a network, and as a QR code."""

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import segno
from jinja2 import Environment
from markupsafe import Markup

from guiju.facts.proof.receipt import Receipt

_SCRIPTS = ("sums.js", "sm3.js", "ed25519.js", "check.js", "show.js")


def page_of(receipt: Receipt, publics: Mapping[str, bytes], labels: Mapping[str, str]) -> str:
    """One HTML file with the receipt, the public keys and the program that checks it; nothing is loaded from outside.

    ``labels`` say what people call types of event and fields.
    """
    script = "\n".join(_part(name).replace('"use strict";\n', "") for name in _SCRIPTS)
    script, style = f'"use strict";\n{script}', _part("receipt.css")
    keys = {key_id: public.hex() for key_id, public in sorted(publics.items())}
    page = Environment(autoescape=True).from_string(_part("receipt.html"))
    return page.render(
        code=receipt.code,
        leaf=receipt.leaf.hex(),
        qr=segno.make(receipt.to_qr_text(), error="m").svg_data_uri(scale=4, border=4),
        keys=list(keys.items()),
        receipt=_data(json.dumps(receipt.said, ensure_ascii=False)),
        key_data=_data(json.dumps(keys)),
        labels=_data(json.dumps(dict(labels), ensure_ascii=False)),
        # Own files, not input: they go into the page to the byte, as the digests in its policy say.
        script=Markup(script),  # noqa: S704 — own files
        style=Markup(style),  # noqa: S704 — own files
        script_digest=_digest(script),
        style_digest=_digest(style),
    )


def write_qr(receipt: Receipt, path: Path) -> None:
    """The QR code as a picture, SVG or PNG by the file's name."""
    segno.make(receipt.to_qr_text(), error="m").save(str(path), scale=6, border=4)


def qr_in_terminal(receipt: Receipt) -> str:
    """The QR code in characters."""
    out = io.StringIO()
    segno.make(receipt.to_qr_text(), error="l").terminal(out=out, compact=True)
    return out.getvalue()


def _part(name: str) -> str:
    return (files("guiju.facts.proof") / "page" / name).read_text(encoding="utf-8")


def _data(text: str) -> Markup:
    """JSON that cannot end the element it stands in; the escapes are JSON's own, so it still says the same."""
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 — escaped just above


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
