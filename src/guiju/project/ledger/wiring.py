"""Who hears of a new event, and in which order: handed to the ledger once at start."""

from zoneinfo import ZoneInfo

from guiju.facts.signer import Signer
from guiju.facts.wiring import Wiring, install
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.project import env
from guiju.project.law_folder import open_law
from guiju.values.clock import LocalTime, to_micros

ZONE = "Asia/Shanghai"
"""The zone in which days are counted: the law knows one for the whole country."""


def wire(signer: Signer) -> None:
    """Give the ledger its clock, its keys, the law and its followers."""
    install_law(LawInForce(open_law(None), LocalTime(ZoneInfo(ZONE))))
    install(Wiring(clock=lambda: to_micros(env.now()), signer=signer, followers=(follow_findings,)))
