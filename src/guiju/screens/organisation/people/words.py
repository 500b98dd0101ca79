"""How terms, posts and credentials are worded on these pages."""

from django.utils.translation import gettext as _

from guiju.bureau.models import Posting
from guiju.bureau.qualification import Qualification, Reason, State
from guiju.screens.components.light import Light, light_named
from guiju.screens.kit.figures import said_date, said_instant
from guiju.screens.organisation.words import POSTS
from guiju.screens.threads.words import value_label
from guiju.values.scope import ALWAYS, FOREVER

SOON_DAYS = 90


def since_said(at: int) -> str:
    """When a period begins."""
    return _("登记之初") if at == ALWAYS else said_instant(at)


def until_now_said(at: int) -> str:
    """When a period ended, if it has."""
    return _("至今") if at == FOREVER else said_instant(at)


def days_said(post: Posting) -> str:
    """From which day to which somebody held a post."""
    first = said_date(post.from_day)
    if post.left_day is None:
        return _("%(first)s至今") % {"first": first}
    return _("%(first)s至%(last)s") % {"first": first, "last": said_date(post.left_day)}


def post_said(post: Posting) -> str:
    """What a post is called, and whether it is held beside another."""
    word = str(POSTS.get(post.post, post.post))
    return word + (_("（兼任）") if post.is_additional else "")


def credential_said(name: str) -> str:
    """What a credential is called."""
    return value_label("name", name)


def standing_said(standing: Qualification) -> str:
    """How a qualification stands, and why, in a line."""
    day = said_date(standing.last_day) if standing.last_day is not None else ""
    return {
        Reason.GRANTED: _("有效至%(day)s") % {"day": day} if day else _("有效"),
        Reason.NEVER_GRANTED: _("未见执法资格的记录，核实前只能协助"),
        Reason.AUXILIARY: _("辅警没有执法资格，只能协助"),
        Reason.EXPIRED: _("有效期至%(day)s，已过期") % {"day": day},
        Reason.ENDED: _("已被终止"),
        Reason.LEFT_CASE_POST: _("离开办案岗位满一年，资格保留至%(day)s") % {"day": day},
    }[standing.reason]


def lapses_soon(standing: Qualification, day: int) -> bool:
    """Whether a credential that stands lapses within the days of a reminder."""
    return standing.state is State.HELD and standing.last_day is not None and standing.last_day - day <= SOON_DAYS


def standing_light(standing: Qualification, day: int) -> Light:
    """A light for a credential: how many days it has left."""
    if standing.state is not State.HELD:
        return Light("red", _("失效"))
    if standing.last_day is None:
        return light_named("正常", _("长期"))
    left = _("余 %(n)s 天") % {"n": standing.last_day - day}
    return light_named("临期" if lapses_soon(standing, day) else "正常", left)
