"""What is drawn for the blind cross-review each month without anybody asking: over all that the bureau approved."""

from datetime import date, timedelta

from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.life.recording import record
from guiju.subjects.cases.commands.crossing import approved_in, bounds_of, drafts_of_month
from guiju.subjects.cases.events.review import CROSS_DRAWN
from guiju.subjects.cases.projector.submission import StepRefused

SYSTEM = Actor("cases", "system")
MONTHS = 12
"""So far back a month that was missed is drawn after all."""


def draw_due_months(*, actor: Actor = SYSTEM, at: int) -> int:
    """Draw for every month that is over and was not drawn yet; how many submissions were drawn.

    The ledger decides what is drawn, so it is the same whoever asks and whenever: a month is asked for once, and one
    for which nothing can be drawn (nothing was approved) is asked for again the next time.
    """
    local = law_in_force().local
    first = date.fromordinal(local.locate(wiring().clock())[0]).replace(day=1)
    months: list[str] = []
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(f"{first:%Y-%m}")
    return sum(_draw(month, actor, at) for month in reversed(months))


def _draw(month: str, actor: Actor, at: int) -> int:
    def work() -> list[Draft]:
        rows = approved_in(*bounds_of(month, wiring().clock()))
        return drafts_of_month(rows, month, at) if rows else []

    key = f"cross-draw:{month}"
    try:
        done = record(work, [key], kind=CROSS_DRAWN, asked={"draw_month": month}, actor=actor, idem_key=key)
    except StepRefused:
        return 0
    return 0 if done.is_repeat else len(done.ids)
