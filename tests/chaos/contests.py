"""The kinds of race: for one object, what each racer does, and what may be said of the outcome."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.chaos.examination import rows
from tests.ledgers import SHANGHAI, moment

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.seal.sealer import seal

CLERK = Actor("clerk")


@dataclass(frozen=True)
class Outcome:
    """What one racer got: exactly one of the three."""

    answer: Any = None
    refused: str = ""
    accident: str = ""

    @property
    def word(self) -> str:
        """One word for counting."""
        if isinstance(self.answer, Appended):
            return "repeat" if self.answer.is_repeat else "recorded"
        return self.refused or ("accident" if self.accident else "done")


Moves = Sequence[Callable[[], Any]]
Verdict = Callable[[Sequence[Outcome]], list[str]]
Contest = Callable[[str, int, Random], tuple[Moves, Verdict]]


def _draft(mark: str, *, minute: int = 0, **fields: Any) -> Draft:
    more = {name: fields.pop(name) for name in ("corrects", "reason", "approver") if name in fields}
    at = moment(f"2026-03-01T10:{minute:02d}")
    return Draft.of("property.handed_over", at, {**fields, "mark": mark}, local=SHANGHAI, **more)


def _writes(*drafts: Draft, key: str, actor: Actor = CLERK) -> Callable[[], Appended]:
    return lambda: append(drafts, actor=actor, idem_key=key)


def _count(outcomes: Sequence[Outcome], **wanted: int) -> list[str]:
    told = Counter(one.word for one in outcomes)
    return [] if told == Counter(wanted) else [f"{dict(told)}, not {wanted}"]


def _events(case: str, wanted: int) -> list[str]:
    found = rows("SELECT count(*), count(DISTINCT seq), max(seq) FROM event WHERE stream = %s", f"case:{case}")
    return [] if found == [(wanted, wanted, wanted)] else [f"{found[0]} in the stream, not {wanted}"]


def same_submission(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """One form, sent by several clicks: recorded once, all are told the same id."""
    moves = [_writes(_draft(name, case=name), key=name)] * count

    def verdict(outcomes: Sequence[Outcome]) -> list[str]:
        ids = {one.answer.ids for one in outcomes if one.answer}
        more = [] if len(ids) == 1 else [f"{len(ids)} different ids"]
        return _count(outcomes, recorded=1, repeat=count - 1) + _events(name, 1) + more

    return moves, verdict


def same_chunk(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """A piece of an import of several streams, sent twice: whole and once."""
    drafts = [_draft(f"{name}/{part}", case=f"{name}/{part % 3}") for part in range(9)]

    def verdict(outcomes: Sequence[Outcome]) -> list[str]:
        return _count(outcomes, recorded=1, repeat=count - 1) + _events(f"{name}/1", 3)

    return [_writes(*drafts, key=name)] * count, verdict


def hand_over(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """Several officers take one version of one item: the key of the version decides, the others are refused."""
    desk = Actor("property-desk", "system")
    moves = [
        _writes(_draft(f"{name}/{taker}", item=name, case=name, officer=(f"P{taker}",)), key=f"{name}@1", actor=desk)
        for taker in range(count)
    ]
    refused = {"ledger.idem_key_reused": count - 1}
    return moves, lambda outcomes: _count(outcomes, recorded=1, **refused) + _events(name, 1)


def _corrections(name: str, count: int, corrects: int) -> tuple[Moves, Verdict]:
    moves = [
        _writes(
            _draft(f"{name}/c{one}", minute=one, case=name, corrects=corrects, reason="错", approver="chief"),
            key=f"{name}/c{one}",
        )
        for one in range(count)
    ]

    def verdict(outcomes: Sequence[Outcome]) -> list[str]:
        later = rows("SELECT count(*) FROM correction WHERE event = %s", corrects)
        more = [] if later == [(1,)] else [f"corrected {later[0][0]} times"]
        return _count(outcomes, recorded=1, **{"ledger.correction": count - 1}) + more

    return moves, verdict


def correction(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """One event, corrected by several at once: one version follows it."""
    return _corrections(name, count, append([_draft(name, case=name)], actor=CLERK, idem_key=name).ids[0])


def further_correction(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """A correction, itself corrected by several at once."""
    first = append([_draft(name, case=name)], actor=CLERK, idem_key=name).ids[0]
    again = _draft(f"{name}/2", case=name, corrects=first, reason="错", approver="chief")
    return _corrections(name, count, append([again], actor=CLERK, idem_key=f"{name}/2").ids[0])


def one_stream(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """Different events at the end of one stream: one winner for each place, nobody is sent away."""
    moves = [_writes(_draft(f"{name}/{one}", case=name), key=f"{name}/{one}") for one in range(count)]
    return moves, lambda outcomes: _count(outcomes, recorded=count) + _events(name, count)


def crossing_streams(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """Submissions that touch the same two streams in opposite orders: all recorded whole, none hangs."""
    moves = []
    for one in range(count):
        pair = [_draft(f"{name}/{one}a", case=f"{name}a"), _draft(f"{name}/{one}b", case=f"{name}b")]
        moves.append(_writes(*(pair if one % 2 else pair[::-1]), key=f"{name}/{one}"))

    def verdict(outcomes: Sequence[Outcome]) -> list[str]:
        return _count(outcomes, recorded=count) + _events(f"{name}a", count) + _events(f"{name}b", count)

    return moves, verdict


def sealers(name: str, count: int, dice: Random) -> tuple[Moves, Verdict]:
    """Several sealers and a writer: each event gets one place, and there is no gap."""
    append([_draft(name, case=name), _draft(f"{name}/2", case=name)], actor=CLERK, idem_key=name)
    moves: list[Callable[[], Any]] = [seal] * (count - 1)
    moves.insert(dice.randrange(count), _writes(_draft(f"{name}/3", case=name), key=f"{name}/3"))

    def verdict(outcomes: Sequence[Outcome]) -> list[str]:
        found = rows(
            "SELECT count(*), count(DISTINCT event), max(place) + 1, (SELECT max(size) FROM checkpoint) FROM leaf"
        )
        return _events(name, 3) + ([] if len(set(found[0])) == 1 else [f"leaves, events, places, size: {found[0]}"])

    return moves, verdict


CONTESTS: dict[str, Contest] = {
    "same submission": same_submission,
    "same piece of an import": same_chunk,
    "hand-over of one item": hand_over,
    "correction of one event": correction,
    "correction of a correction": further_correction,
    "end of one stream": one_stream,
    "two streams crosswise": crossing_streams,
    "sealers at once": sealers,
}
