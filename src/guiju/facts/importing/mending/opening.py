"""A case number is free when a case is opened under it: when that is asked for, and again when it is approved."""

from collections.abc import Sequence

from django.db import connection

from guiju.facts.commands import Appended, append, append_chunk, attempting
from guiju.facts.draft import Actor, Draft, check_hand, names_of, prepare
from guiju.facts.importing.mending.proposals import STREAM, Proposal, read_proposals, read_waiting
from guiju.values.errors import GuijuError


class CaseNumberTaken(GuijuError):
    """A case was to be opened under a number that the ledger knows already."""

    code = "recording.number_taken"
    remedy = "请换一个编号；如果就是这个案件，请到该案登记。"


def ask_to_open(told: Sequence[Draft], case: str, *, actor: Actor, idem_key: str) -> Appended:
    """Record proposals that open a case; that its number is free is looked up in the same transaction.

    Raises:
        CaseNumberTaken: a record or another proposal has the number.
        IdemKeyReused: the same submission came with something else.
        TooBusy: others kept writing.
    """
    check_hand(actor, idem_key)
    prepared, names = [prepare(one) for one in told], names_of(idem_key, len(told))

    def work() -> Appended | None:
        if _is_sent(actor, names[0]):
            return None
        check_free(case)
        return Appended(tuple(one.id for one in append_chunk(prepared, actor=actor, idem_keys=names)))

    # The same submission again: append finds what it recorded, and refuses it where it says something else.
    return attempting(work, [STREAM]) or append(told, actor=actor, idem_key=idem_key)


def check_free(case: str) -> None:
    """Make sure that nobody has a case of this number, nor waits for one.

    Raises:
        CaseNumberTaken: somebody does.
    """
    if _is_known(case):
        raise CaseNumberTaken(f"编号“{case}”已有案件。")
    if any(one.content["body"]["fields"].get("case") == case for one in read_waiting()):
        raise CaseNumberTaken(f"编号“{case}”已提请补录，正待批准。")


def check_still_free(asked: Proposal) -> None:
    """Make sure, before a proposal to open a case is approved, that nobody else has had a case of this number since.

    What the same form asked for besides may be approved already: then the case is the one that it opened.

    Raises:
        CaseNumberTaken: somebody has.
    """
    if not asked.opens or not _is_known(asked.opens):
        return
    form = asked.idem_key.rpartition("#")[0] or asked.idem_key
    beside = read_proposals("AND e.actor = %s AND d.id IS NOT NULL", (asked.initiator.name,))
    if not any(
        one.opens == asked.opens and one.idem_key.rpartition("#")[0] == form
        for one in beside
        if one.decision is not None and one.decision.is_approval
    ):
        raise CaseNumberTaken(
            f"提请以后，编号“{asked.opens}”已另有案件的记录。", remedy="请驳回；由提请人换一个编号重新提请。"
        )


def _is_sent(actor: Actor, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM event WHERE actor = %s AND idem_key = %s", (actor.name, name))
        return cursor.fetchone() is not None


def _is_known(case: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM event_key WHERE kind = 'case' AND value = %s LIMIT 1", (case,))
        return cursor.fetchone() is not None
