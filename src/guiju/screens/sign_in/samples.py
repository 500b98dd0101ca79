"""The accounts of a sample bureau, which anybody may be: handed over by `project`, and only over a sample ledger."""

from collections.abc import Callable, Sequence
from typing import Protocol


class Sample(Protocol):
    """One of them: who it is, as what, where, and what to try first."""

    @property
    def account(self) -> str:
        """The name of the account."""

    @property
    def person(self) -> str:
        """What he is called."""

    @property
    def role_label(self) -> str:
        """What he is."""

    @property
    def unit(self) -> str:
        """Where."""

    @property
    def sentence(self) -> str:
        """What to try."""


_installed: list[Callable[[], Sequence[Sample]]] = []


def install(samples: Callable[[], Sequence[Sample]]) -> None:
    """Hand over what gives the accounts; it gives none over a real ledger. A later call replaces the former."""
    _installed[:] = [samples]


def samples() -> Sequence[Sample]:
    """The accounts that anybody may be: none in a real bureau."""
    return _installed[0]() if _installed else ()
