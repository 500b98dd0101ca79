"""What is submitted: one canonical text of facts, grounds and proposed decision, and the hash that everybody signs.

A salt within what is sealed keeps the hash from telling anything once the person's key is destroyed.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

LONGEST = 4_000
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


class ContentMissing(GuijuError):
    """Something that a submission must say is empty or too long."""

    code = "approvals.content_missing"
    remedy = "请写明认定的事实和证据、法律依据和理由、拟作出的决定，每项四千字以内。"


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody asks to be decided; ``papers`` are names with hashes of papers that lie on the shelf."""

    facts: str
    grounds: str
    proposal: str
    papers: tuple[str, ...] = ()

    def checked(self) -> "Content":
        """The same without blanks around it.

        Raises:
            ContentMissing: a part is empty or too long.
        """
        parts = [part.strip() for part in (self.facts, self.grounds, self.proposal)]
        if any(not part or len(part) > LONGEST or "\x00" in part for part in parts):
            raise ContentMissing("送审的内容没有写全，或者太长。")
        return Content(parts[0], parts[1], parts[2], self.papers)

    def fields(self) -> dict[str, FieldValue]:
        """How an event says it."""
        return {
            "facts_found": self.facts, "decision_grounds": self.grounds, "proposed_decision": self.proposal,
            "attached_papers": self.papers,
        }  # fmt: skip


def new_salt() -> str:
    """A salt of its own for each version."""
    return secrets.token_hex(16)


def hash_of(
    content: Content, *, case: str, person: str, decision: str, features: Sequence[str], version: int, salt: str
) -> str:
    """SHA-256, in hexadecimal digits, of all that an approver signs."""
    said = {
        "case": case, "person": person, "decision": decision, "features": sorted(features), "version": version,
        "salt": salt, "facts": content.facts, "grounds": content.grounds, "proposal": content.proposal,
        "papers": list(content.papers),
    }  # fmt: skip
    return sha256(_encode(said).encode()).hexdigest()


def content_in(fields: Mapping[str, FieldValue]) -> Content:
    """The content that an event says."""
    papers = fields.get("attached_papers", ())
    return Content(
        str(fields.get("facts_found", "")), str(fields.get("decision_grounds", "")),
        str(fields.get("proposed_decision", "")), papers if isinstance(papers, tuple) else (str(papers),),
    )  # fmt: skip


def is_what_was_signed(fields: Mapping[str, FieldValue]) -> bool:
    """Whether the text of a version has the hash that stands beside it; not where its key is destroyed."""
    features = fields.get("case_features", ())
    version = fields.get("submission_version")
    made = hash_of(
        content_in(fields), case=str(fields.get("case", "")), person=str(fields.get("person", "")),
        decision=str(fields.get("decision_kind", "")), version=version if isinstance(version, int) else 0,
        features=features if isinstance(features, tuple) else (str(features),),
        salt=str(fields.get("content_salt", "")),
    )  # fmt: skip
    return made == fields.get("content_hash")
