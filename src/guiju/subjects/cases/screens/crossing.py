"""交叉复审: what was drawn for the visitor, how far opinions agree month by month, the draw itself, and his opinion."""

from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.facts.draft import Actor
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.subjects.cases.commands.chain import DRAW_CROSS_REVIEW, approvals, decision, decision_label
from guiju.subjects.cases.commands.crossing import cross_review, draw_cross_reviews
from guiju.subjects.cases.projector.submission import AGREED, DISAGREED, State
from guiju.subjects.cases.queries.crossing import (
    CrossShown,
    count_cross_reviews,
    get_blind,
    list_cross_reviews,
    list_months,
)
from guiju.subjects.cases.screens.forms import answered, check_fields, reason_field
from guiju.subjects.cases.screens.listing import tabs_of
from guiju.subjects.cases.screens.words import opinion_badge


def cross_reviews(visit: Visit) -> HttpResponse:
    """Show what was drawn for the visitor, and how far the opinions agree."""
    listing = Listing(
        name="cross",
        title=_("交叉复审"),
        columns=(
            Column("decision", _("决定"), lambda row: Link(_(decision_label(row.decision)), _address(row.name)),
                   is_head=True, written=lambda row: _(decision_label(row.decision))),
            Column("month", _("抽取月份"), lambda row: row.month),
            Column("drawn", _("送来"), lambda row: said_instant(row.drawn_at)),
            Column("state", _("状态"), _state, written=lambda row: _state(row).word),
        ),
        rows=lambda _visit, _query, start, number: list_cross_reviews(visit.viewer, skip=start, limit=number),
        count=lambda _visit, _query, most: count_cross_reviews(visit.viewer, most=most),
        empty=_("没有抽给您复审的案件。"),
        note=_("复审人看不到办案单位和办案人员；意见只用于了解审核尺度是否一致，不评价个人。"),
    )  # fmt: skip
    if visit.target:
        return show_listing(visit, listing)
    said = {
        "tabs": tabs_of(visit, "cross", {}),
        "months": list_months(visit.viewer),
        "share": f"{approvals().cross_share / 10:g}%",
        "draw": reverse("reviews.draw") if visit.may(DRAW_CROSS_REVIEW) else "",
    }
    return show_listing(visit, listing, said, template="reviews/cross.html")


def draw_month(visit: Visit) -> HttpResponse:
    """Draw a month."""
    month = Field("month", _("月份"), longest=7, placeholder="2026-03", help=_("只能抽取已经过完的月份。"))
    form = Form("draw_month", (month,), (Choice("save", _("抽取")),))

    def run(filled: Filled) -> str:
        draw_cross_reviews(
            filled.text("month"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key
        )  # fmt: skip
        return _("已抽取，并分给其他单位的法制人员。")

    filled = form.taken(visit, run)
    if filled.is_done:
        return HttpResponseRedirect(reverse("reviews.cross"))
    said = {"form": form.show(visit, filled, back=reverse("reviews.cross")),
            "about": _("随机数取自账本：该月最后一次审批之后第一个签名检查点，抽取人不能选择。")}  # fmt: skip
    crumbs = (Crumb(_("交叉复审"), reverse("reviews.cross")), Crumb(_("抽取")))
    return show(visit, "reviews/form.html", said, title=_("抽取交叉复审"), crumbs=crumbs, status=filled.status)


def blind(visit: Visit, name: str) -> HttpResponse:
    """Show what was drawn for the visitor without those who handled it; a POST gives his opinion.

    Raises:
        SubmissionNotFound: it was not drawn for him.
    """
    shown = get_blind(visit.viewer, name)
    wanted = decision(shown.one.decision)
    step = wanted.step(State.REVIEW)
    choices = (Choice(AGREED, _("同意拟作的决定")), Choice(DISAGREED, _("不同意")))
    form = Form(
        "cross_review",
        (*check_fields(step), Field("opinion", _("意见"), Kind.RADIO, choices=choices),
         reason_field(_("意见的理由"), is_required=False, help_text=_("不同意的，必须写明理由。"))),
        (Choice("save", _("提交意见")),), keeps_draft=True,
    )  # fmt: skip

    def run(filled: Filled) -> str:
        cross_review(
            name, opinion=filled.text("opinion"), reason=filled.text("reason"), checks=answered(step, filled),
            actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("已记录。")

    taken = partial(form.taken, visit, run, about=name)
    filled = taken() if visit.request.method == "POST" or not shown.is_done else None
    if filled is not None and filled.is_done:
        return HttpResponseRedirect(reverse("reviews.cross"))
    said = {
        "shown": shown,
        "content": shown.content,
        "decision": _(wanted.label),
        "form": form.show(visit, filled, back=reverse("reviews.cross")) if filled is not None else "",
    }
    crumbs = (Crumb(_("交叉复审"), reverse("reviews.cross")), Crumb(_(wanted.label)))
    status = 200 if filled is None else filled.status
    return show(visit, "reviews/blind.html", said, title=_("交叉复审"), crumbs=crumbs, status=status)


def _address(name: str) -> str:
    return reverse("reviews.blind", kwargs={"name": name})


def _state(row: CrossShown) -> Badge:
    return Badge(_("待复审"), Tone.INFO) if row.done_at is None else opinion_badge(row.second)
