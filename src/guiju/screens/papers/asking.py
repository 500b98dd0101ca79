"""The form of a paper: its blanks as fields, what is known filled in, and how what was typed becomes its values."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guiju.facts.draft import Actor
from guiju.facts.papers.producing.filling import Values
from guiju.facts.papers.producing.forms import Blank, PaperForm
from guiju.facts.privacy.reads import unmask
from guiju.facts.queries import EventShown
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind, Value
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.prefill import Known
from guiju.screens.threads.unmasking import PURPOSES, purposes_of

PREVIEW, MAKE = "preview", "make"
LONGEST, LONGEST_TEXT = 200, 8_000
_BARS = str.maketrans("｜\t", "||")
_BEFORE = "blank_"


def form_of(visit: Visit, form: PaperForm, known: Known, *, is_looked_at: bool) -> Form:
    """The fields of a paper; the main button is to look at it, once that was done to make it."""
    # What has to be typed comes first, what the case knows last.
    fields = [_field(one, known) for one in sorted(form.blanks, key=lambda one: _turn(one, known))]
    held = _records(known)
    if held:
        purposes = sorted({one for record in held for one in purposes_of(visit, record.type)}, key=list(PURPOSES).index)
        choices = tuple(Choice(one, PURPOSES[one]) for one in purposes)
        fields.append(
            Field("purpose", _("查看身份信息的用途"), Kind.RADIO, choices=choices, help=_("每次查看都记入账本。"))
        )
    if known.former:
        choices = tuple(Choice(str(one.id), _said_former(one)) for one in reversed(known.former))
        fields.append(
            Field(
                "supersedes", _("替换此前的同一文书"), Kind.CHOICE, is_required=False, choices=choices,
                help=_("原来的一份保留，注明已被替换；另制一份的，不必选择。"),
            )
        )  # fmt: skip
    acts = [Choice(PREVIEW, _("预览")), Choice(MAKE, _("制作并存入案卷"))]
    return Form("paper", tuple(fields), tuple(reversed(acts) if is_looked_at else acts), keeps_draft=True)


def opened_with(form: PaperForm, known: Known) -> dict[str, Value]:
    """What stands in the fields when the form is opened."""
    return {f"{_BEFORE}{one.name}": known.told.get(one.name, "") for one in form.blanks}


def values_of(visit: Visit, form: PaperForm, known: Known, filled: Filled) -> tuple[Values, Filled]:
    """The values of the blanks: what was typed, and of who somebody is what the records say, unmasked for a purpose.

    Raises:
        PurposeRefused, NotSealed: as ``unmask``.
    """
    typed = {one.name: filled.text(f"{_BEFORE}{one.name}").strip() for one in form.blanks}
    wanted = {name: record for name, (record, _masked) in known.identities.items() if not typed[name]}
    clear = {
        number: unmask(
            visit.viewer, number, purpose=filled.text("purpose"), actor=Actor(visit.holder.account), at=visit.at
        )
        for number in sorted({record.id for record in wanted.values()})
    }
    values: dict[str, str | Sequence[dict[str, str]]] = {}
    for one in form.blanks:
        said = typed[one.name]
        if one.name in wanted:
            said = str(clear[wanted[one.name].id].get(one.source.what, ""))
        values[one.name] = _lines(one, said) if one.columns else said
        if one.is_required and not said:
            filled = filled.with_error(f"{_BEFORE}{one.name}", _("请填写。"))
    return values, filled


def _field(one: Blank, known: Known) -> Field:
    held = known.identities.get(one.name)
    kind = Kind.LONG if one.is_long else Kind.TEXT
    longest = LONGEST_TEXT if one.is_long else LONGEST
    if held is None:
        return Field(f"{_BEFORE}{one.name}", one.label, kind, one.is_required, one.help, longest)
    masked = _("案件记录：%(masked)s") % {"masked": held[1]}
    return Field(
        f"{_BEFORE}{one.name}", one.label, kind, is_required=False, longest=longest, placeholder=masked,
        help=_("不必填写，由身份记录带出；填写的，以填写的为准。"),
    )  # fmt: skip


def _turn(one: Blank, known: Known) -> int:
    if one.name in known.told or one.name in known.identities:
        return 2
    return 0 if one.is_required else 1


def _lines(blank: Blank, text: str) -> list[dict[str, str]]:
    """A line for each thing, its columns between bars."""
    names = [name for name, _label in blank.columns]
    rows = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.translate(_BARS).split("|")]
        if any(parts):
            rows.append(dict(zip(names, [*parts, *[""] * len(names)], strict=False)))
    return rows


def _records(known: Known) -> list[EventShown]:
    return list({record.id: record for record, _masked in known.identities.values()}.values())


def _said_former(one: EventShown) -> str:
    return _("%(at)s 制作（编号 %(number)s）") % {"at": said_instant(one.recorded_at), "number": one.id}
