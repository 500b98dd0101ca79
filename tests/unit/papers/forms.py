"""The declared papers as the site reads them, and values for their blanks."""

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from docx import Document

from guiju.facts.papers.producing.forms import PaperForm
from guiju.facts.papers.producing.loading import read_forms
from guiju.facts.papers.producing.package import parts_of
from guiju.facts.papers.producing.starter import starter_of
from guiju.project.catalogue import VOCABULARY

LAW = Path(__file__).parents[3] / "law"


def rule_ids() -> list[str]:
    """The pages of law by their files."""
    return [".".join(one.with_suffix("").parts[-2:]) for one in (LAW / "rules").rglob("*.yaml")]


@cache
def declared() -> dict[str, PaperForm]:
    """The shipped papers by id."""
    return {one.id: one for one in read_forms(LAW / "papers", VOCABULARY, rule_ids())}


def values_for(form: PaperForm, **more: str) -> dict:
    """Something in every blank."""
    told = {
        one.name: [{name: f"{label}{row}" for name, label in one.columns} for row in (1, 2)]
        if one.columns
        else f"某{one.label}"
        for one in form.blanks
    }
    return {**told, **more}


def template_saying(text: str) -> bytes:
    """A Word file of one paragraph."""
    document = Document()
    document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same package with other parts."""
    parts = parts_of(data)
    change(parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def starter(name: str = "filing_decision") -> bytes:
    """The starter template of a paper."""
    return starter_of(declared()[name])
