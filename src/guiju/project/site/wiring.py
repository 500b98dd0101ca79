"""The site, handed over once at start."""

from collections.abc import Sequence

from guiju.facts.papers.shelf import Shelf
from guiju.project import env
from guiju.project.site.intake import make_intake
from guiju.project.site.reading import reading
from guiju.project.site.sample_ledger import SAMPLE_ACCOUNTS, is_sample_ledger, sample_note
from guiju.project.site.urls import PAGES
from guiju.project.site.visits import gateway, visit_of
from guiju.screens.kit.site import Site, install
from guiju.screens.sign_in.samples import Sample
from guiju.screens.sign_in.samples import install as install_samples


def wire_site() -> None:
    """Hand the site its pages, who its visitors are, and what stands above every page."""
    # A wrong address is told at the start, not to the first visitor.
    gateway()
    install(
        Site(
            PAGES, visit_of, notes=_notes, exported=reading().exported, looking=reading().looking,
            looked=reading().looked, intake=make_intake(), shelf=Shelf(env.papers_folder()),
        )
    )  # fmt: skip
    install_samples(_samples)


def _notes() -> Sequence[str]:
    note = sample_note()
    return (note,) if note else ()


def _samples() -> Sequence[Sample]:
    return SAMPLE_ACCOUNTS if is_sample_ledger() else ()
