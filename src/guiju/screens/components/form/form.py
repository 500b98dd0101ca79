"""A form: a declared schema that is shown, read strictly, and shown again with what was typed."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.core.signing import Signer
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.screens.components.component import Component
from guiju.screens.components.form.drafts import find_draft, spend_draft
from guiju.screens.components.form.field import Choice, Field, Kind, NotReadable, Value
from guiju.screens.components.form.words import ACT, DRAFT_SALT, KEY, OURS, FormRefused
from guiju.screens.kit.messages import say
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.values.errors import GuijuError

_KEY_SHAPE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in: the values that could be read, and a sentence for each that could not.

    ``key`` makes a second sending of the same form the same act: hand it to the command as its idempotency key.
    ``errors[""]`` speaks of the form as a whole. ``draft_at`` is when the draft was saved that filled it.
    ``is_done``: it was sent and carried out; the view leads on.
    """

    values: Mapping[str, Value]
    typed: Mapping[str, tuple[str, ...]]
    key: str
    about: str = ""
    act: str = ""
    files: Mapping[str, UploadedFile[Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    draft_at: int | None = None
    is_done: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether everything could be read."""
        return not self.errors

    @property
    def status(self) -> int:
        """What the page answers: 422 where something is wrong."""
        return 200 if self.is_sound else 422

    def text(self, name: str) -> str:
        """A text or a choice; empty where none was given."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A whole number, an amount in fen, or an instant in microseconds."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def with_error(self, name: str, sentence: str) -> "Filled":
        """The same with an error beside a field; ``name`` "" speaks of the whole form."""
        return replace(self, errors={**self.errors, name: sentence})

    def refused_by(self, error: GuijuError, name: str = "") -> "Filled":
        """The same, refused by a command: its sentence and its remedy."""
        return self.with_error(name, format_html("{}{}", *refusal_said(error)))


@dataclass(frozen=True, slots=True)
class Form:
    """A schema. ``acts`` are its buttons, the first one the main one; ``keeps_draft``: half-written is never lost.

    ``tone`` is that of the main button: "primary", or "danger" for what cannot be taken back.
    """

    name: str
    fields: tuple[Field, ...]
    acts: tuple[Choice, ...] = (Choice("save", gettext_lazy("保存")),)
    keeps_draft: bool = False
    tone: str = "primary"

    def blank(self, visit: Visit, about: str = "", values: Mapping[str, Value] | None = None) -> Filled:
        """The form as it is opened: with ``values``; a draft that was left behind goes before them."""
        given = values or {}
        typed = {one.name: one.written(given.get(one.name)) for one in self.fields}
        key = secrets.token_hex(16)
        draft = None
        if self.keeps_draft and visit.is_signed_in:
            draft = find_draft(visit.holder.account, self.name, about, at=visit.at)
        if draft is None:
            return Filled(given, typed, key, about)
        kept = {name: values for name, values in draft.typed.items() if name in self.drafted}
        return Filled(given, {**typed, **dict.fromkeys(self.drafted, ()), **kept}, key, about, draft_at=draft.saved_at)

    def taken(
        self, visit: Visit, run: Callable[[Filled], str], *, about: str = "",
        values: Mapping[str, Value] | None = None,
    ) -> Filled:  # fmt: skip
        """The form after this request: as it is opened; once it was sent, with what was wrong, or carried out.

        ``run`` carries out what a sound form asks for; it gives the sentence that the next page says, "" for none. What
        a command refuses stands above the form, and all that was typed stays.

        Raises:
            FormRefused: as for ``read``.
        """
        if visit.request.method != "POST":
            return self.blank(visit, about, values)
        filled = self.read(visit, about)
        if not filled.is_sound:
            return filled
        try:
            sentence = run(filled)
        except GuijuError as error:
            return filled.refused_by(error)
        self.done(visit, filled)
        if sentence:
            say(visit, sentence)
        return replace(filled, is_done=True)

    def done(self, visit: Visit, filled: Filled) -> None:
        """The form has been carried out: what was kept of it is gone."""
        if self.keeps_draft and visit.is_signed_in:
            spend_draft(visit.holder.account, self.name, filled.about, filled.key, at=visit.at)

    @property
    def drafted(self) -> list[str]:
        """The fields that a draft holds: neither files nor secrets."""
        return [one.name for one in self.fields if one.kind not in (Kind.FILE, Kind.SECRET)]

    def read(self, visit: Visit, about: str = "") -> Filled:
        """What was sent.

        Raises:
            FormRefused: a field that the form does not have, one given twice, or no key.
        """
        sent, files = visit.request.POST, visit.request.FILES
        kinds = {one.name: one.kind for one in self.fields}
        strange = [name for name in sent if not self._is_known(name, sent.getlist(name))]
        strange += [name for name in files if kinds.get(name) is not Kind.FILE or len(files.getlist(name)) > 1]
        if strange:
            raise FormRefused(_("表单中有不认识的栏目。"))
        key, act = sent.get(KEY, ""), sent.get(ACT, "") or self.acts[0].value
        if not _KEY_SHAPE.fullmatch(key) or act not in {choice.value for choice in self.acts}:
            raise FormRefused(_("表单已失效。"))
        typed = {one.name: tuple(sent.getlist(one.name)) for one in self.fields if one.kind is not Kind.FILE}
        taken = {name: file for name in files if isinstance(file := files.get(name), UploadedFile)}
        return self.told(typed, key=key, about=about, act=act, files=taken)

    def told(
        self, typed: Mapping[str, tuple[str, ...]], *, key: str, about: str = "", act: str = "",
        files: Mapping[str, UploadedFile[Any]] | None = None,
    ) -> Filled:  # fmt: skip
        """The form as these words fill it in, whoever wrote them: a browser or a program."""
        words = {one.name: typed.get(one.name, ()) for one in self.fields if one.kind is not Kind.FILE}
        values, errors = self._values(words, files or {})
        return Filled(values, words, key, about, act, files or {}, errors)

    def _is_known(self, name: str, given: Sequence[str]) -> bool:
        if name in OURS:
            return len(given) == 1
        kind = next((one.kind for one in self.fields if one.name == name), None)
        # A browser sends an empty text for a file that was not chosen.
        return kind is Kind.CHOICES or (kind is not None and given == ([""] if kind is Kind.FILE else given[:1]))

    def _values(
        self, typed: Mapping[str, tuple[str, ...]], files: Mapping[str, UploadedFile[Any]]
    ) -> tuple[dict[str, Value], dict[str, str]]:
        values: dict[str, Value] = {}
        errors: dict[str, str] = {}
        for one in self.fields:
            if one.kind is Kind.FILE:
                if one.is_required and one.name not in files:
                    errors[one.name] = _("请选择文件。")
                continue
            try:
                values[one.name] = one.read(typed[one.name])
            except NotReadable as error:
                errors[one.name] = str(error)
        return values, errors

    def show(self, visit: Visit, filled: Filled, *, address: str = "", back: str = "") -> "FormShown":
        """The form as it is drawn; posted to ``address`` (else to this page), ``back`` leads away without saving."""
        shown = tuple(
            FieldShown(one, filled.typed.get(one.name, ()), filled.errors.get(one.name, ""), f"{self.name}-{one.name}")
            for one in self.fields
        )
        sign = ""
        if self.keeps_draft and visit.is_signed_in:
            said = {
                "account": visit.holder.account, "form": self.name, "about": filled.about, "fields": self.drafted,
            }  # fmt: skip
            sign = Signer(salt=DRAFT_SALT).sign_object(said)
        here = visit.request.get_full_path()
        return FormShown(self, shown, filled, visit.token, address or here, back, sign, here)


@dataclass(frozen=True, slots=True)
class FieldShown(Component):
    """One field as it is drawn."""

    template: ClassVar[str] = "components/field.html"
    field: Field
    typed: Sequence[str]
    error: str
    id: str

    @property
    def text(self) -> str:
        """What stands in it; a secret is never written back."""
        return self.typed[0] if self.typed and self.field.kind is not Kind.SECRET else ""

    @property
    def described_by(self) -> str:
        """The ids of help and error, for readers of the screen."""
        parts = ([f"{self.id}-help"] if self.field.help else []) + ([f"{self.id}-error"] if self.error else [])
        return " ".join(parts)

    @property
    def options(self) -> list[tuple[Choice, bool, str]]:
        """The choices, whether each is taken, and the id of each."""
        return [
            (choice, choice.value in self.typed, f"{self.id}-{number}")
            for number, choice in enumerate(self.field.choices)
        ]

    @property
    def is_grouped(self) -> bool:
        """Whether its choices stand under names of groups."""
        return any(choice.group for choice in self.field.choices)

    @property
    def input_type(self) -> str:
        """HTML's word for the kind."""
        kinds = {Kind.DATE: "date", Kind.INSTANT: "datetime-local", Kind.SECRET: "password", Kind.FILE: "file"}
        return kinds.get(self.field.kind, "text")


@dataclass(frozen=True, slots=True)
class FormShown(Component):
    """A form as it is drawn."""

    template: ClassVar[str] = "components/form.html"
    form: Form
    fields: tuple[FieldShown, ...]
    filled: Filled
    token: str
    address: str
    back: str
    sign: str = ""
    here: str = ""

    @property
    def has_files(self) -> bool:
        """Whether files are sent along."""
        return any(one.field.kind is Kind.FILE for one in self.fields)

    @property
    def unkept(self) -> str:
        """What is left out where a draft is saved: the button, and the fields that no draft holds."""
        kept = self.form.drafted
        return ",".join([ACT, *(one.field.name for one in self.fields if one.field.name not in kept)])

    @property
    def main_acts(self) -> tuple[Choice, ...]:
        """The buttons below the fields."""
        return self.form.acts

    @property
    def main(self) -> list[FieldShown]:
        """The fields that stand open."""
        return [one for one in self.fields if not one.field.is_minor]

    @property
    def minor(self) -> list[FieldShown]:
        """The fields that are folded away; open where one of them is wrong."""
        return [one for one in self.fields if one.field.is_minor]

    @property
    def is_minor_wrong(self) -> bool:
        """Whether one of those that are folded away is, or may be, what is to be mended."""
        return any(one.error for one in self.minor) or "" in self.filled.errors

    @property
    def wrong(self) -> list[FieldShown]:
        """The fields with an error: listed above the form, each a link to its field."""
        return [one for one in self.fields if one.error]

    @property
    def whole_error(self) -> str:
        """What is wrong with the form as a whole."""
        return self.filled.errors.get("", "")
