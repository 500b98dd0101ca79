"""One decision, recorded once: whoever decides about the same thing waits, and the same submission changes nothing."""

from collections.abc import Callable, Mapping, Sequence

from django.db import connection

from guiju.facts.commands import Appended, IdemKeyReused, append_chunk, attempting
from guiju.facts.draft import Actor, Draft, check_hand, prepare
from guiju.facts.histories import latest
from guiju.facts.turns import queue_for
from guiju.findings.life.steps import NotForYou
from guiju.values.event import FieldValue

Asked = Mapping[str, FieldValue]
SYSTEM = Actor("findings", "system")
"""Who records what follows from time alone."""


def record(
    work: Callable[[], Sequence[Draft]], streams: Sequence[str], *, kind: str, asked: Asked, actor: Actor, idem_key: str
) -> Appended:
    """Record what ``work`` drafts, after it has checked that it may: checks and events in one transaction.

    Others who decide about one of ``streams`` wait until then. The same key of the same actor again, for the first
    draft's ``kind`` with the ``asked`` fields, answers with what was recorded.

    Raises:
        IdemKeyReused: the key was used for something else.
        NotForYou: the actor is no person.
        TooBusy: others kept writing to the same streams.
    """
    check_hand(actor, idem_key)

    def once() -> Appended:
        queue_for(streams)
        done = _repeated(kind, asked, actor, idem_key)
        if done:
            return Appended(done, is_repeat=True)
        prepared = [prepare(draft) for draft in work()]
        names = [_named(idem_key, number) for number in range(len(prepared))]
        return Appended(tuple(one.id for one in append_chunk(prepared, actor=actor, idem_keys=names)))

    return attempting(once, streams)


def need_person(actor: Actor) -> None:
    """Make sure that somebody decides, and not the machine or whoever operates it.

    Raises:
        NotForYou: it is no person.
    """
    if actor.kind != "person":
        raise NotForYou("这一步只能由本人登录后办理。")


def _named(idem_key: str, number: int) -> str:
    return f"{idem_key}#{number}" if number else idem_key


def _repeated(kind: str, asked: Asked, actor: Actor, idem_key: str) -> tuple[int, ...]:
    found: list[int] = []
    with connection.cursor() as cursor:
        while True:
            name = _named(idem_key, len(found))
            cursor.execute("SELECT id FROM event WHERE actor = %s AND idem_key = %s", (actor.name, name))
            row = cursor.fetchone()
            if row is None:
                break
            found.append(row[0])
    if found:
        [first] = latest(found[:1])
        said = first.event.fields
        # A field that says nothing is not recorded: asked for again it must be missing still.
        if first.event.type != kind or any((said.get(name) or "") != (value or "") for name, value in asked.items()):
            raise IdemKeyReused("同一个提交号已经用于另一项内容。")
    return tuple(found)
