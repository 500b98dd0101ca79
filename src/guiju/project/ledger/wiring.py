"""Who hears of a new event, and in which order: handed to the ledger once at start."""

from guiju.facts.signer import Signer
from guiju.facts.wiring import Wiring, install
from guiju.project import env
from guiju.values.clock import to_micros


def wire(signer: Signer) -> None:
    """Give the ledger its clock, its keys and its followers."""
    install(Wiring(clock=lambda: to_micros(env.now()), signer=signer, followers=()))
