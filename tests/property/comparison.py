"""Both engines on the same rows: what the judge says, what the sweep says, and where they part."""
# ruff: noqa: E501 — tables read best one a line

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np

from guiju.rules.judge import Judge, credential_rows
from guiju.rules.matching import with_standing
from guiju.rules.model import Pack
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.worked_case import LONG_AFTER, _histories, _instant, _moment, _rows, events_of
from guiju.rules.sweep.sweeping import AS_WRITTEN, sweep
from guiju.rules.sweep.swept import NO_DAY, NO_INSTANT, OUTCOMES
from guiju.values.clock import LocalTime, from_micros
from guiju.values.event import KEYS
from guiju.values.event_table import Column, EventTable

FIELDS = ("edition", "outcome", "due_at", "due_on", "settled_at", "missing")


def column(values):
    words = {}
    codes = [-1 if value is None else words.setdefault((type(value), value), len(words)) for value in values]
    return Column(np.array(codes, np.int32), [value for _, value in words])


def table_of(events, zone="fixed"):
    """The rows as columns, in their order; the index of a row must be its seq."""
    assert [event.seq for event in events] == list(range(len(events)))
    names = list(dict.fromkeys(name for event in events for name in event.fields))
    columns = {name: column([event.get(name) for event in events]) for name in names}
    return EventTable(
        type=column([event.type for event in events]),
        at=np.array([event.at for event in events], np.int64),
        day=np.array([event.day for event in events], np.int32),
        second=np.array([event.second for event in events], np.int32),
        row=np.arange(len(events), dtype=np.int64),
        offset=np.zeros(len(events), np.int16),
        keys={name: columns[name] for name in names if name in KEYS},
        attributes={name: columns[name] for name in names if name not in KEYS},
        zone=zone,
    )


def judged(pack, events, *, as_of, local, kind="case", source=None, only_active=True):
    """Every duty of every history of ``kind``, with all that the sweep must say, too; and the triggers outside."""
    filled = with_standing(sorted(events, key=lambda event: (event.at, event.seq)), pack.vocabulary)
    granted = credential_rows(pack, filled)
    bench = Judge(
        pack, as_of=as_of, local=local, source=source, only_active=only_active,
        holders=lambda officer: granted.get(officer, ()),
    )  # fmt: skip
    found, outside = Counter(), Counter()
    for value, rows in _histories(filled, kind).items():
        said = bench.judge(rows, kind=kind, value=value)
        outside.update(said.outside)
        found.update(
            (value, verdict.rule, verdict.trigger_seq, verdict.fan_seq, verdict.edition, verdict.outcome.value,
             verdict.due_at, verdict.due_on, verdict.settled_at, verdict.missing)
            for verdict in said.verdicts
        )  # fmt: skip
    return found, dict(outside)


def swept(pack, events, *, as_of, local, kind="case", source=None, only_active=True, loops=AS_WRITTEN, jobs=1):
    """The same, by the sweep; plain Python unless another ``run`` is given."""
    result = sweep(
        pack, table_of(events), as_of=as_of, local=local, kind=kind, source=source, only_active=only_active, loops=loops,
        jobs=jobs,
    )  # fmt: skip
    missing = result.missing
    found = Counter(
        (result.snapshot.histories[result.history[i]], result.snapshot.rules[result.rule[i]].id,
         int(result.trigger[i]), int(result.fan[i]), result.snapshot.editions[result.page[i]].label,
         OUTCOMES[result.outcome[i]].value,
         None if result.due_at[i] == NO_INSTANT else int(result.due_at[i]),
         None if result.due_on[i] == NO_DAY else int(result.due_on[i]),
         None if result.settled_at[i] == NO_INSTANT else int(result.settled_at[i]),
         result.missing_names[missing[i]])
        for i in range(len(result))
    )  # fmt: skip
    return found, result.outside


def differences(pack, events, **settings):
    """What only one of the two engines says; empty where they agree."""
    loops, jobs = settings.pop("loops", AS_WRITTEN), settings.pop("jobs", 1)
    left, right = judged(pack, events, **settings), swept(pack, events, loops=loops, jobs=jobs, **settings)
    parted = [("judge", *row) for row in left[0] - right[0]] + [("sweep", *row) for row in right[0] - left[0]]
    if left[1] != right[1]:
        parted.append(("outside", left[1], right[1]))
    return parted


def differences_of_case(pack, rule, case, **settings):
    """The same for a worked case of a page, over every page of the pack."""
    rows = sorted(events_of(case, rule), key=lambda event: (event.at, event.seq))
    rows = [replace(event, seq=seq) for seq, event in enumerate(rows)]
    offset = _instant(next(iter(_rows(case, Spot(rule.file))))["at"], Spot(rule.file)).utcoffset() or timedelta()
    local = LocalTime.fixed(offset)
    if "as_of" in case:
        as_of = _moment(_instant(case["as_of"], Spot(rule.file)))
    else:
        as_of = _moment(from_micros(rows[-1].at, local.zone) + LONG_AFTER)
    behind = _behind(rule)
    alone = Pack(
        tuple(other for other in pack.rules if other is rule or other.id in behind), pack.vocabulary,
        pack.calendar, pack.ranks, pack.terms, pack.instruments, pack.digest, pack.bureau_year,
    )  # fmt: skip
    parted = []
    for kind in dict.fromkeys(edition.history for edition in rule.editions):
        parted += differences(alone, rows, as_of=as_of, local=local, kind=kind, only_active=False, **settings)
    return parted


def _behind(rule):
    return {page for edition in rule.editions for page in edition.trigger.overdue}
