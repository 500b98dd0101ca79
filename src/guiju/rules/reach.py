"""Which pages a new row can touch, and which rows a page reads: what makes judging again cheap.

Law: engine.md §5. A page reads its own references, those of the pages whose overrun it waits for, and every type that
may lend it a standing attribute.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from guiju.rules.matching import Matcher, Source, fields_asked
from guiju.rules.model import Count, Cover, Edition, Hold, Pack, Reference, Repeat, Rule
from guiju.rules.sweep.pages import references_of
from guiju.values.event import ENTERED_AT, ENTERED_LATE, Event

_SAID_LATER = frozenset({ENTERED_AT, ENTERED_LATE})
"""What a row says in the ledger may differ here from what was handed in."""


@dataclass(slots=True)
class _Asked:
    """How one page asks for rows of one type: of any of them, or of those that meet one of the references."""

    is_always: bool = False
    references: list[tuple[Reference, frozenset[str]]] = field(default_factory=list)


class Reach:
    """The pages of one pack, by what they read in histories of each kind."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._lenders = _lenders(pack)
        self._named: dict[str, dict[str, set[str]]] = {}
        self._lent: dict[str, dict[str, set[str]]] = {}
        self._followers: dict[str, set[str]] = {}
        self._asked: dict[str, dict[str, dict[str, _Asked]]] = {}
        # A source that has no column at all leaves every empty field open: only what is filled can be a no.
        self._matcher = Matcher(pack, Source(fields=frozenset()))
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
            standing = {name for kind in kinds if kind is not None for name in kind.standing} & fields_asked(edition)
            self._lent.setdefault(edition.history, {}).setdefault(rule.id, set()).update(standing)
            for page in edition.trigger.overdue:
                self._followers.setdefault(page, set()).add(rule.id)
            asked = self._asked.setdefault(edition.history, {})
            for reference, is_weighed in self._weighed(edition):
                for name in reference.types:
                    one = asked.setdefault(name, {}).setdefault(rule.id, _Asked())
                    if reference.where is None or not is_weighed:
                        one.is_always = True
                    else:
                        one.references.append((reference, frozenset(fields_asked(reference.where))))

    def _weighed(self, edition: Edition) -> Iterator[tuple[Reference, bool]]:
        """Every reference, and whether a row that does not meet its ``where`` means nothing to the page.

        A row of a modifier's type is asked whether it came in time before anything else, and may lack a calendar.
        """
        modifiers = [*edition.restart, *(item.by for item in edition.extend)]
        modifiers += [part for stop in edition.stop for part in (stop.start, stop.end)]
        for reference in references_of(edition):
            yield reference, not any(reference is one for one in modifiers)
        for page in edition.trigger.overdue:
            behind = self.pack.rule(page)
            for other in behind.editions if behind is not None else ():
                yield from self._weighed(other)

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
        return set(self._by_type.get(kind, {}).get(event.type, ())) | self._lent_by(kind, event)

    def _lent_by(self, kind: str, event: Event) -> set[str]:
        """The pages that ask for a standing attribute which this row says."""
        lent = self._by_attribute.get(kind, {})
        if "person" not in event.fields:
            return set()
        return {rule for attribute in lent.keys() & event.fields.keys() for rule in lent[attribute]}

    def weighed(self, kind: str, event: Event) -> set[str]:
        """Those of ``touched`` that may take this row for one of theirs: not where its fields meet no ``where``.

        Holds only where the row adds no type to what the sources of the history record.
        """
        found = set()
        for rule, asked in self._asked.get(kind, {}).get(event.type, {}).items():
            if asked.is_always or any(self._may_meet(*one, event) for one in asked.references):
                found.add(rule)
        return found | self._lent_by(kind, event)

    def _may_meet(self, reference: Reference, fields: frozenset[str], event: Event) -> bool:
        kind = self.pack.vocabulary.types.get(event.type)
        standing = fields.intersection(kind.standing) if kind is not None else frozenset()
        if fields & _SAID_LATER or any(event.get(name) is None for name in standing):
            return True
        return self._matcher.meets(reference, event, []) is not False

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
