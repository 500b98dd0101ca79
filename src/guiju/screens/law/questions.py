"""Open questions of the law: the readings there are, which one is followed, who decided, and what each would move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.rules.pages.decisions import LEVELS, Decision
from guiju.rules.pages.interpretation import Interpretation, Move, Option
from guiju.rules.words.wording import CLOCKS
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.figures import is_english, said_date
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.wiring import law_folder
from guiju.screens.law.words import rule_address, sides
from guiju.screens.threads.words import rule_title
from guiju.values.clock import Clock
from guiju.values.errors import GuijuError

DECIDED, OPEN = "decided", "open"


class QuestionNotFound(GuijuError):
    """There is no open question of this name."""

    code = "law.question.not_found"
    remedy = "请从未决问题的清单进入。"


@dataclass(frozen=True, slots=True)
class OptionShown:
    """One reading: what it stands on, whether it is followed or shipped, and the rules that it would move."""

    title: str
    basis: str
    is_followed: bool
    is_shipped: bool
    moves: Sequence[tuple[Link, str]]


def interpretations(visit: Visit) -> HttpResponse:
    """Show the open questions of the law.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    listing = Listing(
        name="interpretations",
        title=_("未决问题"),
        columns=(
            Column("question", _("问题"), lambda one: Link(words_of(one.question), question_address(one.id)),
                   is_head=True, written=lambda one: words_of(one.question)),
            Column("between", _("涉及"), lambda one: "；".join(one.between), is_quiet=True),
            Column("choice", _("现取"), lambda one: words_of(one.choice.title)),
            Column("decided", _("由谁决定"), lambda one: decided_said(one.decided)),
        ),
        rows=lambda visit, query, start, number: _chosen(query)[start : start + number],
        count=lambda visit, query, most: min(len(_chosen(query)), most),
        facets=(Facet("state", _("决定"), (Choice(DECIDED, _("本单位或上级已决定")), Choice(OPEN, _("随附的选择")))),),
        search=_("问题或条文中的字"),
        empty=_("没有符合条件的问题。"),
        note=_("条文没有写明或者互相冲突的地方；没有决定的，按随附的选择执行。"),
    )  # fmt: skip
    said = {"sides": sides(visit, "law.interpretations")}
    return show_listing(visit, listing, said, template="law/list.html")


def _chosen(query: Query) -> Sequence[Interpretation]:
    wanted = {"": None, DECIDED: True, OPEN: False}[query.one("state")]
    return [
        one for one in law_folder().house.questions
        if all(word in _held(one) for word in query.text.split()) and wanted in (None, one.decided is not None)
    ]  # fmt: skip


def _held(one: Interpretation) -> str:
    return " ".join((one.id, *one.question.values(), *one.between, *(words_of(item.title) for item in one.options)))


def interpretation(visit: Visit, name: str) -> HttpResponse:
    """Show one question with its readings.

    Raises:
        QuestionNotFound: there is none of this name.
    """
    found = next((one for one in law_folder().house.questions if one.id == name), None)
    if found is None:
        raise QuestionNotFound(f"没有问题“{name}”。")
    title = words_of(found.question)
    said = {
        "sides": sides(visit, "law.interpretations"),
        "question": found,
        "state": Badge(_("已决定"), Tone.GOOD) if found.decided else Badge(_("随附的选择"), Tone.WARNING),
        "decided": decided_said(found.decided),
        "options": [_option(found, one) for one in found.options],
        "others": [
            (decided_said(one), one.outcome)
            for one in law_folder().house.decisions
            if one.matter == "question" and one.about == name and not one.holds
        ],
    }
    crumbs = (
        Crumb(_("法规"), reverse("law.rules")), Crumb(_("未决问题"), reverse("law.interpretations")), Crumb(title),
    )  # fmt: skip
    return show(visit, "law/question.html", said, title=title, crumbs=crumbs)


def _option(question: Interpretation, one: Option) -> OptionShown:
    moves = [
        (Link(rule_title(move.page), rule_address(move.page)), _moved(move)) for move in one.moves if _is_there(move)
    ]
    return OptionShown(words_of(one.title), one.basis, one is question.choice, one.name == question.shipped, moves)


def _is_there(move: Move) -> bool:
    """Whether the rule that a reading would move is in force here: its subject may be switched off."""
    return law_in_force().pack.rule(move.page) is not None


def _moved(move: Move) -> str:
    edition = _("自 %(day)s 起的版本，") % {"day": move.edition} if move.edition else ""
    parts = [
        _("数法由“%(old)s”改为“%(new)s”") % {"old": CLOCKS[Clock(old)], "new": CLOCKS[Clock(new)]}
        for old, new in move.clock.items()
    ]
    if move.restate:
        names = {
            "law": _("依据"), "must": _("应当怎样"), "when": _("什么时候"), "unless": _("例外"), "extend": _("延长"),
            "stop": _("停止计算"), "restart": _("重新计算"), "severity": _("程度"), "same": _("须为同一"),
            "count_from": _("从何起算"), "status": _("状态"), "edition_by": _("版本按何日选"),
        }  # fmt: skip
        parts.append(_("改写%(what)s") % {"what": "、".join(names.get(key, key) for key in move.restate)})
    return edition + "；".join(parts)


def decided_said(decision: Decision | None) -> str:
    """Who has decided, at which level, when and by which document."""
    if decision is None:
        return _("随附的选择，尚无法制部门决定")
    paper = f"，{decision.document}" if decision.document else ""
    return f"{LEVELS[decision.level]} {decision.by}，{said_date(decision.on_day)}{paper}"


def words_of(said: object) -> str:
    """A title in the language of the page."""
    assert isinstance(said, dict)
    return str(said.get("en" if is_english() else "zh", said["zh"]))


def question_address(name: str) -> str:
    """Where the page of a question lies."""
    return reverse("law.interpretation", kwargs={"name": name})
