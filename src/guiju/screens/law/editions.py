"""What a rule says, edition by edition: side by side where they differ, and the records that it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guiju.rules.model import Edition, Reference, Rule
from guiju.rules.predicate import Condition
from guiju.rules.verb_facts import answer_references
from guiju.rules.words.edition import edition_in_words
from guiju.rules.words.explain import Explainer
from guiju.rules.words.predicates import fields_of

POINTS = {
    "严重程度": gettext_noop("程度"), "依据": gettext_noop("依据"), "何时": gettext_noop("什么时候"),
    "须相同": gettext_noop("须为同一"), "要求": gettext_noop("应当怎样"), "期限": gettext_noop("期限"),
    "数法": gettext_noop("怎样计算"), "起算": gettext_noop("从何起算"), "版本按": gettext_noop("版本按何日选"),
    "延长": gettext_noop("可以延长"), "停止计算": gettext_noop("不计入期限"), "重新起算": gettext_noop("重新计算"),
    "例外": gettext_noop("例外"), "义务主体": gettext_noop("义务主体"),
}  # fmt: skip
"""Each point of an edition as the engine calls it, and as a legal officer reads it."""
ABOVE = ("严重程度", "依据", "义务主体")
"""Points that stand above the others on the page of a rule already."""


@dataclass(frozen=True, slots=True)
class Row:
    """One point in which the editions differ, and what each of them says of it."""

    point: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record: what for, what must be filled in in it, and what follows where it is not recorded."""

    event: str
    purpose: str
    fields: str
    absent: str


def points_of(edition: Edition, words: Explainer) -> list[tuple[str, str]]:
    """What one edition says, point by point."""
    said = edition_in_words(edition, words)
    return [(_(label), said[point]) for point, label in POINTS.items() if point in said and point not in ABOVE]


def side_by_side(rule: Rule, words: Explainer) -> list[Row]:
    """The points in which the editions of a rule differ; none where there is one edition only."""
    said = [edition_in_words(one, words) for one in rule.editions]
    heads = [words.in_force(one) for one in rule.editions]
    rows = []
    for point, label in POINTS.items():
        cells = [one.get(point, "—") for one in said]
        if len(set(cells)) > 1:
            rows.append(Row(_(label), tuple(zip(heads, cells, strict=True))))
    return rows


def sources_of(edition: Edition, words: Explainer) -> list[Source]:
    """Which records a rule reads: what opens the duty, what answers it, and what excuses, lengthens or stops it."""
    trigger, found = edition.trigger, Found(words)
    undecided, unverified = _("不能判断，不作为问题"), _("仍作为疑似问题，核查时须问明")
    for reference in (trigger.event, trigger.opens, trigger.for_each):
        found.add(reference, _("产生义务"), _("不产生义务"))
    for one in trigger.window or ():
        found.add(one, _("限定期间"), undecided)
    if edition.count_from is not None:
        found.add(edition.count_from[1], _("起算"), undecided)
    for group in answer_references(edition.verb):
        for reference in group:
            found.add(reference, _("判断是否办到"), undecided)
    for reference in edition.unless:
        found.add(reference, _("例外"), unverified)
    for item in edition.extend:
        found.add(item.by, _("延长"), unverified)
    for stop in edition.stop:
        found.add(stop.start, _("停止计算"), unverified)
        found.add(stop.end, _("恢复计算"), unverified)
    for reference in edition.restart:
        found.add(reference, _("重新计算"), unverified)
    return found.sources


class Found:
    """The records that were named so far, each once for each purpose."""

    def __init__(self, words: Explainer) -> None:
        self.words = words
        self.sources: list[Source] = []

    def add(self, reference: Reference | None, purpose: str, absent: str) -> None:
        """Name the records of a reference."""
        if reference is None:
            return
        fields = self._fields(reference.where)
        for name in reference.types:
            source = Source(self.words.name(name), purpose, fields, absent)
            if source not in self.sources:
                self.sources.append(source)

    def _fields(self, where: Condition | None) -> str:
        names: Sequence[str] = () if where is None else tuple(fields_of(where))
        return "、".join(self.words.field(name) for name in names if name != "type")
