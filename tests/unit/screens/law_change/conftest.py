"""The pages of changing the law in the bureau of the lawyers; jobs are done when they are asked for."""

import uuid

import pytest
from tests.unit.findings.lawmaking.conftest import (
    LawStation,
    cluster,
    empty_postgresql,
    empty_sqlite,
    law_folder,
    lawful,
    lawful_postgresql,
    lawful_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station_pack,
)
from tests.unit.screens.findings.conftest import Browser

from guiju.bureau.scope import scope_of
from guiju.facts.draft import Actor
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.law import current_law
from guiju.findings.lawmaking.outlook import as_data, what_if
from guiju.findings.lawmaking.packs import pack_files, take_in_pack
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.ledger.bureau_desks.law_desk import unzipped, zipped
from guiju.project.roles import WITHHELD
from guiju.screens.kit.intake import FINISHED, JobSeen
from guiju.screens.law.changing.desk import LawDesk, install
from guiju.screens.threads.wiring import install as install_threads
from guiju.screens.threads.wiring import wiring_of

__all__ = [
    "Browser", "cluster", "empty_postgresql", "empty_sqlite", "law_folder", "lawful", "lawful_postgresql",
    "lawful_sqlite", "peopled_postgresql", "peopled_sqlite", "station_pack",
]  # fmt: skip


@pytest.fixture
def bureau(lawful: LawStation) -> LawStation:
    """The bureau, with a queue that is never behind."""
    install_threads(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    jobs: dict[tuple[str, str], JobSeen] = {}

    def keep(title: str, actor: str, result: dict) -> str:
        number = uuid.uuid4().hex
        jobs[actor, number] = JobSeen(number, actor, title, FINISHED, 1.0, "", lawful.now, result)
        return number

    def try_out(text, *, title, since, actor, at):
        viewer = scope_of(actor, lawful.now)
        return keep(title, actor, as_data(what_if(viewer, text, since=since, until=at, as_of=lawful.now)))

    def judge(*, title, actor, at):
        judged = judge_due(lawful.now, nightly=True)
        return keep(title, actor, {"judged": judged, "reported": report_findings(at=lawful.now)})

    def pack():
        return zipped(pack_files(current_law(), lawful.book.signer, name="本局"))

    def take_in(stream, *, account, reason):
        words = {"actor": Actor(account), "at": lawful.now, "idem_key": uuid.uuid4().hex}
        return take_in_pack(unzipped(stream), [lawful.book.signer.public], reason=reason, **words)

    install(LawDesk(try_out, judge, lambda viewer, number: jobs.get((viewer.account, number)), pack, take_in))
    return lawful
