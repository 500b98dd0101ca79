"""Who hears of a new event, and in which order: handed to the ledger once at start."""

from zoneinfo import ZoneInfo

from guiju.bureau.permission_key import open_permission_key
from guiju.bureau.projector import follow_bureau
from guiju.bureau.wiring import install as install_bureau
from guiju.facts.keys.signer import Signer
from guiju.facts.seal.memory import Signed, remember
from guiju.facts.wiring import Wiring, install
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.law_folder import open_law
from guiju.project.ledger.bureau_rules import bureau_wiring
from guiju.values.clock import LocalTime, to_micros

ZONE = "Asia/Shanghai"
"""The zone in which days are counted: the law knows one for the whole country."""


def wire(signer: Signer) -> None:
    """Give the ledger its clock, its keys, the law, its followers, and the place where it remembers what it signed."""
    install_law(LawInForce(open_law(None), LocalTime(ZoneInfo(ZONE))))
    install_bureau(bureau_wiring(open_permission_key(env.keys_folder()), LocalTime(ZoneInfo(ZONE))))
    install(
        Wiring(
            clock=lambda: to_micros(env.now()),
            signer=signer,
            followers=(follow_bureau, follow_findings),
            receipted=frozenset(name for name, kind in VOCABULARY.types.items() if kind.is_receipted),
            remember=_remember,
        )
    )


def _remember(text: bytes, signature: bytes, key_id: str) -> None:
    remember(env.keys_folder(), Signed(text, signature, key_id))
