"""What can be said of a verb without any history: what must be recorded, what limit it has, when it is decided."""

from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Reference,
    Repeat,
    Satisfy,
    Span,
    Verb,
    Wait,
)


def verb_limit(verb: Verb) -> Span | None:
    """The limit that extensions, stops and restarts work on, or None where the verb has none."""
    if isinstance(verb, Happen):
        return verb.within
    if isinstance(verb, NotHappen):
        return verb.after
    if isinstance(verb, Wait):
        return verb.span
    if isinstance(verb, Repeat):
        return verb.every
    if isinstance(verb, HaveHappened):
        return verb.within or verb.ahead
    return None


def answer_references(verb: Verb) -> tuple[tuple[Reference, ...], ...]:
    """The groups of references that must be recorded for the verb to be judged: any one of each group suffices."""
    if isinstance(verb, Happen):
        return tuple((answer,) for answer in verb.answers)
    if isinstance(verb, HaveHappened):
        return ((verb.answer,),)
    if isinstance(verb, NotHappen):
        return ((verb.forbidden,), *(((verb.until,),) if verb.until else ()))
    if isinstance(verb, Wait):
        return ((verb.before,),)
    if isinstance(verb, Cover):
        ends = tuple((end,) for end in (verb.start, verb.end) if end is not None)
        return ((verb.opens,), (verb.closes,), *ends)
    if isinstance(verb, Differ):
        return ((verb.others,),)
    if isinstance(verb, Repeat | Count):
        return ((verb.answer,), *(((verb.until,),) if verb.until else ()))
    return ()


def has_due(verb: Verb) -> bool:
    """Whether the verb has a due instant of its own."""
    return isinstance(verb, Happen | Wait) or (isinstance(verb, NotHappen) and verb.after is not None)


def is_instant(verb: Verb) -> bool:
    """Whether the verb is decided at the trigger itself."""
    return isinstance(verb, HaveHappened | Satisfy | Differ | Hold)
