"""What the ledger is handed once at start: the clock, those who follow, and the hand that signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.keys.signer import Signer
from guiju.facts.verify.parts.digests import DIGESTS, Digest
from guiju.values.errors import GuijuError
from guiju.values.recorded import Follower

SHA256, SM3 = "sha256", "sm3"
"""The hashes that a ledger may be opened with; a checkpoint says which."""


class NotWired(GuijuError):
    """The ledger was used before `project` had handed it its clock and its keys."""

    code = "ledger.not_wired"
    remedy = "请用 guiju 命令打开账本。"


@dataclass(frozen=True, slots=True)
class Wiring:
    """``clock`` gives microseconds since the epoch; followers are called in this order, in the same transaction.

    ``receipted`` are the types of event that are answered with a receipt. ``remember`` is told text, signature and key
    id of each checkpoint once it is committed. ``tolerances`` say by type how long after it happened an event may be
    entered, in microseconds; what is entered later is 补录. ``personal`` seals what is personal; without it nothing
    personal is taken in. ``hash_name`` is that of the ledger, from its opening to its end.
    """

    clock: Callable[[], int]
    signer: Signer
    followers: tuple[Follower, ...] = ()
    receipted: frozenset[str] = frozenset()
    remember: Callable[[bytes, bytes, str], None] | None = None
    personal: PersonalHand | None = None
    tolerances: Mapping[str, int] = field(default_factory=dict)
    hash_name: str = SHA256

    @property
    def digest(self) -> Digest:
        """The hash of leaves, nodes and checkpoints."""
        return DIGESTS[self.hash_name]


_wired: list[Wiring] = []


def install(wiring: Wiring) -> None:
    """Hand the ledger what it needs; a later call replaces the former."""
    _wired[:] = [wiring]


def tolerance_of(type_name: str) -> int | None:
    """How long after it happened an event of this type may be entered, in microseconds; None where nothing is said."""
    return _wired[0].tolerances.get(type_name) if _wired else None


def wiring() -> Wiring:
    """What was installed.

    Raises:
        NotWired: nothing was.
    """
    if not _wired:
        raise NotWired("账本还没有接好时钟和签名密钥。")
    return _wired[0]


def personal_hand() -> PersonalHand | None:
    """The hand that seals what is personal; None where nothing was installed."""
    return _wired[0].personal if _wired else None
