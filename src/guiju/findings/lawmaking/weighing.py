"""Whether an edition of a page asks for less than the one in whose place it comes.

Careful the other way round: what cannot be told to ask for as much or more counts as less, so that somebody names the
text that allows it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guiju.rules.model import Count, Edition, Happen, HaveHappened, NotHappen, Repeat, Span, Verb, Wait
from guiju.rules.pages.page import SEVERITIES
from guiju.rules.words.wording import citations_in_words
from guiju.values.limit import Limit

_OVER, _OFF, _MILDER, _UNCITED = "不再适用", "不再启用", "降低了严重程度", "不再引用"
_OTHER, _LONGER, _WAITED = "改动了要求的内容", "放宽了时限或者数量", "改动了等待期间的中止、重新起算或者延长"
_SAME = {
    "when": "改动了适用的情形", "same": "改动了义务所及的范围", "history": "改动了义务所及的范围",
    "count_from": "改动了起算点", "edition_by": "改动了适用哪个版本的判定", "owed_by": "改动了由谁承担",
}  # fmt: skip
_MORE = {
    "unless": "增加了例外", "stop": "增加了中止的情形", "restart": "增加了重新起算的情形",
    "extend": "改动了可以延长的情形",
}  # fmt: skip
WORDS = (_OVER, _OFF, _MILDER, _UNCITED, _OTHER, _LONGER, _WAITED, *dict.fromkeys((*_SAME.values(), *_MORE.values())))
"""All that is said of a page that asks for less."""
_LIMITS = ("within", "after", "less", "ahead", "every", "wait", "wait_out", "at_most", "at_least", "clock")
"""Words under ``must`` that are weighed by their length; whatever else is changed there cannot be weighed."""


@dataclass(frozen=True, slots=True)
class Softer:
    """One way in which an edition asks for less: a word of ``WORDS``, and what it is about."""

    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An edition as it was read, and as its page says it, with what it inherits."""

    edition: Edition
    said: Mapping[str, Any]


def lighter(stood: Weighed, stands: Weighed | None) -> tuple[Softer, ...]:
    """In which ways an edition asks for less than the one that stood, or may do so; empty where it surely does not."""
    if stands is None:
        return (Softer(_OVER),)
    return tuple(dict.fromkeys(_reasons(stood, stands)))


def _reasons(stood: Weighed, stands: Weighed) -> Iterator[Softer]:
    before, after = stood.edition, stands.edition
    if not after.is_active or (after.is_policy and not before.is_policy):
        yield Softer(_OFF)
    if SEVERITIES.index(after.shown_severity) > SEVERITIES.index(before.shown_severity):
        yield Softer(_MILDER)
    dropped = [law for law in before.laws if law not in after.laws]
    if dropped:
        yield Softer(_UNCITED, citations_in_words(dropped))
    for name, reason in _SAME.items():
        if stood.said.get(name) != stands.said.get(name):
            yield Softer(reason)
    for name, reason in _MORE.items():
        known, asked = _listed(stood.said.get(name)), _listed(stands.said.get(name))
        if isinstance(before.verb, Wait) and name != "unless":
            # What gives others more time to act makes him wait longer: without it he waits less.
            if known != asked:
                yield Softer(_WAITED)
        elif any(one not in known for one in asked):
            yield Softer(reason)
    yield from _verb(stood, stands)


def _listed(said: Any) -> Sequence[Any]:
    return () if said is None else said if isinstance(said, list) else (said,)


def _verb(stood: Weighed, stands: Weighed) -> Iterator[Softer]:
    before, after = stood.said.get("must"), stands.said.get("must")
    if before == after and stood.edition.laws == stands.edition.laws:
        return
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        yield Softer(_OTHER)
        return
    plain = [{name: value for name, value in said.items() if name not in _LIMITS} for said in (before, after)]
    if plain[0] != plain[1] or type(stood.edition.verb) is not type(stands.edition.verb):
        yield Softer(_OTHER)
        return
    sizes = zip(_sizes(stood.edition.verb), _sizes(stands.edition.verb), strict=True)
    if any(_is_lighter(is_longer, old, new) for (is_longer, old), (_, new) in sizes):
        yield Softer(_LONGER)


Size = tuple[bool, Span | Limit | float | None]
"""One measure of a verb; true: the longer or larger, the lighter."""


def _sizes(verb: Verb) -> Sequence[Size]:
    found = _MEASURES.get(type(verb))
    return () if found is None else found(verb)


_MEASURES: Mapping[type, Callable[[Any], Sequence[Size]]] = {
    Happen: lambda verb: ((True, verb.within),),
    HaveHappened: lambda verb: ((True, verb.within), (False, verb.ahead)),
    NotHappen: lambda verb: ((True, verb.after), (False, verb.less)),
    Wait: lambda verb: ((False, verb.span), (False, float(verb.whole))),
    Repeat: lambda verb: ((True, verb.every),),
    Count: lambda verb: ((True, verb.at_most), (False, verb.at_least)),
}


def _is_lighter(is_longer: bool, stood: Span | Limit | float | None, stands: Span | Limit | float | None) -> bool:
    if stood == stands:
        return False
    if stood is None or stands is None:
        # What only one of them says binds here more and there less.
        return True
    lengths = _lengths(stood, stands)
    if lengths is None:
        return True
    return lengths[1] > lengths[0] if is_longer else lengths[1] < lengths[0]


def _lengths(*pair: Span | Limit | float) -> tuple[float, float] | None:
    """Both lengths in one unit; None where they cannot be compared: another clock, another unit, read from a row."""
    found: list[tuple[str, float]] = []
    for one in pair:
        limit = one.limit if isinstance(one, Span) else one
        if isinstance(limit, Limit):
            found.append(("micros", limit.micros) if limit.is_elapsed else (limit.unit, limit.amount))
        elif limit is not None:
            found.append(("", limit))
    how = {(one.clock, one.attribute, one.unit, one.at_most, one.term) for one in pair if isinstance(one, Span)}
    if len(found) != len(pair) or len({unit for unit, _ in found}) != 1 or len(how) > 1:
        return None
    return found[0][1], found[1][1]
