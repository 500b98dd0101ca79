"""The witness that is paper: the root of the tree as a page to be printed, signed and kept by somebody else."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files

import segno
from jinja2 import Environment
from markupsafe import Markup

from guiju.facts.seal.memory import Signed
from guiju.facts.verify.parts.outside.cosignature import Cosignature


def page_of_root(
    signed: Signed,
    cosignatures: Sequence[Cosignature],
    names: Mapping[str, str],
    *,
    printed_at: int,
    written: Callable[[int], str],
) -> str:
    """One page with size, root and time of a checkpoint, who has witnessed it, and all of it as a QR code.

    ``names`` are those of the witnesses by key id; ``written`` says how people here write an instant.
    """
    said, style = signed.said, _part("paper.css")
    root = said.root.hex()
    page = Environment(autoescape=True).from_string(_part("paper.html"))
    return page.render(
        said=said,
        day=written(said.sealed_at),
        sealed_at=written(said.sealed_at),
        printed_at=written(printed_at),
        root=[root[start : start + 8] for start in range(0, len(root), 8)],
        key_id=signed.key_id,
        witnesses=[(names.get(one.key_id, one.key_id), written(one.signed_at)) for one in cosignatures],
        qr=segno.make(held_text(signed), error="m", micro=False).svg_data_uri(scale=4, border=4),
        # An own file, not input: it goes into the page to the byte, as the digest in its policy says.
        style=Markup(style),  # noqa: S704 — own file
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def held_text(signed: Signed) -> str:
    """A checkpoint and its signature in the form in which the verifier reads what is held outside (§4)."""
    return f"{signed.text.decode()}signature: {signed.key_id} {signed.signature.hex()}\n"


def _part(name: str) -> str:
    return (files("guiju.facts.witness") / name).read_text(encoding="utf-8")
