"""Who hears of a new event, and in which order: handed to the ledger once at start."""

from pathlib import Path
from zoneinfo import ZoneInfo

from guiju.actions.inspections.checklists import install_checklists, read_checklists
from guiju.actions.projector import follow_actions
from guiju.actions.waiting import install_tasks
from guiju.bureau.permission_key import open_permission_key
from guiju.bureau.projector import follow_bureau
from guiju.bureau.wiring import install as install_bureau
from guiju.facts.keys.blind_index import open_index_key
from guiju.facts.keys.person_keys import PersonKeys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.keys.signer import Signer
from guiju.facts.privacy.look_table import follow_looks
from guiju.facts.privacy.person_index import follow_persons
from guiju.facts.seal.memory import Signed, remember
from guiju.facts.wiring import SHA256, Wiring, install
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law, law_in_force
from guiju.findings.life.fold import follow_life
from guiju.findings.life.terms import install_terms
from guiju.findings.news import let_hear
from guiju.project import env
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.law.approvals import read_approvals
from guiju.project.law_folder import open_folder
from guiju.project.ledger.bureau_rules import bureau_wiring
from guiju.project.roles import ROLES, WITHHELD
from guiju.project.work_terms import read_work_terms
from guiju.rules.words.explain import Explainer
from guiju.screens.recording.procedure import install as install_procedures
from guiju.screens.recording.reading import read_procedures
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.projector import follow_threads
from guiju.screens.threads.wiring import install as install_threads
from guiju.screens.threads.wiring import wiring_of
from guiju.subjects.cases.commands.chain import install_approvals
from guiju.values.clock import LocalTime, to_micros
from guiju.values.timeliness import tolerances_of

ZONE = "Asia/Shanghai"
"""The zone in which days are counted: the law knows one for the whole country."""


def wire(signer: Signer, hash_name: str = SHA256) -> None:
    """Give the ledger its clock, its keys, the law, its followers, and the place where it remembers what it signed."""
    folder = open_folder()
    install_law(LawInForce(folder.pack, LocalTime(ZoneInfo(ZONE)), folder=folder))
    install_terms(read_work_terms(env.shipped_law()))
    install_checklists(read_checklists(env.shipped_law() / "checklists"))
    install_bureau(bureau_wiring(open_permission_key(env.keys_folder()), LocalTime(ZoneInfo(ZONE))))
    install_threads(wiring_of(SUBJECTS, VOCABULARY, WITHHELD, _rank_names(law_in_force())))
    handling = [name for subject in SUBJECTS for name in subject.handling]
    install_approvals(read_approvals(env.shipped_law(), law_in_force().pack, VOCABULARY, ROLES), handling)
    install_tasks([task for subject in SUBJECTS for task in subject.tasks])
    install_procedures(read_procedures(env.shipped_law(), VOCABULARY))
    let_hear(hear_duties)
    install(
        Wiring(
            clock=lambda: to_micros(env.now()),
            signer=signer,
            hash_name=hash_name,
            followers=(
                follow_bureau,
                follow_findings,
                follow_life,
                follow_actions,
                *(one.follow for subject in SUBJECTS for one in subject.projections),
                follow_threads,
                follow_persons,
                follow_looks,
            ),  # fmt: skip
            tolerances=tolerances_of(VOCABULARY),
            receipted=frozenset(name for name, kind in VOCABULARY.types.items() if kind.is_receipted),
            remember=_remember,
            personal=personal_hand_of(env.keys_folder()),
        )
    )


def personal_hand_of(folder: Path) -> PersonalHand:
    """The hand that seals what is personal in this bureau.

    Raises:
        IndexKeyRefused: the key of the index is not there.
    """
    keys = PersonKeys(folder, lambda: to_micros(env.now()))
    return PersonalHand.of(keys, open_index_key(folder), VOCABULARY.types.values())


def _rank_names(law: LawInForce) -> dict[str, str]:
    """What people call the ranks that records name by our words."""
    words = Explainer(law.pack, law.local)
    return {name: words.rank(name) for name in law.pack.ranks}


def _remember(text: bytes, signature: bytes, key_id: str) -> None:
    remember(env.keys_folder(), Signed(text, signature, key_id))
