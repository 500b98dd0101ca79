"""How a finding stands after everything that was decided about it, folded from its own stream.

Unit: instants in microseconds since the epoch.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiju.findings.life import events
from guiju.findings.life.acts import State
from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.findings.life.steps import StepRefused, check_state
from guiju.values.recorded import Recorded

UPHELD, OVERRULED = "upheld", "overruled"
"""申辩成立 and 申辩不成立."""
EXPIRED, RECURRED, RE_EXAMINED = "waiver_expired", "recurrence", "re_examination"
COLUMNS = (
    "finding", "rule", "unit", "state", "since_at", "is_confirmed", "verified_at", "rejected_at", "dispute_until",
    "counts_at", "wanted_until", "waived_until", "waiver_asked", "finding_group", "recurrence_of", "reopenings",
    "last_event", "said",
)  # fmt: skip
Entry = dict[str, Any]
_LISTS = ("verifications", "rejections", "disputes", "opinions", "votes", "waivers", "reopenings")


@dataclass(slots=True)
class Life:
    """One finding as it stands; the lists hold who decided what, in order, each entry with its event."""

    finding: str
    rule: str = ""
    unit: str = ""
    state: State = State.SUSPECTED
    since_at: int = 0
    verified_at: int | None = None
    rejected_at: int | None = None
    dispute_until: int | None = None
    counts_at: int | None = None
    wanted_until: int | None = None
    waived_until: int | None = None
    finding_group: str = ""
    recurrence_of: str = ""
    last_event: int = 0
    said: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in _LISTS})

    @property
    def open_disputes(self) -> list[Entry]:
        """The rebuttals that nobody has decided yet."""
        return [one for one in self.said["disputes"] if "outcome" not in one]

    @property
    def open_opinions(self) -> list[Entry]:
        """The opinions that no decision has adopted or overruled yet."""
        return [one for one in self.said["opinions"] if "is_adopted" not in one]

    @property
    def open_waiver(self) -> Entry | None:
        """The waiver that waits for its approver."""
        return next((one for one in self.said["waivers"] if one["state"] == "proposed"), None)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody entitled has said that it is true, and nobody has taken that back."""
        return self.verified_at is not None

    def row(self) -> Row:
        """The row of the table."""
        asked = self.open_waiver
        return (
            self.finding, self.rule, self.unit, self.state.value, self.since_at, self.is_confirmed, self.verified_at,
            self.rejected_at, self.dispute_until, self.counts_at, self.wanted_until, self.waived_until,
            None if asked is None else asked["event"], self.finding_group, self.recurrence_of,
            len(self.said["reopenings"]), self.last_event, json.dumps(self.said, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip


def fold_life(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one finding's stream; None where nobody has decided anything yet.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    life: Life | None = None
    for one in told:
        kind = one.one.event.type
        if kind not in events.LIFE_TYPES:
            continue
        if life is None:
            life = Life(one.text("finding"))
        try:
            check_state(kind, life.state)
            _advance(life, one)
        except StepRefused:
            if is_strict:
                raise
    return None if life is None or not life.last_event else life.row()


def life_of(row: Sequence[Any]) -> Life:
    """The state that a row of the table holds."""
    said = dict(zip(COLUMNS, row, strict=True))
    for name in ("is_confirmed", "waiver_asked", "reopenings"):
        del said[name]
    return Life(**said | {"state": State(said["state"]), "said": json.loads(said["said"])})


def _advance(life: Life, told: Told) -> None:
    before = life.state
    _STEPS[told.one.event.type](life, told)
    life.rule, life.unit = told.text("rule"), told.text("unit")
    life.last_event = told.one.id
    if life.state is not before:
        life.since_at = told.one.recorded_at


def _entry(told: Told, **more: Any) -> Entry:
    return {
        "event": told.one.id, "leaf": told.one.leaf.hex(), "by": list(told.hand), "at": told.one.recorded_at,
        "reason": told.text("decision_reason"), **more,
    }  # fmt: skip


def _verified(life: Life, told: Told) -> None:
    life.state, life.verified_at, life.rejected_at = State.VERIFIED, told.one.recorded_at, None
    life.dispute_until = life.counts_at = told.number("dispute_until")
    life.wanted_until = None
    life.finding_group, life.recurrence_of = told.text("finding_group"), told.text("recurrence_of")
    life.said["verifications"].append(_entry(told))


def _rejected(life: Life, told: Told) -> None:
    _take_back(life, told)
    life.said["rejections"].append(_entry(told))


def _take_back(life: Life, told: Told) -> None:
    life.state, life.rejected_at, life.verified_at = State.REJECTED, told.one.recorded_at, None
    life.counts_at = life.wanted_until = life.dispute_until = None


def _data_wanted(life: Life, told: Told) -> None:
    life.state, life.wanted_until = State.DATA_WANTED, told.number("wanted_until")


def _disputed(life: Life, told: Told) -> None:
    officer = told.text("disputing_officer")
    since = life.said["verifications"][-1]["event"]
    if any(one["officer"] == officer and one["event"] > since for one in life.said["disputes"]):
        raise StepRefused("这名民警已经申辩过。")
    life.state, life.counts_at = State.DISPUTED, None
    life.said["disputes"].append(_entry(told, officer=officer))


def _dispute_decided(life: Life, told: Told) -> None:
    number, outcome = told.number("dispute"), told.text("dispute_outcome")
    dispute = next((one for one in life.open_disputes if one["event"] == number), None)
    if dispute is None or dispute["leaf"] != told.text("dispute_leaf") or outcome not in (UPHELD, OVERRULED):
        raise StepRefused("没有等待处理的这份申辩。")
    dispute |= {"outcome": outcome, "decided": _entry(told)}
    if outcome == UPHELD:
        _take_back(life, told)
    elif not life.open_disputes:
        life.state = State.VERIFIED
        life.counts_at = max(life.dispute_until or 0, told.one.recorded_at)


def _opinion_given(life: Life, told: Told) -> None:
    life.said["opinions"].append(_entry(told, holds=told.one.event.get("holds") is True))


def _opinion_settled(life: Life, told: Told) -> None:
    number = told.number("opinion_event")
    opinion = next((one for one in life.open_opinions if one["event"] == number), None)
    if opinion is None or opinion["leaf"] != told.text("opinion_leaf"):
        raise StepRefused("没有等待处理的这份审核意见。")
    is_adopted = told.one.event.type == events.OPINION_ADOPTED
    opinion |= {"is_adopted": is_adopted, "settled": told.one.id}


def _voted(life: Life, told: Told) -> None:
    life.said["votes"].append(_entry(told, holds=told.one.event.get("holds") is True))


def _waiver_proposed(life: Life, told: Told) -> None:
    if life.open_waiver is not None:
        raise StepRefused("已有一份豁免提请等待批准。")
    life.said["waivers"].append(
        _entry(
            told, state="proposed", risk=told.text("waiver_risk"), starts_at=told.number("waived_from"),
            expires_at=told.number("waived_until"),
        )
    )  # fmt: skip


def _waiver_answered(life: Life, told: Told) -> None:
    waiver, is_waived = life.open_waiver, told.one.event.type == events.WAIVED
    if waiver is None or (waiver["event"], waiver["leaf"]) != (told.number("proposal"), told.text("proposal_leaf")):
        raise StepRefused("没有等待批准的这份豁免提请。")
    waiver |= {"state": "approved" if is_waived else "refused", "answered": _entry(told)}
    if is_waived:
        waiver["before"] = life.state.value
        life.state, life.waived_until = State.WAIVED, told.number("waived_until")


def _closed(life: Life, told: Told) -> None:
    life.state = State.CLOSED


def _reopened(life: Life, told: Told) -> None:
    before, cause = life.state, told.text("reopening_cause")
    if (before is State.WAIVED) != (cause == EXPIRED):
        raise StepRefused("豁免期满才能自动恢复。")
    if before is State.WAIVED:
        waiver = life.said["waivers"][-1]
        life.state, life.waived_until = State(waiver["before"]), None
        if life.dispute_until is not None and life.dispute_until > waiver["answered"]["at"]:
            # Nobody can reply while it is waived: what was left of the time to reply runs on afterwards.
            life.dispute_until += told.one.recorded_at - waiver["answered"]["at"]
            life.counts_at = max(life.counts_at or 0, life.dispute_until)
    else:
        life.state = State.VERIFIED if before is State.CLOSED else State.SUSPECTED
        life.rejected_at = None
    life.said["reopenings"].append(_entry(told, cause=cause, recurrence=told.text("recurrence")))


_STEPS: dict[str, Callable[[Life, Told], None]] = {
    events.VERIFIED: _verified,
    events.REJECTED: _rejected,
    events.DATA_WANTED: _data_wanted,
    events.DISPUTED: _disputed,
    events.DISPUTE_DECIDED: _dispute_decided,
    events.OPINION_GIVEN: _opinion_given,
    events.OPINION_ADOPTED: _opinion_settled,
    events.OPINION_OVERRULED: _opinion_settled,
    events.VOTED: _voted,
    events.WAIVER_PROPOSED: _waiver_proposed,
    events.WAIVER_REFUSED: _waiver_answered,
    events.WAIVED: _waiver_answered,
    events.CLOSED: _closed,
    events.REOPENED: _reopened,
}
LIFE = StreamTable("finding_life", COLUMNS, events.LIFE_TYPES, fold_life)


def follow_life(recorded: Sequence[Recorded]) -> None:
    """Bring the lives of findings up to date with newly recorded decisions, in their transaction.

    Raises:
        StepRefused: a decision may not stand where it is put.
        DecisionKept: it corrects another one or comes from a file.
    """
    LIFE.follow(recorded)
