"""`guiju bundle`: what a county reports upwards as a signed file, and how its superior takes that in."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.facts.draft import Actor
from guiju.facts.importing.bundles.exporting import Exported, export_again, export_bundle, list_exported
from guiju.facts.importing.bundles.origins import Card, Origin, OriginRefused, checked_card, list_origins, own_card
from guiju.facts.importing.bundles.taking import BundleTaken, take_bundle
from guiju.facts.seal.memory import last_signed
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.proof.dumping import NotWritten

_AT_HOME = "bureau."
"""A bureau's register of units and people is its own affair: whose a record is, the superior's register says."""
_LONGEST_CARD = 10_000
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Reporting:
    """What was made here, and what is held of others."""

    exported: list[Exported]
    origins: list[Origin]


def stays(kind: str) -> bool:
    """Tell whether an event of this type goes up as a leaf alone: what no file may bring, no bundle brings either."""
    return VOCABULARY.is_internal(kind) or kind.startswith(_AT_HOME)


def write_card(path: Path) -> Card:
    """Write by what this ledger is to be known elsewhere.

    Raises:
        NotWritten: the file cannot be written.
    """
    signed = last_signed()
    assert signed is not None
    card = own_card(signed.said.ledger)
    said = {
        "guiju": "origin-1", "ledger": card.ledger, "hash": card.hash_name, "key_id": card.key_id, "public": card.public
    }  # fmt: skip
    try:
        path.write_text(json.dumps(said, indent=1) + "\n", encoding="ascii")
    except OSError as error:
        raise NotWritten(f"“{path.name}”写不进去：{error.strerror}。") from error
    return card


def read_card(path: Path) -> Card:
    """The card that a file holds.

    Raises:
        OriginRefused: it is none.
    """
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(_LONGEST_CARD))
    except (OSError, ValueError) as error:
        raise OriginRefused(f"“{path.name}”读不出来，或者不是信任卡。") from error
    return checked_card(said if isinstance(said, dict) else {})


def export(path: Path, *, by: str, since: int | None, number: int | None, progress: Progress) -> Exported:
    """Write the next bundle, or one that was made before.

    Raises:
        NothingToReport, BundleDiffers: there is none to be written.
        NotWritten: the file cannot be written.
    """
    try:
        if number is not None:
            return export_again(path, number, stays=stays, progress=progress)
        return export_bundle(path, by=by, stays=stays, since=since, progress=progress)
    except OSError as error:
        raise NotWritten(f"“{path.name}”写不进去：{error.strerror}。") from error


def take(path: Path, *, by: str, progress: Progress) -> BundleTaken:
    """Take a bundle in, or go on with it.

    Raises:
        GuijuError: it is refused; the ledger says so.
    """
    return take_bundle(path, by=by, stays=stays, progress=progress)


def propose(path: Path, unit: str, *, by: str) -> tuple[int, Card]:
    """The first signature under a card; the proposal's number.

    Raises:
        GuijuError: it may not be proposed.
    """
    # Accounts are rows of classes that only an opened ledger knows.
    from guiju.bureau.commands.origins import propose_origin

    card = read_card(path)
    return propose_origin(card, unit, **_words(by)).ids[0], card


def confirm(number: int, path: Path, *, by: str) -> Card:
    """The second signature.

    Raises:
        GuijuError: it may not be confirmed.
    """
    from guiju.bureau.commands.origins import confirm_origin

    card = read_card(path)
    confirm_origin(number, card, **_words(by))
    return card


def standing() -> Reporting:
    """What was made here, and what is held of others."""
    return Reporting(list_exported(), list_origins())


def _words(account: str) -> dict[str, Any]:
    return {"actor": Actor(account, "operator"), "at": env.now(), "idem_key": secrets.token_hex(16)}
