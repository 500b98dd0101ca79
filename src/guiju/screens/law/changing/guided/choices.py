"""What the guided form offers: events under their subjects, the fields of an event, and what such a field may say."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.drafting import Comparison, Expected, Role, Shape
from guiju.rules.words.wording import CLOCKS, DEBTORS, OUTCOMES, UNITS
from guiju.screens.components.form import Choice
from guiju.screens.kit.figures import is_english
from guiju.screens.law.wiring import law_folder
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import event_label, field_label
from guiju.values.clock import Clock
from guiju.values.verdict import Outcome

MOST_OFFERED = 30
SHAPES = (
    Choice(Shape.WITHIN, gettext_lazy("此后在期限内，应当有另一环节")),
    Choice(Shape.BEFORE, gettext_lazy("此前应当已有另一环节（如先批准）")),
    Choice(Shape.RECENT, gettext_lazy("此前一段时间内应当已有另一环节")),
    Choice(Shape.AHEAD, gettext_lazy("另一环节应当至少提前一段时间")),
    Choice(Shape.NEVER, gettext_lazy("此后不得有另一环节")),
    Choice(Shape.SATISFY, gettext_lazy("这一环节本身应当符合要求（人数、审批层级等）")),
)
COMPARISONS = (
    Choice(Comparison.EQUALS, gettext_lazy("为")), Choice(Comparison.DIFFERS, gettext_lazy("不为")),
    Choice(Comparison.ONE_OF, gettext_lazy("为其中之一（用顿号分开）")),
    Choice(Comparison.AT_LEAST, gettext_lazy("不低于（不少于）")),
    Choice(Comparison.MORE, gettext_lazy("高于（多于）")),
    Choice(Comparison.AT_MOST, gettext_lazy("不高于（不多于）")), Choice(Comparison.LESS, gettext_lazy("低于（少于）")),
    Choice(Comparison.PRESENT, gettext_lazy("已填写")), Choice(Comparison.ABSENT, gettext_lazy("未填写")),
)  # fmt: skip
SAME_CHOICES = (
    Choice("case_person", gettext_lazy("同一案件的同一人员")), Choice("case", gettext_lazy("同一案件")),
    Choice("case_item", gettext_lazy("同一案件的同一物品")),
    Choice("case_act", gettext_lazy("同一案件的同一次执法行为（如同一次搜查）")),
    Choice("case_person_act", gettext_lazy("同一案件、同一人员的同一次执法行为")),
    Choice("person", gettext_lazy("同一人员，不限案件")), Choice("call", gettext_lazy("同一警情")),
    Choice("room", gettext_lazy("同一房间")), Choice("recording", gettext_lazy("同一录像")),
    Choice("officer", gettext_lazy("同一民警")), Choice("unit", gettext_lazy("同一单位")),
)  # fmt: skip
CLOCK_CHOICES = tuple(
    Choice(clock.value, word) for clock, word in CLOCKS.items() if clock is not Clock.CUSTODY_FIRST_DAY
)
DEBTOR_CHOICES = tuple(Choice(name, gettext_lazy(word)) for name, word in DEBTORS.items())
EXPECTED_CHOICES = (
    *(Choice(one.value, gettext_lazy(OUTCOMES[Outcome(one.value)])) for one in Expected if one is not Expected.NO_DUTY),
    Choice(Expected.NO_DUTY, gettext_lazy("不产生义务")),
)
ROLE_LABELS: Mapping[Role, object] = {
    Role.TRIGGER: gettext_lazy("起因"), Role.ANSWER: gettext_lazy("应有"), Role.OTHER: gettext_lazy("或者"),
    Role.EXCUSE: gettext_lazy("除外"), Role.UNTIL: gettext_lazy("为止"),
}  # fmt: skip


def subject_choices() -> tuple[Choice, ...]:
    """The subjects that a rule may belong to."""
    return tuple(Choice(name, label) for name, label in law_folder().subjects.items())


def event_choices(law: LawInForce) -> tuple[Choice, ...]:
    """Every event that can be recorded of a case, under its subject."""
    subjects, words = law_folder().subjects, law.pack.vocabulary
    order = {name: place for place, name in enumerate(subjects)}
    found = [name for name in words if name.partition(".")[0] in order and not words.is_internal(name)]
    labels = {name: event_label(name) for name in found}
    found.sort(key=lambda name: (order[name.partition(".")[0]], labels[name]))
    return tuple(Choice(name, labels[name], subjects[name.partition(".")[0]]) for name in found)


def unit_choices(law: LawInForce) -> tuple[Choice, ...]:
    """Units of time, and the words of the law that carry no number, such as 及时."""
    units = (Choice(unit, gettext_lazy(word), _("时间单位")) for unit, word in UNITS.items())
    return (*units, *(Choice(name, term.zh, _("法条没有写明天数的")) for name, term in law.pack.terms.items()))


def field_choices(law: LawInForce, event: str) -> tuple[Choice, ...]:
    """What a record of that event may say, but for what is sealed because it is personal."""
    kind = law.pack.vocabulary.types.get(event)
    if kind is None:
        return ()
    named = [name for name in kind.attributes if name not in kind.personal]
    return (Choice("officers", _("民警人数")), *(Choice(name, field_label(name)) for name in named))


def offers(law: LawInForce, field: str) -> tuple[str, ...]:
    """What such a field says elsewhere in the law: in words people use, without figures."""
    ranks, told = law.pack.ranks, set(_told(law, field))
    found = [*law.pack.vocabulary.value_labels.get(field, {})]
    if told & {True, False}:
        return (_("是"), _("否"))
    if told & set(ranks):
        found = [one for one in ranks if one.isascii()]
    found += sorted(one for one in told if isinstance(one, str) and not one[:1].isdigit() and one not in ranks)
    return tuple(dict.fromkeys(one if is_english() else wiring().word(field, one) for one in found))[:MOST_OFFERED]


def _told(law: LawInForce, field: str) -> Iterator[str | bool]:
    """What the worked cases of the law in force say in that field, but for figures."""
    for rule in law.pack.rules:
        for case in rule.cases:
            rows = case["happened"]
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row.get(field), str | bool):
                    yield row[field]
