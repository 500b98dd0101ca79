"""Finding a person: by exact name, document number or telephone number only, with a purpose, and never unseen."""

from guiju.facts.draft import Actor
from guiju.facts.events import PERSONS_SEARCHED
from guiju.facts.privacy.person_index import SOUGHT, persons_with
from guiju.facts.privacy.reads import for_purpose, note_read
from guiju.facts.queries import count_events
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

AT_MOST = 200
"""So many bearers of one name are looked through: whoever needs more knows a number as well."""


class SearchRefused(GuijuError):
    """Persons were looked for by something else than a name, a document number or a telephone number."""

    code = "privacy.search"
    remedy = "只能按完整的姓名、证件号码或电话查人；其他情况请按案件编号、警情编号查询。"


def find_persons(viewer: Scope, kind: str, text: str, *, purpose: str, actor: Actor, at: int) -> list[str]:
    """The codes of the persons who bear exactly this name or number, as far as the viewer sees a record of them.

    The search stands in the ledger, with the keyed form of what was looked for, before the answer is given.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        SearchRefused: it is no name and no number.
        PurposeRefused: no purpose that the viewer has.
        NotSealed: the search could not be sealed.
    """
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好索引密钥，不能查人。")
    if kind not in SOUGHT or not text.strip():
        raise SearchRefused("没有写明按什么查人。")
    narrowed = for_purpose(viewer, purpose, at)
    digest = hand.index.digest(kind, text)
    found = [code for code in persons_with(kind, digest, AT_MOST) if count_events(narrowed, "person", code)]
    note_read(
        viewer, PERSONS_SEARCHED,
        {"search_kind": kind, "search_digest": digest, "purpose": purpose, "found": tuple(found)}, actor=actor, at=at,
    )  # fmt: skip
    return found
