"""From a page as written to a rule: every key checked, every edition complete."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from guiju.rules.model import UNKNOWN_START, Edition, Extension, Rule, Span, Stop, Trigger
from guiju.rules.pages.instruments import UNREAD
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.verb_words import extension_span, in_units, read_verb
from guiju.rules.verb_facts import has_due, verb_limit
from guiju.values.citation import Citation
from guiju.values.clock import Clock
from guiju.values.event import KEYS

SEVERITIES = ("fatal", "major", "minor")
PERIODS = ("day", "week", "month", "quarter", "half_year", "year", "bureau_year")
DEBTORS = ("procuratorate", "court", "party", "detention_centre")
PAGE_KEYS = (
    "id", "title", "severity", "history", "when", "same", "count_from", "must", "unless", "extend", "stop", "restart",
    "edition_by", "owed_by", "status", "law", "editions", "cases",
)  # fmt: skip
EDITION_KEYS = ("from", "to", *(key for key in PAGE_KEYS if key not in ("id", "title", "cases", "editions")))
CASE_KEYS = ("name", "why", "happened", "expect", "as_of")
EXPECT_KEYS = ("outcome", "due_at", "due_on", "settled_at", "late_seconds", "missing", "duties", "unverified")
MAX_EXTENSIONS = 7
_ID = re.compile(r"^[A-Za-z]\w*(?:\.\w[\w-]*)+$", re.ASCII)


def read_page(page: Any, reader: Reader, spot: Spot, *, prefixes: frozenset[str] | None) -> Rule:
    """The rule that a page states.

    Raises:
        LawRefused: anything in it is unknown, missing or contradictory; the line names the place.
    """
    if not isinstance(page, Mapping):
        spot.refuse("应为一个映射(id、title、when、must……)")
    spot.only(page, PAGE_KEYS)
    rule_id = page.get("id")
    if not isinstance(rule_id, str) or not _ID.match(rule_id):
        spot.of("id").refuse(f"“{rule_id}”不是“<主题>.<动作>”这样的编号")
    if prefixes is not None and rule_id.split(".")[0] not in prefixes:
        spot.of("id").only([rule_id.split(".")[0]], sorted(prefixes), "主题")
    title = page.get("title")
    if not isinstance(title, Mapping) or not title.get("zh"):
        spot.of("title").refuse("应为 {zh: …, en: …}，至少有 zh")
    spot.of("title").only(title, ("zh", "en"))
    editions = page.get("editions")
    if not isinstance(editions, list) or not editions:
        spot.of("editions").refuse("至少要有一个版本，写明 from 和 law")
    base = {key: value for key, value in page.items() if key in EDITION_KEYS}
    read = tuple(_edition(base, item, reader, spot, number) for number, item in enumerate(editions))
    _check_sequence(read, spot)
    read = _as_adopted(read, reader)
    cases = _cases(page.get("cases"), spot.of("cases"))
    is_active = any(edition.is_active for edition in read)
    return Rule(rule_id, {str(k): str(v) for k, v in title.items()}, read, cases, spot.file, is_active)


def _cases(value: Any, spot: Spot) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or not value:
        spot.refuse("至少要有一个算例(name、why、happened、expect)")
    for number, case in enumerate(value):
        inner = spot.of(number + 1)
        if not isinstance(case, Mapping):
            inner.refuse("算例应为映射")
        inner.only(case, CASE_KEYS)
        for key in ("name", "happened", "expect"):
            if key not in case:
                inner.refuse(f"缺少 {key}")
        for expected in case["expect"] if isinstance(case["expect"], list) else [case["expect"]]:
            if not isinstance(expected, Mapping) or not expected:
                inner.of("expect").refuse("应为 {outcome: …}")
            inner.of("expect").only(expected, EXPECT_KEYS)
    return tuple(value)


def _day(value: Any, spot: Spot) -> int:
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        spot.refuse(f"“{value}”不是 2026-01-01 这样的日期")


def _check_sequence(editions: tuple[Edition, ...], spot: Spot) -> None:
    for earlier, later in zip(editions, editions[1:], strict=False):
        if earlier.to_day is None or earlier.to_day > later.from_day:
            spot.in_edition(later.label).of("from").refuse("与上一版本重叠（上一版本的 to 应等于本版本的 from）")
        if earlier.to_day < later.from_day:
            spot.in_edition(later.label).of("from").refuse("与上一版本之间有空档（上一版本的 to 应等于本版本的 from）")
    for edition in editions:
        if edition.to_day is not None and edition.to_day <= edition.from_day:
            spot.in_edition(edition.label).of("to").refuse("to 应晚于 from")


def _edition(base: Mapping[str, Any], item: Any, reader: Reader, spot: Spot, number: int) -> Edition:
    if not isinstance(item, Mapping):
        spot.of("editions").of(number + 1).refuse("版本应为映射")
    spot = spot.in_edition(str(item.get("from", number + 1)))
    spot.only(item, EDITION_KEYS)
    page = {**base, **item}
    laws = _laws(page.get("law"), spot.of("law"))
    status = str(page.get("status") or "active")
    spot.of("status").only([status], ("active", "unverified"), "状态")
    adoption = _adoption(laws, reader)
    from_day = _first_day(item.get("from"), status, adoption is not None, spot.of("from"))
    to_day = None if item.get("to") is None else _day(item["to"], spot.of("to"))
    severity = str(page.get("severity"))
    spot.of("severity").only([severity], SEVERITIES, "严重程度")
    history = str(page.get("history", "case"))
    spot.of("history").only([history], KEYS, "键")
    reader.keys(history, spot.of("history"))
    same = reader.keys(page["same"], spot.of("same")) if "same" in page else (history,)
    for key in ("when", "must"):
        if key not in page:
            spot.refuse(f"缺少 {key}")
    trigger = _trigger(page["when"], reader, spot.of("when"))
    types = trigger.event.types if trigger.event else tuple(reader.vocabulary)
    verb = read_verb(page["must"], reader, laws, types, spot.of("must"))
    main = verb_limit(verb)
    if trigger.each and main is not None and main.clock is Clock.CUSTODY_FIRST_DAY:
        spot.refuse("周期的首日本就计入，不能再用 custody_first_day")
    debtor = str(page.get("owed_by") or "")
    if debtor:
        spot.of("owed_by").only([debtor], DEBTORS, "义务主体")
    if not has_due(verb) and any(page.get(key) for key in ("extend", "stop", "restart", "count_from")):
        spot.refuse("这个动词没有连续计算的期限，不能带 extend、stop、restart、count_from")
    return Edition(
        from_day, to_day, laws, severity, history, same, trigger, verb,
        count_from=_directed(page.get("count_from"), ("last", "next"), reader, spot.of("count_from")),
        edition_by=_directed(page.get("edition_by"), ("last", "first"), reader, spot.of("edition_by")),
        unless=reader.references(page["unless"], spot.of("unless")) if page.get("unless") else (),
        extend=_extensions(page.get("extend"), main, reader, laws, spot.of("extend")),
        stop=_stops(page.get("stop"), reader, spot.of("stop")),
        restart=reader.references(page["restart"], spot.of("restart")) if page.get("restart") else (),
        owed_by=debtor,
        measure="policy" if adoption is not None else "house" if main is not None and main.term else "",
        is_active=status == "active" and (adoption is None or adoption > 0),
        is_policy=adoption is not None,
    )  # fmt: skip


def _adoption(laws: tuple[Citation, ...], reader: Reader) -> int | None:
    """None where a law stands behind it; else the day from which an internal document was adopted, 0 for not yet."""
    listed = [reader.instruments.get(law.instrument) for law in laws]
    if not all(instrument is not None and instrument.is_policy for instrument in listed):
        return None
    return max(reader.adopted.get(law.instrument, 0) for law in laws)


def _first_day(value: Any, status: str, is_policy: bool, spot: Spot) -> int:
    """The first day of an edition; one that nobody has read (待核) is for pages that do not run, or internal ones."""
    if value != UNREAD:
        return _day(value, spot)
    if status == "active" and not is_policy:
        spot.refuse("施行日期待核的页不能启用：请写 status: unverified")
    return UNKNOWN_START


def _as_adopted(editions: tuple[Edition, ...], reader: Reader) -> tuple[Edition, ...]:
    """The editions with those of internal documents beginning no earlier than their adoption; days between are free."""
    kept: list[Edition] = []
    for edition in editions:
        adoption = (_adoption(edition.laws, reader) or 0) if edition.is_policy else 0
        if edition.to_day is None or edition.to_day > adoption:
            kept.append(replace(edition, from_day=max(edition.from_day, adoption)))
    return tuple(kept) or editions


def _laws(value: Any, spot: Spot) -> tuple[Citation, ...]:
    items = value if isinstance(value, list) else [value]
    laws = []
    for item in items:
        if not isinstance(item, Mapping) or not item.get("instrument") or not item.get("article"):
            spot.refuse("缺少依据：应为 {instrument: 法规，article: 条文}")
        spot.only(item, ("instrument", "article"))
        laws.append(Citation(str(item["instrument"]), str(item["article"])))
    return tuple(laws)


def _trigger(value: Any, reader: Reader, spot: Spot) -> Trigger:
    if not isinstance(value, Mapping):
        return Trigger(reader.reference(value, spot, lenient_flags=True))
    if "overdue" in value:
        spot.only(value, ("overdue",))
        pages = value["overdue"] if isinstance(value["overdue"], list) else [value["overdue"]]
        return Trigger(overdue=tuple(str(page) for page in pages))
    if "each" in value:
        spot.only(value, ("each", "from", "until"))
        period = str(value["each"])
        spot.of("each").only([period], PERIODS, "周期")
        if "from" not in value:
            spot.refuse("缺少 from（周期从哪个事件起算）")
        until = reader.reference(value["until"], spot.of("until"), lenient_flags=True) if "until" in value else None
        return Trigger(
            each=period, opens=reader.reference(value["from"], spot.of("from"), lenient_flags=True), closes=until
        )
    spot.only(value, ("event", "where", "same", "for_each", "while", "not_while"))
    event = {key: value[key] for key in ("event", "where", "same") if key in value}
    window = value.get("while", value.get("not_while"))
    if "while" in value and "not_while" in value:
        spot.refuse("while 与 not_while 只能写一个")
    pair = None
    if window is not None:
        spot.of("while").only(window if isinstance(window, Mapping) else [window], ("from", "until"))
        inner = spot.of("while")
        pair = (
            reader.reference(window.get("from"), inner.of("from"), lenient_flags=True),
            reader.reference(window["until"], inner.of("until"), lenient_flags=True) if "until" in window else None,
        )
    fan = reader.reference(value["for_each"], spot.of("for_each"), lenient_flags=True) if "for_each" in value else None
    return Trigger(reader.reference(event, spot, lenient_flags=True), fan, pair, "not_while" not in value)


def _directed(value: Any, words: tuple[str, ...], reader: Reader, spot: Spot) -> Any:
    if value is None or value == "trigger":
        return None
    if not isinstance(value, Mapping) or len(value) != 1:
        spot.refuse(f"应为 {{{words[0]}: 事件}} 或 {{{words[1]}: 事件}}")
    spot.only(value, words)
    [(word, inner)] = value.items()
    return word, reader.reference(inner, spot.of(word))


def _extensions(
    value: Any, main: Span | None, reader: Reader, laws: tuple[Citation, ...], spot: Spot
) -> tuple[Extension, ...]:
    items = [] if value is None else value if isinstance(value, list) else [value]
    if len(items) > MAX_EXTENSIONS:
        spot.refuse(f"延长最多 {MAX_EXTENSIONS} 档")
    read = []
    for number, item in enumerate(items):
        inner = spot.of(number + 1)
        if not isinstance(item, Mapping) or main is None:
            inner.refuse("应为 {by: 事件，to|add: 期限，…}")
        inner.only(item, ("by", "from", "to", "add", "times", "approved_by"))
        if "by" not in item or ("to" in item) == ("add" in item):
            inner.refuse("要有 by，并在 to 与 add 中选一个")
        ranks = item.get("approved_by", [])
        ranks = ranks if isinstance(ranks, list) else [ranks]
        inner.of("approved_by").only(ranks, reader.ranks, "审批职级")
        by = reader.reference(item["by"], inner.of("by"))
        to = extension_span(item["to"], main, reader, laws, by.types, inner.of("to")) if "to" in item else None
        times = item.get("times", 1)
        if not isinstance(times, int) or isinstance(times, bool) or times < 1:
            inner.of("times").refuse("应为正整数")
        add = in_units(reader.limit(item["add"], inner.of("add")), main, inner) if "add" in item else None
        start = in_units(reader.limit(item["from"], inner.of("from")), main, inner) if "from" in item else None
        if to is not None and to.is_date:
            inner.of("to").refuse("延长须写明长短（attr 之外加 unit）")
        if to is not None and (to.clock is Clock.ELAPSED) != (main.clock is Clock.ELAPSED):
            inner.of("to").refuse("小时与日、月不能互相延长")
        read.append(Extension(by, to, add, start, times, tuple(ranks)))
    return tuple(read)


def _stops(value: Any, reader: Reader, spot: Spot) -> tuple[Stop, ...]:
    items = [] if value is None else value if isinstance(value, list) else [value]
    read = []
    for number, item in enumerate(items):
        inner = spot.of(number + 1)
        if not isinstance(item, Mapping) or set(item) != {"from", "until"}:
            inner.refuse("应为 {from: 事件，until: 事件}")
        read.append(
            Stop(reader.reference(item["from"], inner.of("from")), reader.reference(item["until"], inner.of("until")))
        )
    return tuple(read)
