"""What findings do when something is recorded: judge what it touched, in the same transaction."""

from collections.abc import Iterable, Sequence

from django.db import connection

from guiju.facts.histories import history, latest
from guiju.facts.tables.driver import Statement, drivers_own
from guiju.findings.events import MADE, PAGE_PUBLISHED, SUSPECTED, WITHDRAWN
from guiju.findings.judging import (
    TOO_LONG,
    Place,
    batch_source,
    judge_histories,
    put_agenda,
    queue_for_judging,
)
from guiju.findings.law import LawInForce, current_law
from guiju.findings.rows import insert, marks_of, put_made, put_reported
from guiju.rules.model import Edition
from guiju.values.recorded import Recorded, keys_of

_HISTORIES = "SELECT k.kind, k.value FROM event_key k JOIN event e ON e.id = k.event WHERE k.kind = %s"
_SAID = ("finding", "running_duty", "data_gap")
_OF_FINDINGS = (SUSPECTED, WITHDRAWN, MADE)
_SOURCES = "SELECT batch FROM history_source WHERE kind = %s AND value = %s"
MANY = 64
"""More events than this at once are an import: their histories are put on the agenda and judged together."""


def follow_findings(recorded: Sequence[Recorded]) -> None:
    """Note where the events came from, take in reports of findings, and judge every history that they touch."""
    law = current_law()
    for one in recorded:
        if one.event.type == PAGE_PUBLISHED:
            ask_again(law, str(one.event.fields["law_page"]))
    if len(recorded) <= MANY and all(_is_plain(law, one) for one in recorded):
        places, waiting = _weighed(law, recorded)
    else:
        places, waiting = _looked_up(law, recorded)
    if not places:
        return
    if len(recorded) > MANY or len(places) > MANY:
        _put_off(places)
        return
    as_of = max(one.recorded_at for one in recorded)
    _put_off(judge_histories(places, as_of=as_of, at_most=TOO_LONG, first=waiting, law=law))


def _is_plain(law: LawInForce, one: Recorded) -> bool:
    """Whether an event says nothing of other histories, of sources or of findings: then all it means is its own row."""
    of_others = {*law.pack.vocabulary.credential_types, *_OF_FINDINGS}
    return one.batch is None and one.corrects is None and one.event.type not in of_others


def _looked_up(law: LawInForce, recorded: Sequence[Recorded]) -> tuple[dict[Place, set[str]], list[Statement]]:
    """The histories that events of any sort touch, after waiting for those who judge what they are about."""
    is_many = len(recorded) > MANY
    if not is_many:
        with drivers_own() as hand:
            hand.run(*queue_for_judging(law, (key for one in recorded for key in one.keys)))
    note_reports(recorded)
    places = touched(law, recorded)
    note_sources(law, recorded)
    return places, [] if is_many else queue_for_judging(law, places)


def _weighed(law: LawInForce, recorded: Sequence[Recorded]) -> tuple[dict[Place, set[str]], list[Statement]]:
    """The histories in which a page may take one of these rows for one of its own, and how to wait for them.

    Where a row adds a type to what the imports of a history record, every page that names the type is touched.
    """
    wide = touched(law, recorded)
    close: dict[Place, set[str]] = {}
    types: dict[Place, set[str]] = {}
    for one in recorded:
        for place in one.keys:
            types.setdefault(place, set()).add(one.event.type)
            close.setdefault(place, set()).update(law.reach.weighed(place[0], one.event))
    doubtful = [place for place, rules in wide.items() if rules != close[place]]
    officers = [key for one in recorded for key in one.keys if key[0] == "officer"]
    waiting = queue_for_judging(law, [*wide, *officers])
    if doubtful:
        with drivers_own() as hand:
            answers = hand.run(*waiting, *((_SOURCES, place) for place in doubtful))[len(waiting) :]
        waiting = []
        for place, batches in zip(doubtful, answers, strict=True):
            recorded_types = batch_source(batch for (batch,) in batches).types if batches else types[place]
            if types[place] <= (recorded_types or frozenset()):
                wide[place] = close[place]
    return {place: rules for place, rules in wide.items() if rules}, waiting


def touched(law: LawInForce, recorded: Sequence[Recorded]) -> dict[Place, set[str]]:
    """Per history the rules whose verdicts may change; a correction touches also where the event stood before."""
    places: dict[Place, set[str]] = {}
    for one in recorded:
        keys = set(one.keys)
        events = [one.event]
        if one.corrects is not None:
            [before] = latest([one.corrects])
            keys |= set(before.keys)
            events.append(before.event)
        for kind, value in keys:
            # An import or a correction may change what the sources of a history record: then every rule may be touched.
            is_wide = one.batch is not None or one.corrects is not None
            found = set(law.reach.rules_of(kind)) if is_wide else set()
            for event in events:
                found |= law.reach.touched(kind, event)
            if found:
                places.setdefault((kind, value), set()).update(found)
        for event in events:
            for officer in event.officers if event.type in law.pack.vocabulary.credential_types else ():
                for place, rules in _acted_in(law, officer).items():
                    places.setdefault(place, set()).update(rules)
    return places


def _acted_in(law: LawInForce, officer: str) -> dict[tuple[str, str], set[str]]:
    """The histories in which an officer did what needs a credential."""
    found: dict[tuple[str, str], set[str]] = {}
    wanted = sorted({name for types in law.holding.values() for name in types})
    for one in history("officer", officer, wanted) if wanted else ():
        for kind, value in keys_of(one.event.fields):
            if one.event.type in law.holding.get(kind, ()):
                found.setdefault((kind, value), set()).update(law.reach.touched(kind, one.event))
    return found


def _put_off(places: Iterable[Place]) -> None:
    waiting = sorted(places)
    if waiting:
        with connection.cursor() as cursor:
            for kind, value in waiting:
                put_agenda(cursor, kind, value, "", 0)


def ask_again(law: LawInForce, rule_id: str) -> None:
    """Put on the agenda every history in which a rule, or one that waits for its overrun, may say something else now.

    Those are the histories in which its duty may arise, and those in which the page before it has left something.
    """
    for name in sorted({rule_id, *law.reach.waiting_for(rule_id)}):
        rule = law.pack.rule(name)
        chosen: list[tuple[str, list[str]]] = []
        for edition in rule.editions if rule is not None else ():
            types = sorted(_opening(law, edition))
            if types:
                chosen.append((f"{_HISTORIES} AND e.type IN ({marks_of(types)})", [edition.history, *types]))
        chosen += [(f"SELECT kind, value FROM {table} WHERE rule = %s", [name]) for table in _SAID]
        united = " UNION ".join(text for text, _ in chosen)
        values = [value for _, part in chosen for value in part]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO agenda (kind, value, rule, at) SELECT f.kind, f.value, %s, 0 FROM ({united}) AS f "
                "WHERE 1 = 1 ON CONFLICT (kind, value, rule) DO UPDATE SET at = excluded.at",
                [name, *values],
            )  # fmt: skip


def _opening(law: LawInForce, edition: Edition) -> set[str]:
    """The types of the events with which a duty of an edition may begin."""
    trigger = edition.trigger
    found = {name for part in (trigger.event, trigger.opens) if part is not None for name in part.types}
    for page in trigger.overdue:
        behind = law.pack.rule(page)
        for other in behind.editions if behind is not None else ():
            found |= _opening(law, other)
    return found


def note_sources(law: LawInForce, recorded: Sequence[Recorded]) -> None:
    """Remember which imports each history came from; where an event was corrected, its first version counts."""
    first: dict[tuple[str, str, int], int] = {}
    for one in recorded:
        if one.batch is not None:
            for kind, value in one.keys:
                if kind in law.reach.kinds:
                    first.setdefault((kind, value, one.batch), one.first)
    if first:
        rows = [(*place, number) for place, number in sorted(first.items())]
        with connection.cursor() as cursor:
            insert(cursor, "history_source", ("kind", "value", "batch", "first"), rows, once=True)


def note_reports(recorded: Sequence[Recorded]) -> None:
    """A finding that was reported or made stays visible from then on, whether or not it still stands."""
    told = [one for one in recorded if one.event.type in _OF_FINDINGS]
    with connection.cursor() as cursor:
        for one in told:
            name = one.event.fields.get("finding")
            if one.event.type == MADE:
                put_made(cursor, one)
            elif one.event.type == SUSPECTED:
                cursor.execute("SELECT found_event FROM finding WHERE id = %s", (name,))
                found = cursor.fetchone()
                if found is None:
                    put_reported(cursor, [one])
                    continue
                again = 0 if found[0] is None else 1
                cursor.execute(
                    "UPDATE finding SET found_event = %s, found_at = coalesce(found_at, %s), withdrawn_event = NULL, "
                    "returns = returns + %s WHERE id = %s", (one.id, one.recorded_at, again, name),
                )  # fmt: skip
            else:
                cursor.execute("UPDATE finding SET withdrawn_event = %s WHERE id = %s", (one.id, name))
