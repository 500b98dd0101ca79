"""What a step is about: a finding, or an order and its finding."""

from dataclasses import dataclass
from functools import cached_property

from guiju.facts.draft import Actor
from guiju.screens.findings.words import People, people_of
from guiju.screens.kit.visit import Visit


@dataclass(frozen=True)
class Target:
    """Who takes a step about what; ``event`` is what it answers: a reply, a proposal, a mending.

    ``since_at`` is when the order was dispatched, ``kind`` and ``value`` name the history of the finding, ``unit`` and
    ``officers`` those that it names, ``trigger`` is the record from which it arose.
    """

    visit: Visit
    command: str
    finding: str
    kind: str = ""
    value: str = ""
    unit: str = ""
    officers: tuple[str, ...] = ()
    trigger: int = 0
    order: str = ""
    since_at: int = 0
    event: int = 0

    @cached_property
    def people(self) -> People:
        """What the unit and the officers are called, asked for once."""
        return people_of(self.officers, [self.unit])

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor(self.visit.holder.account, "person")
