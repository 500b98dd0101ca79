"""What `guiju tick`, `judge`, `rebuild` and `next` do between the ledger and the reader."""

from dataclasses import dataclass

from guiju.actions.inspections.commands import draw_waiting
from guiju.actions.projector import check_actions, rebuild_actions
from guiju.facts.histories import every_event
from guiju.facts.importing.refused import KEPT_DAYS, expire_refused
from guiju.facts.privacy.destruction import settle
from guiju.facts.privacy.key_copies import delete_old_copies
from guiju.facts.privacy.look_table import check_looks, rebuild_looks
from guiju.facts.privacy.person_index import check_index, rebuild_index
from guiju.facts.seal.sealer import seal
from guiju.facts.turns import writing
from guiju.findings.agenda import count_waiting, judge_due
from guiju.findings.commands import report_findings
from guiju.findings.life.commands import reopen_expired
from guiju.findings.life.fold import LIFE
from guiju.findings.rebuild import Difference, check_findings, rebuild_findings
from guiju.findings.whole import judge_whole
from guiju.project import env
from guiju.project.catalogue import SUBJECTS
from guiju.project.progress import Tell
from guiju.screens.threads.projector import count_waiting as count_threads_waiting
from guiju.screens.threads.projector import make_waiting
from guiju.screens.threads.whole import build_threads, check_threads
from guiju.values.clock import DAY_SECONDS, SECOND, to_micros
from guiju.values.subject import Projection

TOGETHER = 2_000
"""From so many waiting histories on, the whole ledger is swept: quicker than one after another."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one round did: events sealed, histories judged, findings recorded or withdrawn."""

    sealed: int
    judged: int
    reported: int


def tick(tell: Tell, *, nightly: bool = False, everything: bool = False) -> Ticked:
    """Seal what waits, judge what has fallen due, record what was found, and seal that too.

    ``nightly`` looks also at what days alone may change, and lets go of refused rows whose time is over; ``everything``
    judges the whole ledger.
    """
    now = to_micros(env.now())
    if nightly:
        expire_refused(now - KEPT_DAYS * DAY_SECONDS * SECOND)
        delete_old_copies(now)
        settle(now)
    sealed = seal_all()
    if everything or count_waiting() >= TOGETHER:
        judged = judge_whole(now, progress=tell)
        build_threads(progress=tell)
        judged += judge_due(now, nightly=nightly)
    else:
        judged = judge_due(now, nightly=nightly, progress=lambda share: tell("判断", share))
    make_threads(tell)
    reported = report_findings(at=now)
    reopen_expired(at=now)
    draw_waiting(at=now)
    if nightly:
        do_chores(now)
    return Ticked(sealed + seal_all(), judged, reported)


def do_chores(now: int) -> int:
    """Let the subjects do what they do by themselves every night; how much there was to do."""
    return sum(chore(now) for subject in SUBJECTS for chore in subject.chores)


def make_threads(tell: Tell) -> None:
    """Make the threads that an import touched: one by one, or all of them where that is quicker."""
    if count_threads_waiting() >= TOGETHER:
        build_threads(progress=tell)
    make_waiting()


def seal_all() -> int:
    """Seal until nothing waits; how many events."""
    total = 0
    while sealed := seal():
        total += sealed
    return total


def rebuild(tell: Tell) -> None:
    """Make the bureau's tables, the findings, their lives, the orders and the threads again from the ledger."""
    # The bureau's tables are classes that Django must know of first.
    from guiju.bureau.projector import rebuild as rebuild_bureau

    rebuild_bureau(one for part in every_event() for one in part)
    with writing():
        rebuild_index(one for part in every_event() for one in part)
        rebuild_looks(one for part in every_event() for one in part)
    rebuild_findings(to_micros(env.now()), progress=tell)
    LIFE.rebuild()
    rebuild_actions()
    for table in _kept_by_subjects():
        table.rebuild()
    build_threads(progress=tell)
    make_waiting()


def check(tell: Tell) -> list[Difference]:
    """What stands in the tables of the bureau, of findings and of threads and should not, or should and does not."""
    from guiju.bureau.projector import check_bureau

    now = to_micros(env.now())
    judge_due(now, nightly=True)
    bureau = check_bureau(one for part in every_event() for one in part)
    differences = [Difference(one.table, one.row, one.is_extra, "单位与人员") for one in bureau]
    index = check_index(one for part in every_event() for one in part)
    differences += [Difference("person_index", one.row, one.is_extra, f"person:{one.row[3]}") for one in index]
    looks = check_looks(one for part in every_event() for one in part)
    differences += [Difference("look", one.row, one.is_extra, f"event:{one.row[0]}") for one in looks]
    make_threads(tell)
    differences += [Difference(one.table, one.row, one.is_extra, one.stream) for one in check_threads()]
    differences += [Difference(LIFE.table, row, is_extra, f"finding:{row[0]}") for is_extra, row in LIFE.differences()]
    differences += [Difference(one.table, one.row, one.is_extra, str(one.row[0])) for one in check_actions()]
    for table in _kept_by_subjects():
        differences += [Difference(table.table, row, is_extra, str(row[0])) for is_extra, row in table.differences()]
    return differences + check_findings(progress=tell)


def _kept_by_subjects() -> list[Projection]:
    return [one for subject in SUBJECTS for one in subject.projections]
