"""Which pages a new row can touch, and which rows a page reads: what makes judging again cheap.

Law: engine.md §5. A page reads its own references, those of the pages whose overrun it waits for, and every type that
may lend it a standing attribute.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass

from guiju.rules.model import Count, Cover, Edition, Hold, Pack, Repeat, Rule
from guiju.rules.sweep.pages import references_of
from guiju.values.event import Event


class Reach:
    """The pages of one pack, by what they read in histories of each kind."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._lenders = _lenders(pack)
        self._named: dict[str, dict[str, set[str]]] = {}
        self._lent: dict[str, dict[str, set[str]]] = {}
        self._followers: dict[str, set[str]] = {}
        for rule in pack.rules:
            if rule.is_active:
                self._index(rule)
        self._by_type = {kind: _turned(rules) for kind, rules in self._named.items()}
        self._by_attribute = {kind: _turned(rules) for kind, rules in self._lent.items()}

    def _index(self, rule: Rule) -> None:
        for edition in rule.editions:
            types = set(self._types_of(edition))
            self._named.setdefault(edition.history, {}).setdefault(rule.id, set()).update(types)
            kinds = (self.pack.vocabulary.types.get(name) for name in types)
            standing = {name for kind in kinds if kind is not None for name in kind.standing} & _fields_asked(edition)
            self._lent.setdefault(edition.history, {}).setdefault(rule.id, set()).update(standing)
            for page in edition.trigger.overdue:
                self._followers.setdefault(page, set()).add(rule.id)

    def _types_of(self, edition: Edition) -> Iterator[str]:
        for reference in references_of(edition):
            yield from reference.types
        for page in edition.trigger.overdue:
            behind = self.pack.rule(page)
            for other in behind.editions if behind is not None else ():
                yield from self._types_of(other)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The keys whose histories any active page reads."""
        return tuple(self._named)

    def rules_of(self, kind: str) -> frozenset[str]:
        """The active pages that read histories of ``kind``."""
        return frozenset(self._named.get(kind, ()))

    def touched(self, kind: str, event: Event) -> set[str]:
        """The pages whose verdicts in a history of ``kind`` may change by this row."""
        found = set(self._by_type.get(kind, {}).get(event.type, ()))
        lent = self._by_attribute.get(kind, {})
        if "person" in event.fields:
            for attribute in lent.keys() & event.fields.keys():
                found |= lent[attribute]
        return found

    def types(self, kind: str, rules: Collection[str]) -> list[str]:
        """Every type whose rows these pages read in histories of ``kind``, sorted."""
        named = self._named.get(kind, {})
        types = set(self.lenders(kind, rules))
        for rule in rules:
            types |= named.get(rule, set())
        return sorted(types)

    def lenders(self, kind: str, rules: Collection[str]) -> list[str]:
        """The types that may lend these pages a standing attribute which they ask for, sorted."""
        lent = self._lent.get(kind, {})
        asked = {attribute for rule in rules for attribute in lent.get(rule, ())}
        return sorted({name for attribute in asked for name in self._lenders.get(attribute, frozenset())})

    def waiting_for(self, rule: str) -> set[str]:
        """The pages whose duties arise when a duty of ``rule`` is overrun."""
        return self._followers.get(rule, set())

    def holding(self) -> dict[str, set[str]]:
        """By kind of history, the trigger types of pages that ask what credential an officer held."""
        found: dict[str, set[str]] = {}
        for rule in self.pack.rules:
            for edition in rule.editions if rule.is_active else ():
                if isinstance(edition.verb, Hold) and edition.trigger.event is not None:
                    found.setdefault(edition.history, set()).update(edition.trigger.event.types)
        return found

    def is_moved_by_time(self, rule_id: str) -> bool:
        """Whether days alone, without an event or a due instant, may change how an open duty stands."""
        rule = self.pack.rule(rule_id)
        return rule is not None and any(isinstance(one.verb, Repeat | Cover | Count) for one in rule.editions)

    def periods(self, rule_id: str, kind: str) -> list[frozenset[str]]:
        """Per edition the types that open the stretch in which each calendar period brings a duty of its own."""
        rule = self.pack.rule(rule_id)
        triggers = [edition.trigger for edition in rule.editions if edition.history == kind] if rule is not None else []
        return [frozenset(one.opens.types) for one in triggers if one.each and one.opens is not None]


def _fields_asked(part: object) -> set[str]:
    """The names of attributes that a page, or any part of it, looks at."""
    found: set[str] = set()
    if isinstance(part, tuple):
        for member in part:
            found |= _fields_asked(member)
    elif is_dataclass(part):
        for place in fields(part):
            value = getattr(part, place.name)
            if place.name in ("field", "attribute", "sum_of") and isinstance(value, str):
                found.add(value)
            else:
                found |= _fields_asked(value)
    return found


def _turned(sets: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """From the members to what holds them."""
    found: dict[str, set[str]] = {}
    for holder, members in sets.items():
        for member in members:
            found.setdefault(member, set()).add(holder)
    return found


def _lenders(pack: Pack) -> dict[str, frozenset[str]]:
    """Per standing attribute the types whose rows may say it."""
    kinds = pack.vocabulary.types.values()
    names = {name for kind in kinds for name in kind.standing}
    return {name: frozenset(kind.name for kind in kinds if name in kind.attributes) for name in names}
