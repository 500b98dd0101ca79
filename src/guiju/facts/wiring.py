"""What the ledger is handed once at start: the clock, those who follow, and the hand that signs."""

from collections.abc import Callable
from dataclasses import dataclass

from guiju.facts.keys.signer import Signer
from guiju.values.errors import GuijuError
from guiju.values.recorded import Follower


class NotWired(GuijuError):
    """The ledger was used before `project` had handed it its clock and its keys."""

    code = "ledger.not_wired"
    remedy = "请用 guiju 命令打开账本。"


@dataclass(frozen=True, slots=True)
class Wiring:
    """``clock`` gives microseconds since the epoch; followers are called in this order, in the same transaction.

    ``receipted`` are the types of event that are answered with a receipt. ``remember`` is told text, signature and key
    id of each checkpoint once it is committed.
    """

    clock: Callable[[], int]
    signer: Signer
    followers: tuple[Follower, ...] = ()
    receipted: frozenset[str] = frozenset()
    remember: Callable[[bytes, bytes, str], None] | None = None


_wired: list[Wiring] = []


def install(wiring: Wiring) -> None:
    """Hand the ledger what it needs; a later call replaces the former."""
    _wired[:] = [wiring]


def wiring() -> Wiring:
    """What was installed.

    Raises:
        NotWired: nothing was.
    """
    if not _wired:
        raise NotWired("账本还没有接好时钟和签名密钥。")
    return _wired[0]
