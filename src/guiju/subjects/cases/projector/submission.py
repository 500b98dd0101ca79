"""How a submission for approval stands after everything that was done with it, folded from its own stream.

Unit: instants in microseconds since the epoch.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.subjects.cases.events import review as events
from guiju.subjects.cases.projector.votes import Vote, count, read_votes
from guiju.values.errors import GuijuError

Entry = dict[str, Any]
PREFIX = "submission:"
AGREED, DISAGREED, RETURNED = "agreed", "disagreed", "returned"
OPINIONS = (AGREED, DISAGREED, RETURNED)


class StepRefused(GuijuError):
    """A step that may not be taken as the submission stands: one is skipped, it is done already, or overtaken."""

    code = "approvals.step"
    remedy = "请刷新页面，看清现在轮到哪一步后再办理；这次操作没有改变送审的内容。"


class ContentChanged(GuijuError):
    """What is signed is not what stands: another version was submitted meanwhile, or other content was read."""

    code = "approvals.content"
    remedy = "请重新打开送审页面，看过最新内容后再办理。"


class State(StrEnum):
    """What a submission waits for, or how it ended."""

    REVIEW = "review"
    LEGAL_REVIEW = "legal_review"
    DISCUSS = "discuss"
    CONFIRM = "confirm"
    APPROVE = "approve"
    RETURNED = "returned"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether something can still be done with it."""
        return self not in (State.APPROVED, State.DECLINED, State.WITHDRAWN)


_LABELS = {
    State.REVIEW: "待审核", State.LEGAL_REVIEW: "待法制审核", State.DISCUSS: "待集体讨论",
    State.CONFIRM: "待表决人确认", State.APPROVE: "待审批", State.RETURNED: "已退回", State.APPROVED: "已批准",
    State.DECLINED: "不予批准", State.WITHDRAWN: "已撤回",
}  # fmt: skip
STEPS = (State.REVIEW, State.LEGAL_REVIEW, State.DISCUSS, State.APPROVE)
"""In this order; a decision needs some of them, the last one always."""
OPEN = (*STEPS, State.CONFIRM, State.RETURNED)
FROM = {
    **dict.fromkeys((events.SUBMITTED, events.WITHDRAWN), OPEN),
    events.REVIEWED: (State.REVIEW,),
    events.LEGALLY_REVIEWED: (State.LEGAL_REVIEW,),
    **dict.fromkeys((events.DISCUSSED, events.DISCUSSION), (State.DISCUSS,)),
    events.VOTED: (State.CONFIRM, State.APPROVE),
    events.ADOPTED: (State.APPROVED, State.DECLINED),
    events.APPROVED: (State.APPROVE,),
    events.DECLINED: (State.APPROVE,),
}
"""From which states something may be done; the adoption of each opinion follows the decision that speaks of it."""
COLUMNS = (
    "name", "case_number", "person", "decision", "unit", "state", "is_open", "version", "content_hash", "submitter",
    "handlers", "hands", "commanded", "needs", "voters", "unstated", "submitted_at", "since_at", "ended_at",
    "last_event", "said",
)  # fmt: skip
_LISTS = ("versions", "opinions", "endings")
_FOLLOWING = ("is_open", "hands", "voters", "unstated")


@dataclass(slots=True)
class Submission:
    """One submission as it stands; the lists hold who did what, in order, each entry with its event."""

    name: str
    case_number: str = ""
    person: str = ""
    decision: str = ""
    unit: str = ""
    state: State = State.REVIEW
    version: int = 0
    content_hash: str = ""
    submitter: str = ""
    handlers: tuple[str, ...] = ()
    commanded: str = ""
    needs: tuple[State, ...] = ()
    submitted_at: int = 0
    since_at: int = 0
    ended_at: int | None = None
    last_event: int = 0
    said: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in _LISTS})

    @property
    def opinions(self) -> list[Entry]:
        """The opinions on the version that stands; those on earlier versions stay in ``said``."""
        return [one for one in self.said["opinions"] if one["version"] == self.version]

    @property
    def submitters(self) -> list[tuple[str, ...]]:
        """Who signed any of its versions."""
        return [tuple(one["by"]) for one in self.said["versions"]]

    @property
    def voters(self) -> dict[str, bool]:
        """Who discussed the version that stands, by police number, and whether he has stated his vote himself."""
        return {number: number in one["stated"] for one in self.opinions for number in one.get("ballots", {})}

    def row(self) -> Row:
        """The row of the table."""
        hands = dict.fromkeys(one["by"][0] for part in _LISTS for one in self.said[part])
        unstated = [one for one, is_stated in self.voters.items() if not is_stated and self.state in FROM[events.VOTED]]
        return (
            self.name, self.case_number, self.person, self.decision, self.unit, self.state.value, self.state.is_open,
            self.version, self.content_hash, self.submitter, listed(self.handlers), listed(hands),
            self.commanded, " ".join(self.needs), listed(tuple(self.voters)), listed(unstated), self.submitted_at,
            self.since_at, self.ended_at, self.last_event,
            json.dumps(self.said, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip


def listed(names: Sequence[str] | dict[str, None]) -> str:
    """Names as a list in one column, in which each can be found."""
    return f"、{'、'.join(names)}、" if names else ""


def submission_stream(name: str) -> str:
    """The stream in which everything about a submission stands."""
    return f"{PREFIX}{name}"


def submission_of(row: Sequence[Any]) -> Submission:
    """The state that a row of the table holds."""
    said = {name: value for name, value in zip(COLUMNS, row, strict=True) if name not in _FOLLOWING}
    handlers = tuple(one for one in said["handlers"].split("、") if one)
    needs = tuple(State(one) for one in said["needs"].split())
    more = {"state": State(said["state"]), "handlers": handlers, "needs": needs, "said": json.loads(said["said"])}
    return Submission(**said | more)


def check_state(kind: str, state: State) -> None:
    """Make sure that something may be done with a submission as it stands.

    Raises:
        StepRefused: it may not.
    """
    if state not in FROM[kind]:
        raise StepRefused(f"这份送审现在是“{state.label}”，不能这样办理。")


def check_content(one: Submission, version: int | None, content_hash: str) -> None:
    """Make sure that somebody speaks of the version that stands, and of the very content that he read.

    Raises:
        ContentChanged: it is another.
    """
    if (version, content_hash) != (one.version, one.content_hash):
        raise ContentChanged("所办理的内容不是现在送审的这一版。")


def fold_submission(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one submission's stream.

    Raises:
        GuijuError: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    found: Submission | None = None
    for one in told:
        try:
            found = _after(found, one)
        except (StepRefused, ContentChanged):
            if is_strict:
                raise
    return None if found is None else found.row()


def _after(found: Submission | None, told: Told) -> Submission:
    kind = told.one.event.type
    if found is None:
        if kind != events.SUBMITTED:
            raise StepRefused("送审须从送审人提交开始。")
        found = Submission(told.text("submission"))
    else:
        check_state(kind, found.state)
    before = found.state
    _STEPS[kind](found, told)
    found.last_event = told.one.id
    if found.state is not before or kind == events.SUBMITTED:
        found.since_at = told.one.recorded_at
    return found


def _entry(told: Told, **more: Any) -> Entry:
    return {
        "event": told.one.id, "leaf": told.one.leaf.hex(), "by": list(told.hand), "at": told.one.recorded_at, **more
    }  # fmt: skip


def _texts(told: Told, name: str) -> tuple[str, ...]:
    value = told.one.event.get(name)
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _submitted(one: Submission, told: Told) -> None:
    version = told.number("submission_version")
    if version != one.version + 1:
        raise ContentChanged("又有新的一版已经送审。")
    one.version, one.content_hash = version, told.text("content_hash")
    one.case_number, one.person = told.text("case"), told.text("person") or one.person
    one.decision, one.unit = told.text("decision_kind"), told.text("unit")
    one.commanded = told.text("commanding_unit")
    one.handlers = tuple(dict.fromkeys((*one.handlers, *_texts(told, "handling_officers"))))
    one.needs = tuple(State(step) for step in _texts(told, "needed_steps"))
    one.submitter, one.submitted_at = told.one.actor, told.one.recorded_at
    one.state = one.needs[0]
    one.said["versions"].append(_entry(told, version=version, hash=one.content_hash))


def _opinion(one: Submission, told: Told) -> None:
    check_content(one, told.number("submission_version"), told.text("content_hash"))
    step, opinion = one.state, told.text("opinion")
    if opinion not in OPINIONS and told.one.event.type != events.DISCUSSION:
        raise StepRefused("没有写明同意、不同意还是退回。")
    one.said["opinions"].append(
        _entry(told, version=one.version, step=step.value, opinion=opinion, votes=told.text("votes"), adopted=None)
    )
    one.state = State.RETURNED if opinion == RETURNED else one.needs[one.needs.index(step) + 1]


def _discussed(one: Submission, told: Told) -> None:
    """What the recorder wrote down of the votes counts for nothing until the voters have stated them themselves."""
    _opinion(one, told)
    # Discussions that were recorded before voters could do so stand as they were recorded.
    if told.text("ballots_by"):
        ballots = dict(read_votes(_texts(told, "ballots")))
        one.said["opinions"][-1] |= {"opinion": "", "votes": "", "ballots": ballots, "stated": {}}
        one.state = State.CONFIRM


def _voted(one: Submission, told: Told) -> None:
    check_content(one, told.number("submission_version"), told.text("content_hash"))
    discussion, [number] = one.opinions[-1], _texts(told, "officer")
    stated, vote = discussion.get("stated", {}), told.text("vote")
    if number not in discussion.get("ballots", {}) or number in stated or vote not in list(Vote):
        raise StepRefused("不是这次讨论的表决人，或者已经表明意见。")
    stated[number] = _entry(told, vote=vote)
    if (is_agreed := count(discussion)) is not None and not discussion["opinion"]:
        discussion["opinion"] = AGREED if is_agreed else DISAGREED
        one.state = one.needs[one.needs.index(State.DISCUSS) + 1]


def _ended(one: Submission, told: Told) -> None:
    check_content(one, told.number("submission_version"), told.text("content_hash"))
    kind = told.one.event.type
    if kind != events.WITHDRAWN:
        spoken_of = {part.partition("=")[0] for part in _texts(told, "adoptions")}
        if spoken_of != {str(opinion["event"]) for opinion in one.opinions}:
            raise StepRefused("没有逐条写明是否采纳审核意见。")
    one.state = {events.APPROVED: State.APPROVED, events.DECLINED: State.DECLINED}.get(kind, State.WITHDRAWN)
    one.ended_at = told.one.recorded_at
    one.said["endings"].append(_entry(told, version=one.version, kind=one.state.value))


def _adopted(one: Submission, told: Told) -> None:
    named = (told.number("opinion_event"), told.text("opinion_leaf"))
    found = [opinion for opinion in one.opinions if (opinion["event"], opinion["leaf"]) == named]
    if not found or found[0]["adopted"] is not None:
        raise StepRefused("没有这条意见，或者已经写明是否采纳。")
    found[0]["adopted"] = told.one.event.get("adopted") is True


_STEPS: dict[str, Callable[[Submission, Told], None]] = {
    events.SUBMITTED: _submitted,
    events.WITHDRAWN: _ended,
    events.REVIEWED: _opinion,
    events.LEGALLY_REVIEWED: _opinion,
    **dict.fromkeys((events.DISCUSSED, events.DISCUSSION), _discussed),
    events.VOTED: _voted,
    events.ADOPTED: _adopted,
    events.APPROVED: _ended,
    events.DECLINED: _ended,
}
SUBMISSIONS = StreamTable("case_submission", COLUMNS, frozenset(_STEPS), fold_submission, PREFIX)
