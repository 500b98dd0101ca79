"""How the events about one kind of key come to be a thread: something with a beginning, an end, a unit and a title."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """What a subject says of the threads of one kind ("case"): a kind that nobody speaks for has no page and no list.

    ``opened_by``, ``closed_by``, ``reopened_by`` and ``led_by`` are types of events; the officers of the latest event
    of ``led_by`` lead, else those of the first of ``opened_by``. ``category`` and ``title`` are fields of the opening
    events from which the kind and the title are worded: never a field that names or describes a member of the public.
    """

    kind: str
    label: str
    opened_by: tuple[str, ...]
    closed_by: tuple[str, ...] = ()
    reopened_by: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    category: str = ""
    title: tuple[str, ...] = ()

    @property
    def turning(self) -> frozenset[str]:
        """The types of events that do more to a thread than let it go on."""
        return frozenset((*self.opened_by, *self.closed_by, *self.reopened_by, *self.led_by))
