"""The Word template in force for each declared paper: brought by one, approved by another, and kept for good.

A template is a record about the bureau's own forms; its bytes lie on the shelf of the papers, sealed like them, because
nobody knows what somebody left standing in a file. Where none was approved, the starter template is in force.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import connection

from guiju.facts.commands import Appended, IdemKeyReused, append, append_chunk, attempting
from guiju.facts.draft import Actor, check_hand, prepare
from guiju.facts.events import TEMPLATE_APPROVED, TEMPLATE_PROPOSED, TEMPLATE_REFUSED
from guiju.facts.histories import latest
from guiju.facts.papers.attaching import laid_down, recorded_with
from guiju.facts.papers.producing.apart import fill_in
from guiju.facts.papers.producing.forms import PaperForm
from guiju.facts.papers.producing.package import DOCX
from guiju.facts.papers.producing.starter import starter_of
from guiju.facts.papers.reading import opened
from guiju.facts.papers.shelf import Shelf
from guiju.facts.papers.sniffing import shown_name
from guiju.facts.privacy.acts import act
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

LONGEST_REASON = 300
_TYPES = (TEMPLATE_PROPOSED, TEMPLATE_APPROVED, TEMPLATE_REFUSED)


class TemplateUnknown(GuijuError):
    """There is no such proposed template."""

    code = "papers.template.not_found"
    remedy = "请从文书模板页进入。"


class TemplateDecided(GuijuError):
    """The proposed template was decided already, or is not what the approver looked at."""

    code = "papers.template_decided"
    remedy = "请重新打开这份模板，查看办理结果。"


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a proposed template. Unit: ``at`` microseconds since the epoch."""

    by: str
    at: int
    is_approval: bool
    reason: str
    idem_key: str


@dataclass(frozen=True, slots=True)
class Template:
    """One version of the Word template of a paper; ``number`` is the id of the event that proposed it.

    ``number`` 0 is the starter template, which nobody brought. Unit: ``proposed_at`` microseconds since the epoch.
    """

    number: int
    form: str
    hash: str
    name: str = ""
    proposed_by: str = ""
    proposed_at: int = 0
    place: int = 0
    leaf: str = ""
    decision: Decision | None = None

    @property
    def decision_stream(self) -> str:
        """The stream in which its one decision stands."""
        return f"template-decision:{self.form}:{self.place}"


def propose(form: PaperForm, data: bytes, *, name: str, shelf: Shelf, actor: Actor, at: int, idem_key: str) -> Appended:
    """Bring a template for a paper; it is in force once somebody else has approved it.

    It is filled in once, so that what would be refused when a paper is made is refused now.

    Raises:
        PaperRefused: it is no Word file, runs, reaches out, or says what a template may not.
        IdemKeyReused: the same submission came with another file.
    """
    check_hand(actor, idem_key)
    fill_in(data, form, tried(form), is_read=True)
    digest = hashlib.sha256(data).hexdigest()
    fields = {
        **laid_down(shelf, f"template:{form.id}", data, DOCX),
        "paper_form": form.id, "template_hash": digest, "template_name": shown_name(name),
    }  # fmt: skip
    try:
        return append(
            [act(TEMPLATE_PROPOSED, fields, at=at, stream=f"paper-template:{form.id}")], actor=actor, idem_key=idem_key
        )
    except IdemKeyReused:
        # A second click comes at another instant: it is the same submission if it brings the same file.
        number = recorded_with(actor, idem_key)
        if number is not None and find_template(number, form.id, digest) is not None:
            return Appended((number,), is_repeat=True)
        raise


def decide(
    number: int, *, is_approved: bool, template_hash: str, reason: str, actor: Actor, at: int, idem_key: str
) -> None:
    """Let a proposed template be in force from now on, or turn it down; ``template_hash`` is what was looked at.

    Law:    ledger.md: approval signs the content hash; unique(decision, version).
    Raises:
        TemplateUnknown: there is none.
        TemplateDecided: it is decided already, or another file than was looked at.
    """
    check_hand(actor, idem_key)

    def work() -> None:
        found = get_template(number)
        decided = found.decision
        if decided is not None and (decided.by, decided.idem_key) == (actor.name, idem_key):
            return
        if decided is not None:
            raise TemplateDecided(f"这份模板已由“{decided.by}”办理。")
        if template_hash != found.hash:
            raise TemplateDecided("要批准的文件与所看的不一致。")
        fields: dict[str, FieldValue] = {
            "paper_form": found.form, "template_hash": found.hash, "proposal": number, "proposal_leaf": found.leaf
        }  # fmt: skip
        kind = TEMPLATE_APPROVED if is_approved else TEMPLATE_REFUSED
        told = act(kind, fields, at=at, stream=found.decision_stream, reason=reason)
        append_chunk([prepare(told)], actor=actor, idem_keys=[idem_key])

    _attempt(number, work)


def template_in_force(form: PaperForm) -> Template:
    """The template in force for a paper: the one approved last, else the starter template."""
    return in_force(form, list_templates(form.id))


def in_force(form: PaperForm, versions: list[Template]) -> Template:
    """Which of the versions of a template is in force; the starter template where none was approved."""
    approved = [(one.decision.at, one.number, one) for one in versions if one.decision and one.decision.is_approval]
    return max(approved)[2] if approved else Template(0, form.id, hashlib.sha256(starter_of(form)).hexdigest())


def bytes_of(form: PaperForm, template: Template, shelf: Shelf) -> bytes:
    """The Word file of a template.

    Raises:
        PaperUnreadable: it is not on the shelf, or was changed.
    """
    if not template.number:
        return starter_of(form)
    [one] = latest([template.number])
    return opened(shelf, one.event.fields)


def get_template(number: int) -> Template:
    """One version of a template.

    Raises:
        TemplateUnknown: there is none of this number.
    """
    found = find_template(number)
    if found is None:
        raise TemplateUnknown("没有这份模板。")
    return found


def find_template(number: int, form: str = "", digest: str = "") -> Template | None:
    """One version of a template; None where there is none, or it is of another paper or file than asked for."""
    found = next((one for one in list_templates() if one.number == number), None)
    is_asked = found is not None and form in ("", found.form) and digest in ("", found.hash)
    return found if is_asked else None


def list_templates(form: str = "") -> list[Template]:
    """Every version of the templates of one paper, or of all, in the order in which they were brought; one statement.

    They say nothing of any case: whoever may open the page sees them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, seq, leaf, type, actor, recorded_at, body, idem_key FROM event WHERE type IN (%s, %s, %s) "
            "ORDER BY id",
            _TYPES,
        )
        rows = cursor.fetchall()
    found: dict[int, Template] = {}
    for number, place, leaf, kind, actor, at, body, idem_key in rows:
        said = json.loads(bytes(body))
        fields = said["fields"]
        if kind == TEMPLATE_PROPOSED:
            found[number] = Template(
                number, fields["paper_form"], fields["template_hash"], fields["template_name"], actor, at, place,
                bytes(leaf).hex(),
            )  # fmt: skip
        elif fields["proposal"] in found:
            decided = Decision(actor, at, kind == TEMPLATE_APPROVED, said.get("reason", ""), idem_key)
            found[fields["proposal"]] = replace(found[fields["proposal"]], decision=decided)
    return [one for one in found.values() if form in ("", one.form)]


def tried(form: PaperForm) -> dict[str, str | list[dict[str, str]]]:
    """Values by which a template is tried out: what each blank is called."""
    return {
        one.name: [{name: label for name, label in one.columns}] if one.columns else one.label for one in form.blanks
    }


def _attempt(number: int, work: Callable[[], None]) -> None:
    attempting(work, [get_template(number).decision_stream])
