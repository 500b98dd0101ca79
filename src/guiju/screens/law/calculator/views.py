"""期限计算: several limits in one sheet, each told day by day; nothing that is typed here is kept."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.rules.words.edition import edition_in_words
from guiju.screens.components.form.field import Value
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.form.words import ACT
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.print import Block, Facts, Heading, pdf_of
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.site import Exported, site
from guiju.screens.kit.visit import Visit
from guiju.screens.law.calculator.answers import Answer, answers_of
from guiju.screens.law.calculator.prefilled import Prefill, prefill_of, rules_offered
from guiju.screens.law.calculator.sheet import CHANGE, LINE, PRINT, form_of, grown, shown, size_of
from guiju.screens.law.editions import POINTS
from guiju.screens.law.words import explainer, on_day, rule_address, today

CONDITIONS = ("延长", "停止计算", "重新起算", "例外")


def calculator(visit: Visit) -> HttpResponse:
    """Show the sheet; once it was sent, with the answers, or with a further line, or as PDF.

    Raises:
        FormRefused: something was sent that the sheet does not have.
        PrintNotPossible: the server cannot set the PDF.
    """
    pack, found = law_in_force().pack, list[Answer]()
    lines, changes = size_of(visit.request.POST)
    form = form_of(lines, changes, pack.instruments)
    act = visit.request.POST.get(ACT, "")
    if visit.request.method == "POST" and act in (LINE, CHANGE):
        sent = form.read(visit)
        form = form_of(lines + (act == LINE), changes + (act == CHANGE), pack.instruments)
        filled = Filled({}, grown(sent, act, lines, changes), sent.key)
    else:

        def reckon_all(sheet: Filled) -> str:
            found.extend(answers_of(sheet, pack))
            return ""

        filled = form.taken(visit, reckon_all, values=_values(_prefilled(visit)))
    if filled.is_done and act == PRINT:
        return _printed(visit, found)
    return _page(visit, form, filled, found)


def _page(visit: Visit, form: Form, filled: Filled, found: Sequence[Answer]) -> HttpResponse:
    taken = _prefilled(visit)
    address = reverse("law.calculator")
    kept = f"{address}?{urlencode({'rule': taken.rule})}" if taken else address
    said = {
        "sheet": shown(visit, form, filled, address=kept),
        "answers": found,
        "rules": rules_offered(law_in_force().pack, today(visit)),
        "chosen": taken.rule if taken else "",
        "title_of_rule": taken.title if taken else "",
        "rule_address": rule_address(taken.rule) if taken else "",
        "conditions": _conditions(visit, taken) if taken else [],
        "address": address,
    }
    crumbs = (Crumb(_("法规"), reverse("law.rules")), Crumb(_("期限计算")))
    return show(visit, "law/calculator.html", said, title=_("期限计算"), crumbs=crumbs, status=filled.status)


def _prefilled(visit: Visit) -> Prefill | None:
    rule = law_in_force().pack.rule(visit.request.GET.get("rule", ""))
    return None if rule is None else prefill_of(rule, today(visit))


def _values(taken: Prefill | None) -> dict[str, Value]:
    if taken is None:
        return {}
    return {"who1": taken.title[:60], "amount1": taken.amount, "unit1": taken.unit, "clock1": taken.clock}


def _conditions(visit: Visit, taken: Prefill) -> list[tuple[str, str]]:
    """What may lengthen, stop or excuse the limit of the rule: whoever reckons must know of it."""
    rule = law_in_force().pack.rule(taken.rule)
    assert rule is not None
    said = edition_in_words(on_day(rule, today(visit)).edition, explainer())
    return [(_(POINTS[name]), said[name]) for name in CONDITIONS if name in said]


def _printed(visit: Visit, found: Sequence[Answer]) -> HttpResponse:
    """The answers on paper; what stands in them only the visitor knows, and the log keeps that he took so many."""
    title, mark = _("期限计算"), mark_of(visit)
    site().exported(visit, Exported("law.calculator", "", "pdf", mark.number, len(found)))
    blocks: list[Block] = [_("按装入的法规和节假日历计算，供核对；起算日期和变动由填写人负责。")]
    for one in found:
        facts = Facts([(_("起算"), one.begins), (_("期限"), one.limit), (_("到期"), one.due or _("尚不能确定"))])
        blocks += [Heading(one.title), facts, *(f"{name}：{words}" if name else words for name, words in one.steps)]
    answer = HttpResponse(pdf_of(title, blocks, mark), content_type="application/pdf")
    written = quote(f"{title}-{mark.number}.pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{mark.number}.pdf\"; filename*=UTF-8''{written}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
