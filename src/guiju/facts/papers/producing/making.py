"""Making a paper: the template in force filled in, and the result attached to the record that it is of."""

from dataclasses import dataclass

from guiju.facts.draft import Actor
from guiju.facts.events import PAPERS
from guiju.facts.histories import latest
from guiju.facts.papers.attaching import attach_paper
from guiju.facts.papers.producing.apart import fill_in
from guiju.facts.papers.producing.filling import Values
from guiju.facts.papers.producing.forms import PaperForm
from guiju.facts.papers.producing.package import DOCX
from guiju.facts.papers.producing.templates import Template, bytes_of, template_in_force
from guiju.facts.papers.shelf import Shelf
from guiju.facts.papers.sniffing import PaperRefused
from guiju.facts.proof.answering import Answered
from guiju.facts.queries import get_event
from guiju.values.event import FieldValue
from guiju.values.scope import Scope


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that is made and nowhere recorded yet."""

    form: PaperForm
    template: Template
    data: bytes


def draft_paper(form: PaperForm, values: Values, *, shelf: Shelf) -> Made:
    """A paper as it would be, from the template in force.

    Raises:
        PaperRefused: the template cannot be filled in.
        PaperUnreadable: the template is not on the shelf, or was changed.
    """
    template = template_in_force(form)
    return Made(form, template, fill_in(bytes_of(form, template, shelf), form, values))


def attach_made(
    viewer: Scope, event: int, made: Made, *, supersedes: int | None = None, shelf: Shelf, actor: Actor, at: int,
    idem_key: str,
) -> Answered:  # fmt: skip
    """Attach a paper that was made; ``supersedes`` is the number of the one in whose place it comes, which stays.

    The same submission again answers with the first paper.

    Raises:
        NotFound: no such record, or not for this viewer.
        PaperRefused: the superseded paper is no paper of the same kind in the same stream.
        IdemKeyReused: the same submission came with another content.
    """
    of: dict[str, FieldValue] = {"paper_form": made.form.id, "template_hash": made.template.hash}
    if supersedes is not None:
        former = get_event(viewer, supersedes)
        is_same = former.type in PAPERS and former.fields.get("paper_form") == made.form.id
        if not is_same or former.stream != get_event(viewer, event).stream:
            raise PaperRefused("所替换的不是本案的同一种文书。", remedy="请重新选择要替换的文书。")
        [one] = latest([supersedes])
        of |= {"supersedes": supersedes, "supersedes_leaf": one.leaf.hex()}
    return attach_paper(
        viewer, event, made.data, name=f"{made.form.title}.docx", kind=DOCX, shelf=shelf, actor=actor, at=at,
        idem_key=idem_key, made=of,
    )  # fmt: skip
