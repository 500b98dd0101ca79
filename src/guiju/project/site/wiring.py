"""The site, handed over once at start."""

from collections.abc import Sequence

from guiju.facts.papers.producing.forms import PaperForm, install_forms
from guiju.facts.papers.producing.loading import read_forms
from guiju.facts.papers.shelf import Shelf
from guiju.findings.law import law_in_force
from guiju.project import env
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.site.intake import make_intake, make_law_desk
from guiju.project.site.reading import reading
from guiju.project.site.sample_ledger import SAMPLE_ACCOUNTS, is_sample_ledger, sample_note
from guiju.project.site.urls import PAGES
from guiju.project.site.visits import gateway, visit_of
from guiju.screens.kit.site import Site, install
from guiju.screens.law.changing.desk import install as install_law_desk
from guiju.screens.law.wiring import LawFolder
from guiju.screens.law.wiring import install as install_law_folder
from guiju.screens.sign_in.samples import Sample
from guiju.screens.sign_in.samples import install as install_samples


def wire_site() -> None:
    """Hand the site its pages, who its visitors are, and what stands above every page."""
    # A wrong address is told at the start, not to the first visitor.
    gateway()
    install(
        Site(
            PAGES, visit_of, notes=_notes, exported=reading().exported, looking=reading().looking,
            looked=reading().looked, standing_out=reading().standing_out, intake=make_intake(),
            shelf=Shelf(env.papers_folder()),
        )
    )  # fmt: skip
    install_law_folder(LawFolder(env.shipped_law(), env.decisions_file(), _subject_names()))
    install_law_desk(make_law_desk())
    install_samples(_samples)
    install_forms(_papers)


def _subject_names() -> dict[str, str]:
    return {subject.name: subject.label for subject in SUBJECTS}


def _papers() -> list[PaperForm]:
    return read_forms(env.shipped_law() / "papers", VOCABULARY, [one.id for one in law_in_force().pack.rules])


def _notes() -> Sequence[str]:
    note = sample_note()
    return (note,) if note else ()


def _samples() -> Sequence[Sample]:
    return SAMPLE_ACCOUNTS if is_sample_ledger() else ()
