"""The step before an act that cannot be taken back: a page that says what will happen, and asks."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from guiju.screens.components.component import Component
from guiju.screens.components.form.field import Choice, Field
from guiju.screens.components.form.form import Form, FormShown
from guiju.screens.kit.words import Said


@dataclass(frozen=True, slots=True)
class Confirm(Component):
    """What will happen, in one sentence, the facts it happens to, and the form that does it."""

    template: ClassVar[str] = "components/confirm.html"
    sentence: str
    form: FormShown
    facts: tuple[tuple[str, object], ...] = ()


def confirming(name: str, act: Said = "", fields: tuple[Field, ...] = ()) -> Form:
    """The form of such a step; ``act`` is the word on its button, ``fields`` what must be said, such as a reason."""
    return Form(name, fields, (Choice("confirm", act or _("确认")),), tone="danger")
