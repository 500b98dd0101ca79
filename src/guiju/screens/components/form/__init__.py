"""Forms: declared, read strictly, shown again with what was typed."""

from guiju.screens.components.form.field import Choice, Field, Kind, Value
from guiju.screens.components.form.form import Filled, Form, FormShown
from guiju.screens.components.form.words import FormRefused

__all__ = ["Choice", "Field", "Filled", "Form", "FormRefused", "FormShown", "Kind", "Value"]
