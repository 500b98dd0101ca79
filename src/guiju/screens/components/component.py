"""What every component is: a value that renders itself."""

from html import unescape
from typing import ClassVar

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from guiju.screens.kit.drawing import draw


class Component:
    """A frozen value; ``{{ it }}`` in a template renders it, everything in it escaped by its own template."""

    __slots__ = ()
    template: ClassVar[str]

    def drawn(self) -> SafeString:
        """The component as HTML."""
        return render_to_string(self.template, {"it": self})

    def __str__(self) -> SafeString:
        return self.drawn()

    def __html__(self) -> SafeString:
        return self.drawn()

    @property
    def plain(self) -> str:
        """Its text alone, for a file."""
        return " ".join(unescape(strip_tags(str(self))).split())


class Compiled(Component):
    """A component whose template is compiled, for what most pages show (``kit.drawing``)."""

    __slots__ = ()

    def drawn(self) -> SafeString:
        """The component as HTML."""
        return draw(self.template, it=self)


class Word(Component):
    """A component of one element, of which a list holds hundreds: drawn by pattern (``kit.markup``)."""

    __slots__ = ()
