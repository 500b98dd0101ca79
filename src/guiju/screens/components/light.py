"""The light: a colour, the word that says the same without it, and how many days are left or over."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guiju.scores.reports.lights import BROKEN, GREEN, GREY, NONE, RED, light_of_running
from guiju.screens.components.component import Word
from guiju.screens.kit.figures import said_span
from guiju.screens.kit.markup import html


@dataclass(frozen=True, slots=True)
class Light(Word):
    """绿 正常 · 蓝 提醒 · 黄 临期 · 红 超期 (不符) · 灰 未决; ``detail`` is what stands beside it, such as 余 2 天."""

    colour: str
    word: str
    detail: str = ""

    def drawn(self) -> SafeString:
        """The light as HTML."""
        detail = html(' <span class="light-detail">{}</span>', self.detail) if self.detail else ""
        said = html('<span class="light-word">{}</span>{}', self.word, detail)
        return html('<span class="light light-{}">{}</span>', self.colour, said)


def light_of_due(trigger_at: int | None, due_at: int | None, at: int, *, settled_at: int | None = None) -> Light:
    """How a duty stands at an instant: its colour, and the days that are left or over.

    What was settled late stays red, and says so; a duty without a date is grey. Unit: microseconds since the epoch.
    """
    if due_at is None:
        return Light(GREY.colour, _(GREY.word))
    if settled_at is not None:
        if settled_at <= due_at:
            return Light(GREEN.colour, _(GREEN.word), _("已办结"))
        return Light(RED.colour, _(RED.word), _("超 %(span)s办结") % {"span": said_span(settled_at - due_at)})
    if at > due_at:
        return Light(RED.colour, _(RED.word), _("超 %(span)s") % {"span": said_span(at - due_at)})
    running = light_of_running(trigger_at if trigger_at is not None else at, due_at, at)
    return Light(running.colour, _(running.word), _("余 %(span)s") % {"span": said_span(due_at - at)})


def light_named(word: str, detail: str = "") -> Light:
    """The light of a stored word: 正常, 提醒, 临期, 超期, 不符, 未决, 未涉及."""
    return Light(_COLOURS.get(word, GREY.colour), _(word), detail)


_COLOURS = {"正常": "green", "提醒": "blue", "临期": "yellow", RED.word: "red", BROKEN.word: "red", NONE.word: "none"}
