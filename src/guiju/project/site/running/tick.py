"""The service's own clock: what falls due is judged and reported; once a night more is looked at, compared, copied."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from guiju.project import env
from guiju.project.ledger.judging_desk import tick
from guiju.project.ledger.wiring import ZONE
from guiju.project.progress import INTERRUPTED
from guiju.project.site.jobs.commands import enqueue_nightly, forget_jobs
from guiju.project.site.jobs.queries import is_night_due
from guiju.project.site.running.sole import sole
from guiju.screens.components.form.drafts import clear_old_drafts
from guiju.values.clock import DAY_SECONDS, SECOND, to_micros

NAME = "tick"
PAUSE = 60.0
NIGHT = time(2, 30)
KEPT_DAYS = 30


def tick_once() -> float:
    """One round, unless another service is at it; the seconds until the next."""
    with sole(NAME) as is_mine:
        if is_mine:
            now = env.now()
            is_night = is_night_due(to_micros(last_night(now)))
            tick(_tell, nightly=is_night)
            if is_night:
                clear_old_drafts(at=to_micros(now))
                forget_jobs(to_micros(now) - KEPT_DAYS * DAY_SECONDS * SECOND)
                enqueue_nightly(with_backup=env.backup_folder() is not None, at=to_micros(now))
    return PAUSE


def last_night(now: datetime) -> datetime:
    """The latest instant at which the nightly work was due: whoever was down then catches up."""
    local = now.astimezone(ZoneInfo(ZONE))
    tonight = datetime.combine(local.date(), NIGHT, tzinfo=local.tzinfo)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def _tell(stage: str, share: float) -> None:
    INTERRUPTED.get()()
