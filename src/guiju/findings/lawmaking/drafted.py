"""The text of a page that says what somebody answered: every name checked before it stands there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import ChangeRefused
from guiju.findings.lawmaking.composing import read_laws
from guiju.findings.lawmaking.drafting import (
    NEEDS_NO_VALUE,
    SAME,
    TIMED,
    Case,
    Circumstance,
    Comparison,
    Draft,
    DraftRefused,
    Expected,
    Happening,
    Shape,
    check_name,
    lacking,
)
from guiju.values.event import KEYS
from guiju.values.limit import LONGEST
from guiju.values.vocabulary import Vocabulary
from guiju.values.yaml_text import on_one_line

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_LISTED = re.compile(r"[、,，;；]")
_SIGNS = {Comparison.AT_LEAST: ">=", Comparison.MORE: ">", Comparison.AT_MOST: "<=", Comparison.LESS: "<"}
_SPELT = re.compile(r"[!<>=].*|present|absent|-?\d+(?:\.\d+)?\.\.-?\d+(?:\.\d+)?", re.DOTALL)
_TRUTH = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
_PLACES = {
    "id": "name", "title": "title", "severity": "severity", "when": "trigger", "must": "answer", "unless": "excuse",
    "same": "same", "history": "same", "owed_by": "owed_by", "law": "laws", "from": "first_day",
}  # fmt: skip


def compose(law: LawInForce, draft: Draft) -> str:
    """The page as text; worked cases that still lack something are left out.

    Raises:
        DraftRefused: an answer lacks, or cannot be part of a page; it names the field.
    """
    missing = lacking(draft)
    if missing:
        raise DraftRefused("还没有填写。", missing[0])
    check_name(draft)
    if law.text_of(draft.id) or draft.id in law.pack.left_out:
        raise DraftRefused(f"编号 {draft.id} 已经有规则了，请换一个。", "name")
    if draft.same not in SAME:
        raise DraftRefused("请从列出的选项中选择。", "same")
    words = _Writer(law)
    history, keys = SAME[draft.same]
    english = _in_a_line(draft.title_en)
    page: dict[str, Any] = {
        "id": draft.id, "title": {"zh": _in_a_line(draft.title), **({"en": english} if english else {})},
        "severity": draft.severity, "when": words.step(draft.trigger, draft.only, "trigger", "only"),
    }  # fmt: skip
    if history != "case":
        page["history"] = history
    if keys != (history,):
        page["same"] = list(keys)
    page["must"] = words.must(draft)
    if draft.excuse:
        page["unless"] = [words.event(draft.excuse, "excuse")]
    if draft.owed_by:
        page["owed_by"] = draft.owed_by
    edition = {"from": _in_a_line(draft.first_day), "law": words.laws(draft)}
    head = [f"{name}: {on_one_line(value)}" for name, value in page.items()]
    cases = [line for number, case in draft.whole_cases for line in words.case(draft, case, number)]
    return "\n".join([*head, "editions:", f"  - {on_one_line(edition)}", "cases:", *cases]) + "\n"


def field_at(draft: Draft, place: str) -> str:
    """Which answer a place of the composed page comes from ("must.within"); empty where none is known."""
    steps = place.split(".")
    if steps[0] == "cases" and len(steps) > 1 and steps[1].isdigit():
        whole = draft.whole_cases
        return f"case{whole[int(steps[1]) - 1][0]}_name" if 0 < int(steps[1]) <= len(whole) else "case1_name"
    if steps[0] == "must":
        if "clock" in steps or "within" in steps or "ahead" in steps:
            return "clock" if "clock" in steps else "amount"
        return "need1_field" if draft.shape == Shape.SATISFY else "answer"
    return _PLACES.get(steps[0], "")


class _Writer:
    """Puts answers into the words of the language, by what the law in force knows."""

    def __init__(self, law: LawInForce) -> None:
        self._law = law
        self._words: Vocabulary = law.pack.vocabulary

    def event(self, name: str, field: str) -> str:
        if name not in self._words:
            raise DraftRefused(f"没有“{name}”这个环节。", field)
        return name

    def step(self, name: str, asked: Sequence[Circumstance], field: str, condition: str) -> Any:
        """An event, alone or in the circumstances that were asked for."""
        where = self.where(self.event(name, field), asked, condition)
        return {"event": name, "where": where} if where else name

    def where(self, event: str, asked: Sequence[Circumstance], condition: str) -> dict[str, Any]:
        parts = [
            {one.field: self._predicate(event, one, f"{condition}{number}")}
            for number, one in enumerate(asked, 1)
            if one.is_asked
        ]
        whole = {name: value for part in parts for name, value in part.items()}
        return whole if len(whole) == len(parts) else {"all": parts}

    def must(self, draft: Draft) -> dict[str, Any]:
        if draft.shape == Shape.SATISFY:
            return {"satisfy": self.where(draft.trigger, draft.needs, "need")}
        answer = self.step(draft.answer, (draft.answer_only,), "answer", "answer_only")
        wanted = [answer, self.event(draft.other, "other")] if draft.other else answer
        if draft.shape == Shape.NEVER:
            until = {"until": self.event(draft.until, "until")} if draft.until else {}
            return {"not_happen": wanted, **until}
        if draft.shape not in (*TIMED, Shape.BEFORE):
            raise DraftRefused("请从列出的选项中选择。", "shape")
        verb = "happen" if draft.shape == Shape.WITHIN else "have_happened"
        if draft.shape == Shape.BEFORE:
            return {verb: wanted}
        length = {"ahead" if draft.shape == Shape.AHEAD else "within": self._limit(draft)}
        return {verb: wanted, **length, **({"clock": draft.clock} if draft.clock else {})}

    def laws(self, draft: Draft) -> Any:
        try:
            laws = read_laws(draft.laws)
        except ChangeRefused as refused:
            raise DraftRefused(refused.sentence, "laws") from refused
        known = self._law.pack.instruments
        for one in laws if isinstance(laws, list) else [laws]:
            if known and one["instrument"] not in known:
                raise DraftRefused(f"法规目录中没有《{one['instrument']}》，请用目录里的简称。", "laws")
        return laws

    def case(self, draft: Draft, case: Case, number: int) -> Iterator[str]:
        yield f"  - name: {on_one_line(_in_a_line(case.name))}"
        yield f"    why: {on_one_line(_in_a_line(case.why))}"
        yield "    happened:"
        for place, row in enumerate(case.happened, 1):
            if row.role or row.at:
                yield f"      - {on_one_line(self._row(draft, row, f'case{number}_row{place}'))}"
        if case.expected not in set(Expected):
            raise DraftRefused("请从列出的选项中选择。", f"case{number}_expected")
        expect: dict[str, Any] = {"outcome": str(case.expected)}
        if case.expected == Expected.NO_DUTY:
            expect = {"duties": 0}
        elif case.due_on and draft.shape == Shape.WITHIN:
            expect["due_on"] = case.due_on
        yield f"    expect: {on_one_line(expect)}"

    def _row(self, draft: Draft, row: Happening, spot: str) -> dict[str, Any]:
        event = draft.steps.get(row.role)
        if event is None:
            raise DraftRefused("上面还没有选这个环节。", f"{spot}_role")
        said: dict[str, Any] = {"type": self.event(event, row.role), "at": _in_a_line(row.at)}
        for name, written in row.fields.items():
            if not written:
                continue
            if name != "officer" and not self._words.declares(event, name):
                label = self._words.field_label(name)
                raise DraftRefused(f"“{self._label(event)}”没有“{label}”这一栏。", f"{spot}_role")
            said[name] = _in_a_line(written) if name in KEYS else self._value(name, written)
        return said

    def _predicate(self, event: str, asked: Circumstance, spot: str) -> Any:
        if not asked.field or not self._words.declares(event, asked.field) or asked.field == "local_time":
            raise DraftRefused(f"请选择“{self._label(event)}”的一个栏目。", f"{spot}_field")
        if asked.comparison in NEEDS_NO_VALUE:
            return str(asked.comparison)
        if not asked.value:
            raise DraftRefused("还没有填写数值或内容。", f"{spot}_value")
        if asked.comparison == Comparison.ONE_OF:
            parts = [part.strip() for part in _LISTED.split(asked.value)]
            return [self._literal(asked.field, part, spot) for part in parts if part] or self._refuse(spot)
        if asked.comparison == Comparison.DIFFERS:
            return {"not": self._literal(asked.field, asked.value, spot)}
        if asked.comparison == Comparison.EQUALS:
            return self._literal(asked.field, asked.value, spot)
        sign = next((sign for name, sign in _SIGNS.items() if name == asked.comparison), "")
        value = self._value(asked.field, asked.value)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not sign or not (is_number or value in self._law.pack.ranks):
            raise DraftRefused("只有数和审批层级可以比较大小。", f"{spot}_value")
        return f"{sign} {value}"

    def _refuse(self, spot: str) -> list[Any]:
        raise DraftRefused("还没有填写数值或内容。", f"{spot}_value")

    def _literal(self, name: str, written: str, spot: str) -> Any:
        value = self._value(name, written)
        if isinstance(value, str) and _SPELT.fullmatch(value.strip()):
            raise DraftRefused(f"“{written}”不能作为内容，请在比较方式中选择。", f"{spot}_value")
        return value

    def _value(self, name: str, written: str) -> str | int | bool:
        """Our word for what somebody wrote: 是 and 否, a whole number, a rank, or a word of the vocabulary."""
        text = _in_a_line(written)
        if text.lower() in _TRUTH:
            return _TRUTH[text.lower()]
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        word = self._words.word_of(name, text)
        ranks = self._law.pack.ranks
        if word in ranks:
            # People write a rank in Chinese; the pages of law have its name.
            return next(one for one, place in ranks.items() if place == ranks[word])
        return word

    def _limit(self, draft: Draft) -> str:
        if draft.unit in self._law.pack.terms:
            return draft.unit
        if draft.unit not in LONGEST:
            raise DraftRefused("请从列出的选项中选择。", "unit")
        amount = int(draft.amount) if _WHOLE_NUMBER.fullmatch(draft.amount) else 0
        if not 0 < amount <= LONGEST[draft.unit]:
            raise DraftRefused("期限应为正整数。", "amount")
        return f"{amount} {draft.unit}"

    def _label(self, event: str) -> str:
        kind = self._words.types.get(event)
        return kind.label if kind is not None else event


def _in_a_line(text: str) -> str:
    """A text without line breaks, of which YAML knows more than people."""
    return " ".join(text.split())
