"""The events of one key, folded: what they tell of its thread does not depend on the order in which they are read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from guiju.rules.predicate import TRUE_WORDS
from guiju.screens.threads.wiring import ThreadsWiring
from guiju.values.event import FieldValue
from guiju.values.recorded import Recorded
from guiju.values.thread import ThreadWords

LONGEST = 160
Place = tuple[str, str]
"""The kind and value of a key."""
When = tuple[int, int]
"""An instant, and the id of the first version of an event: what decides between equal instants."""
ALWAYS: When = (-(2**63), 0)


@dataclass(frozen=True, slots=True)
class Told:
    """What the events themselves say of a thread; the rest of its row is what is due and found in it."""

    unit: str
    placed_at: int
    title: str
    category: str
    opened_at: int
    last_at: int
    closed_at: int | None
    extra: str
    officers: frozenset[str]


@dataclass(slots=True)
class Fold:
    """What has been read of one thread so far."""

    words: ThreadWords
    first: When | None = None
    last: When = ALWAYS
    opened: tuple[When, tuple[str, ...]] | None = None
    turned: tuple[When, bool] | None = None
    placed: tuple[When, str] | None = None
    led: tuple[When, tuple[str, ...]] | None = None
    said: dict[str, tuple[When, FieldValue]] = field(default_factory=dict)
    officers: set[str] = field(default_factory=set)

    def add(self, one: Recorded) -> None:
        """Take in the latest version of an event."""
        event, words = one.event, self.words
        when = (event.at, event.seq)
        self.first = when if self.first is None else min(self.first, when)
        self.last = max(self.last, when)
        self.officers.update(event.officers)
        if one.unit_as_of and (self.placed is None or when >= self.placed[0]):
            self.placed = when, one.unit_as_of
        if event.type in words.opened_by:
            if self.opened is None or when <= self.opened[0]:
                self.opened = when, event.officers
            self._hear(one, when)
        is_turn = event.type in words.closed_by or event.type in words.reopened_by
        if is_turn and (self.turned is None or when >= self.turned[0]):
            self.turned = when, event.type in words.closed_by
        if event.type in words.led_by and event.officers and (self.led is None or when >= self.led[0]):
            self.led = when, event.officers

    def _hear(self, one: Recorded, when: When) -> None:
        for name in (self.words.category, *self.words.title):
            value = one.event.get(name) if name else None
            if value is not None and (name not in self.said or when >= self.said[name][0]):
                self.said[name] = when, value

    def told(self, hand: ThreadsWiring) -> Told | None:
        """What all of it comes to; None where there was nothing."""
        if self.first is None:
            return None
        placed = self.placed or (self.last, "")
        opened_at = self.opened[0][0] if self.opened is not None else self.first[0]
        lead = self.led[1] if self.led is not None else self.opened[1] if self.opened is not None else ()
        closed_at = self.turned[0][0] if self.turned is not None and self.turned[1] else None
        extra = json.dumps({"lead": list(lead)}, ensure_ascii=False)
        return Told(
            placed[1], placed[0][0], self._title(hand), self._category(), opened_at, self.last[0], closed_at, extra,
            frozenset(self.officers),
        )  # fmt: skip

    def _category(self) -> str:
        said = self.said.get(self.words.category)
        return str(said[1])[:LONGEST] if said is not None else ""

    def _title(self, hand: ThreadsWiring) -> str:
        category = self._category()
        head = hand.vocabulary.value_label(self.words.category, category) if category else ""
        parts = [f"{head}{self.words.label}"]
        for name in self.words.title:
            value = self.said[name][1] if name in self.said else None
            if isinstance(value, str) and value in hand.vocabulary.value_labels.get(name, {}):
                parts.append(hand.vocabulary.value_label(name, value))
            elif value is not None and is_yes(value):
                parts.append(hand.vocabulary.field_label(name))
        return "·".join(dict.fromkeys(parts))[:LONGEST]


def fold(hand: ThreadsWiring, kind: str, events: Iterable[Recorded]) -> Told | None:
    """What the latest versions of the events of one key tell of its thread; None where none of them is part of it."""
    folded = Fold(hand.words[kind])
    for one in events:
        if hand.tells(one.event.type):
            folded.add(one)
    return folded.told(hand)


def is_yes(value: FieldValue) -> bool:
    """Whether a flag is set, however the source writes it."""
    return value is True or str(value).strip().casefold() in TRUE_WORDS


def threads_of(hand: ThreadsWiring, one: Recorded) -> list[Place]:
    """The threads that an event is part of."""
    return [key for key in one.keys if key[0] in hand.words] if hand.tells(one.event.type) else []
