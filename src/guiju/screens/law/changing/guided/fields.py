"""The fields of the guided form, as many as were asked for; what a shape does not know is asked for by nobody."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.drafting import TIMED, Draft, Role, Shape
from guiju.findings.life.deciding import LONGEST_REASON
from guiju.screens.components.form import Choice, Field, Form, Kind
from guiju.screens.law.changing.guided.choices import (
    CLOCK_CHOICES,
    COMPARISONS,
    DEBTOR_CHOICES,
    EXPECTED_CHOICES,
    ROLE_LABELS,
    SAME_CHOICES,
    SHAPES,
    event_choices,
    field_choices,
    offers,
    subject_choices,
    unit_choices,
)
from guiju.screens.law.changing.guided.names import (
    ANSWER_ONLY,
    CONDITIONS,
    PARTS_OF_CONDITION,
    SAYS,
    Size,
    said_names,
)
from guiju.screens.law.changing.words import SEVERITY_CHOICES
from guiju.screens.threads.words import event_label, field_label
from guiju.values.limit import UNITS

NAME = "law_guided"
LONGEST_WHY = 300
ACTS = (
    Choice("try", gettext_lazy("试算")), Choice("outlook", gettext_lazy("试运行")),
    Choice("propose", gettext_lazy("提请发布")), Choice("as_text", gettext_lazy("转为条文继续写")),
)  # fmt: skip
REDRAW, ADD_CASE, ADD_ROW = "redraw", "case", "row"
Said = Callable[[str], str]
"""What stands in a field at the moment; "" where nothing does."""


def guided_form(law: LawInForce, size: Size, said: Said, names: set[str]) -> Form:
    """The form of that size; ``said`` tells what was chosen so far, ``names`` are the fields that were sent."""
    fields = (*_rule(), *_duty(law, said), *_grounds(), *_cases(law, size, said, said_names(names)))
    adding = (Choice(ADD_CASE, ""), *(Choice(f"{ADD_ROW}{number}", "") for number in range(1, len(size.rows) + 1)))
    return Form(NAME, fields, (*ACTS, Choice(REDRAW, ""), *adding), keeps_draft=True)


def _rule() -> Iterator[Field]:
    yield Field("subject", _("主题"), Kind.CHOICE, choices=subject_choices())
    yield Field(
        "name", _("编号"), longest=60, placeholder="notify-family",
        help=_("英文小写的简短名称，如 notify-family；与主题合成编号，不能与已有规则重复。"),
    )  # fmt: skip
    yield Field("title", _("标题"), longest=80, placeholder=_("如：拘留后二十四小时内通知家属"))
    yield Field("title_en", _("英文标题"), is_required=False, longest=160)
    yield Field("severity", _("严重程度"), Kind.CHOICE, choices=SEVERITY_CHOICES)


def _duty(law: LawInForce, said: Said) -> Iterator[Field]:
    shape, events = said("shape"), event_choices(law)
    is_timed, is_simple = shape in TIMED, shape == Shape.SATISFY
    yield Field("trigger", _("什么环节产生义务"), Kind.CHOICE, choices=events)
    for name in CONDITIONS:
        yield from _condition(law, name, said("trigger"), said, is_required=name == "need1" and is_simple)
    yield Field("shape", _("要求什么"), Kind.CHOICE, choices=SHAPES)
    label = _("不得有什么环节") if shape == Shape.NEVER else _("应当有什么环节")
    yield Field("answer", label, Kind.CHOICE, is_required=bool(shape) and not is_simple, choices=events)
    yield from _condition(law, ANSWER_ONLY, said("answer"), said, is_required=False)
    yield Field(
        "other", _("或者这一环节也算"), Kind.CHOICE, is_required=False, choices=events,
        help=_("如义务因释放、撤案而了结的，选该环节。"),
    )  # fmt: skip
    yield Field("until", _("到什么环节为止"), Kind.CHOICE, is_required=False, choices=events)
    yield Field("excuse", _("有什么环节的除外"), Kind.CHOICE, is_required=False, choices=events)
    needs_amount = is_timed and said("unit") in ("", *UNITS)
    yield Field("amount", _("期限"), Kind.NUMBER, is_required=needs_amount, least=1, most=999_999)
    yield Field(
        "unit", _("单位"), Kind.CHOICE, is_required=is_timed, choices=unit_choices(law),
        help=_("及时、立即之类按法制部门定的内部时限计算，不填期限数。"),
    )  # fmt: skip
    yield Field(
        "clock", _("数法"), Kind.CHOICE, is_required=False, choices=CLOCK_CHOICES, help=_("不选就按所引法规的数法。")
    )
    yield Field("same", _("各环节须为"), Kind.CHOICE, choices=SAME_CHOICES)
    yield Field(
        "owed_by", _("由谁承担"), Kind.CHOICE, is_required=False, choices=DEBTOR_CHOICES,
        help=_("不选就是办案单位；由他人承担的，不计为本单位的疑似问题。"),
    )  # fmt: skip


def _condition(law: LawInForce, name: str, event: str, said: Said, *, is_required: bool) -> Iterator[Field]:
    chosen = said(f"{name}_field")
    field, comparison, value = (f"{name}_{part}" for part in PARTS_OF_CONDITION)
    yield Field(field, _("栏目"), Kind.CHOICE, is_required=is_required, choices=field_choices(law, event))
    yield Field(comparison, _("比较"), Kind.CHOICE, is_required=bool(chosen), choices=COMPARISONS)
    yield Field(
        value, _("内容"), is_required=False, longest=120, offers=offers(law, chosen) if chosen else ()
    )  # fmt: skip


def _grounds() -> Iterator[Field]:
    yield Field(
        "laws", _("依据"), Kind.LONG, longest=600,
        help=_("每行一条，如《刑事诉讼法》第85条第2款；法规用目录里的简称。"),
    )  # fmt: skip
    yield Field("first_day", _("施行日期"), Kind.DATE)
    yield Field("reason", _("提请理由"), Kind.LONG, is_required=False, longest=LONGEST_REASON)


def _cases(law: LawInForce, size: Size, said: Said, sent: set[str]) -> Iterator[Field]:
    known = {*law.pack.vocabulary.field_labels, "officer"}
    chosen = {said(f"{name}_field") for name in (*CONDITIONS, ANSWER_ONLY)} - {"", "officers"}
    from_same = {"person", "item", "act", "call", "room", "recording", "officer", "unit"}
    named = sorted((sent & known) | (chosen & known) | from_same)
    offered = {name: offers(law, name) for name in chosen}
    roles = tuple(Choice(role.value, label) for role, label in role_labels(said).items())
    for number, rows in enumerate(size.rows, 1):
        spot = f"case{number}"
        yield Field(f"{spot}_name", _("算例名称"), is_required=False, longest=80)
        yield Field(
            f"{spot}_why", _("理由"), is_required=False, longest=LONGEST_WHY, placeholder=_("怎样算出来的，先算后填")
        )
        for place in range(1, rows + 1):
            row = f"{spot}_row{place}"
            yield Field(f"{row}_role", _("环节"), Kind.CHOICE, is_required=False, choices=roles)
            yield Field(f"{row}_at", _("时间"), Kind.INSTANT, is_required=False)
            for name in named:
                said_name = f"{row}_{SAYS}{name}"
                yield Field(said_name, field_label(name), is_required=False, longest=120, offers=offered.get(name, ()))
        yield Field(f"{spot}_expected", _("应当得出"), Kind.CHOICE, is_required=False, choices=EXPECTED_CHOICES)
        yield Field(f"{spot}_due_on", _("期限末日（可不填）"), Kind.DATE, is_required=False)


def role_labels(said: Said) -> dict[Role, str]:
    """What a row of a worked case can be: the steps of the duty, with the events that were chosen for them."""
    steps = Draft(
        trigger=said("trigger"), shape=said("shape"), answer=said("answer"), other=said("other"), until=said("until"),
        excuse=said("excuse"),
    ).steps  # fmt: skip
    found = {role: str(label) for role, label in ROLE_LABELS.items()}
    if said("shape") == Shape.NEVER:
        found[Role.ANSWER] = _("不得有")
    return {
        role: _("%(role)s：%(event)s") % {"role": label, "event": event_label(steps[role])} if role in steps else label
        for role, label in found.items()
        if role in steps or role in (Role.TRIGGER, Role.ANSWER)
    }
