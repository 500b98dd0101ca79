"""Going on from an older database: only by two persons, with a reason, in a new epoch that everybody can see."""

from pathlib import Path

from guiju.facts.appending import LedgerNotOpen
from guiju.facts.events import RESTORED
from guiju.facts.proof.notes import need_two, note
from guiju.facts.seal.memory import RolledBack, last_signed, recall, refuse_rollback
from guiju.facts.seal.sealer import seal
from guiju.facts.turns import writing
from guiju.values.errors import GuijuError


class NothingToAccept(GuijuError):
    """The database holds what was signed last: nothing was restored."""

    code = "ledger.not_rolled_back"
    remedy = "直接使用账本即可。"


def accept_restore(folder: Path, *, by: str, approver: str, reason: str) -> tuple[int, int]:
    """Record that an older database stands in the place of the one that was signed last, and open a new epoch.

    Gives the size from which the ledger goes on, and the size that had been signed.

    Law:    docs/ledger-format.md §4: a restore event opens a new epoch.
    Raises:
        TwoNamesNeeded: reason or second name is missing.
        NothingToAccept: the database is not older than the key store's memory.
    """
    need_two(by, approver, reason)
    try:
        refuse_rollback(folder)
    except RolledBack:
        pass
    else:
        raise NothingToAccept("数据库里有最后签过的检查点，没有被退回。")
    known, stands = recall(folder), last_signed()
    if known is None or stands is None:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    sizes = {"tree_size": stands.said.size, "signed_size": known.said.size}
    with writing():
        note(RESTORED, sizes, by=by, reason=reason, approver=approver)
        # The epochs of what was lost count as well: a number is never used for two histories.
        seal(epoch=max(known.said.epoch, stands.said.epoch) + 1)
    return stands.said.size, known.said.size
