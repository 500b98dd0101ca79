"""Whether a row is what a page speaks of: its type, its fields, and the keys it shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from guiju.rules.model import Pack, Reference
from guiju.rules.predicate import Absence, Condition, RowView, holds
from guiju.values.event import IDENTIFYING, KEYS, Event, FieldValue
from guiju.values.vocabulary import Vocabulary

REMEMBERED = 50_000
"""So many answers are kept: rows that say the same in what is asked are asked once."""
DutyKeys = Mapping[str, FieldValue | None]
"""The keys a duty is about: absent = its trigger's type does not carry the key, None = carried but empty."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the sources of a history record: event types and columns; None means everything (worked cases)."""

    types: frozenset[str] | None = None
    fields: frozenset[str] | None = None

    def unrecorded(self, references: Iterable[Reference]) -> list[str]:
        """The types of these references that no source records."""
        if self.types is None:
            return []
        return sorted({name for reference in references for name in reference.types if name not in self.types})

    def records_any(self, reference: Reference) -> bool:
        """Whether at least one of the reference's types is recorded."""
        return self.types is None or any(name in self.types for name in reference.types)

    def has_column(self, field: str) -> bool:
        """Whether the source carries the field at all."""
        return self.fields is None or field in self.fields


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fields that a condition looks at; ``condition`` is kept so that its number stays its own."""

    condition: Condition
    names: frozenset[str]
    fields: tuple[str, ...]
    is_timed: bool

    @classmethod
    def of(cls, condition: Condition) -> "_Asked":
        names = fields_asked(condition)
        return cls(condition, frozenset(names), tuple(sorted(names | {"officer"})), "local_time" in names)

    def mark(self, event: Event, lenient_flags: bool) -> tuple[object, ...]:
        """What the answer depends on: two rows with the same mark get the same answer."""
        said = [event.fields.get(name) for name in self.fields]
        second = event.second if self.is_timed else 0
        return (id(self.condition), event.type, lenient_flags, second, *said, *map(type, said))


def fields_asked(part: object) -> set[str]:
    """The names of attributes that a page, or any part of it, looks at."""
    found: set[str] = set()
    if isinstance(part, tuple):
        for member in part:
            found |= fields_asked(member)
    elif is_dataclass(part):
        for place in fields(part):
            value = getattr(part, place.name)
            if place.name in ("field", "attribute", "sum_of") and isinstance(value, str):
                found.add(value)
            else:
                found |= fields_asked(value)
    return found


def _own_dict() -> Any:
    return field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Matcher:
    """The three-valued questions that are asked of single rows, against one pack and one source."""

    pack: Pack
    source: Source
    _answers: dict[tuple[object, ...] | None, tuple[bool | None, tuple[str, ...]]] = _own_dict()
    _asked: dict[int, "_Asked"] = _own_dict()
    _secret: dict[str, frozenset[str]] = _own_dict()

    def meets(self, reference: Reference, event: Event, missing: list[str]) -> bool | None:
        """Whether ``event`` has one of the types and meets ``where``."""
        if event.type not in reference.types:
            return False
        if reference.where is None:
            return True
        return self.satisfies(reference.where, event, missing, lenient_flags=reference.lenient_flags)

    def satisfies(self, condition: Condition, event: Event, missing: list[str], *, lenient_flags: bool) -> bool | None:
        """Whether the fields of ``event`` meet ``condition``; the names that leave it open go to ``missing``."""
        asked = self._asked.get(id(condition))
        if asked is None:
            asked = self._asked[id(condition)] = _Asked.of(condition)
        mark = None if asked.names & self._personal(event.type) else asked.mark(event, lenient_flags)
        known = self._answers.get(mark)
        if known is None:
            names: list[str] = []
            answer = self._holds(condition, event, names, lenient_flags)
            known = answer, tuple(names)
            if mark is not None:
                if len(self._answers) >= REMEMBERED:
                    self._answers.clear()
                self._answers[mark] = known
        missing += known[1]
        return known[0]

    def _personal(self, type_name: str) -> frozenset[str]:
        """The fields of which nothing may be remembered."""
        found = self._secret.get(type_name)
        if found is None:
            kind = self.pack.vocabulary.types.get(type_name)
            found = self._secret[type_name] = frozenset((*IDENTIFYING, *(kind.personal if kind is not None else ())))
        return found

    def _holds(self, condition: Condition, event: Event, missing: list[str], lenient_flags: bool) -> bool | None:
        vocabulary = self.pack.vocabulary
        kind = vocabulary.types.get(event.type)

        def value(name: str) -> FieldValue | None:
            given = event.type if name == "type" else event.get(name)
            if given is None and name == "officers" and event.officers:
                return len(event.officers)
            if given is None and kind is not None and name in kind.flags:
                return False if lenient_flags or self.source.has_column(name) else None
            return given

        def absence(name: str) -> Absence:
            if not vocabulary.declares(event.type, name):
                return Absence.UNDECLARED
            if name == "officers" and lenient_flags:
                return Absence.EMPTY  # a trigger that leaves one officer to another page binds where nobody is named
            column = "officer" if name == "officers" else name
            return Absence.EMPTY if self.source.has_column(column) else Absence.UNRECORDED

        return holds(condition, RowView(value, absence, event.second, self.pack.ranks, vocabulary.word_of), missing)

    def shares(
        self, keys: DutyKeys, same: Sequence[str], history: str, event: Event, missing: list[str]
    ) -> bool | None:
        """Whether ``event`` is about the same things; keys bind only where both rows carry them."""
        answer: bool | None = True
        for key in same:
            if key == history or key not in keys or not self.pack.vocabulary.declares(event.type, key):
                continue
            mine, theirs = keys[key], event.get(key)
            if mine is None or theirs is None:
                missing.append(key)
                answer = None
            elif not _is_shared(mine, theirs):
                return False
        return answer

    def keys_of(self, event: Event) -> dict[str, FieldValue | None]:
        """The keys that ``event`` carries, with None where one is empty."""
        return {key: event.get(key) for key in KEYS if self.pack.vocabulary.declares(event.type, key)}


def _is_shared(mine: FieldValue, theirs: FieldValue) -> bool:
    if isinstance(mine, tuple) or isinstance(theirs, tuple):
        left = mine if isinstance(mine, tuple) else (mine,)
        right = theirs if isinstance(theirs, tuple) else (theirs,)
        return not set(left).isdisjoint(right)
    return mine == theirs


def with_standing(events: Sequence[Event], vocabulary: Vocabulary) -> list[Event]:
    """The events with their standing attributes filled in from the latest earlier row of the same case and person.

    ``events`` are in order of (at, seq); rows without a person take nothing.
    """
    if not any(kind.standing for kind in vocabulary.types.values()):
        return list(events)
    names = {name for kind in vocabulary.types.values() for name in kind.standing}
    known: dict[tuple[FieldValue | None, FieldValue, str], FieldValue] = {}
    filled = []
    for event in events:
        person = event.get("person")
        kind = vocabulary.types.get(event.type)
        if person is not None and kind is not None:
            case, added = event.get("case"), {}
            for name in kind.standing:
                if event.get(name) is None and (case, person, name) in known:
                    added[name] = known[case, person, name]
            if added:
                event = replace(event, fields={**event.fields, **added})
            for name in names:
                value = event.get(name)
                if value is not None:
                    known[case, person, name] = value
        filled.append(event)
    return filled
