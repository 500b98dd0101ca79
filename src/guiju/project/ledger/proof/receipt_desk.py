"""`guiju receipt`: handing out a receipt in every form, and holding one against the ledger."""

from dataclasses import dataclass
from pathlib import Path

from guiju.facts.keys.signer import public_keys
from guiju.facts.proof.receipt import Receipt, find_event, receipt_of
from guiju.facts.proof.receipt_check import Checked, ReceiptUnreadable, check_receipt
from guiju.facts.proof.receipt_page import page_of, write_qr
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.proof.dumping import NotWritten


@dataclass(frozen=True, slots=True)
class Forms:
    """Where a receipt is written, each form where its path is given."""

    json: Path | None = None
    html: Path | None = None
    png: Path | None = None
    svg: Path | None = None


def hand_out(name: str, forms: Forms) -> Receipt:
    """The receipt of an event, by its id or short code, written in the forms that were asked for.

    Raises:
        NoReceipt: there is no such sealed event.
        ProofBroken: the ledger's rows prove nothing.
        NotWritten: a file cannot be written.
    """
    publics = public_keys(env.keys_folder())
    receipt = receipt_of(find_event(name), publics)
    try:
        if forms.json is not None:
            forms.json.write_text(receipt.to_json(), encoding="utf-8")
        if forms.html is not None:
            forms.html.write_text(page_of(receipt, publics, _labels()), encoding="utf-8")
        for path in (forms.png, forms.svg):
            if path is not None:
                write_qr(receipt, path)
    except OSError as error:
        raise NotWritten(f"回执写不进去：{error.strerror}。") from error
    return receipt


def hold_against(file: Path) -> Checked:
    """How the receipt in a file stands to the ledger.

    Raises:
        ReceiptUnreadable: it is none.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReceiptUnreadable(f"“{file.name}”读不出来。") from error
    return check_receipt(data, public_keys(env.keys_folder()).values())


def _labels() -> dict[str, str]:
    return {**VOCABULARY.field_labels, **{name: kind.label for name, kind in VOCABULARY.types.items()}}
