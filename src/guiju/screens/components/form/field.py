"""One field of a form: what it is called, what may stand in it, and how what was typed is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.utils.translation import gettext as _

from guiju.screens.kit.figures import ZONE
from guiju.screens.kit.words import Said
from guiju.values.clock import from_micros, to_micros

Value = str | int | bool | Decimal | date | tuple[str, ...] | None
"""What a field holds once it is read: text, whole number, amount in fen, date, instant in microseconds, choices."""

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Kind(StrEnum):
    """What is asked for."""

    TEXT = "text"
    LONG = "long"
    SECRET = "secret"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"
    RADIO = "radio"
    CHOICES = "choices"
    YES = "yes"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that may be given; those of one ``group`` follow each other and stand under its name."""

    value: str
    label: Said
    group: Said = ""


class NotReadable(Exception):
    """What was typed is not what the field asks for; says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    ``longest`` bounds text (characters), ``least`` and ``most`` numbers (amounts in fen). ``check`` looks at a value
    that was read and gives the sentence of an error, or nothing. ``accept`` are the endings of files (".xlsx,.csv"),
    ``autocomplete`` is HTML's word for it. ``is_minor``: it is folded away with the others that few people need.
    ``offers`` are answers that a text is offered and need not take.
    """

    name: str
    label: Said
    kind: Kind = Kind.TEXT
    is_required: bool = True
    help: Said = ""
    longest: int = 200
    least: int | None = None
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    placeholder: Said = ""
    check: Callable[[Value], str] | None = None
    accept: str = ""
    autocomplete: str = "off"
    is_minor: bool = False
    offers: tuple[Said, ...] = ()

    def read(self, typed: Sequence[str]) -> Value:
        """The value in what was typed.

        Raises:
            NotReadable: it is missing, too long, or not of this kind.
        """
        if self.kind is Kind.CHOICES:
            return self._chosen(typed)
        text = (typed[0] if typed else "").replace("\r\n", "\n").strip()
        if self.kind is Kind.SECRET and typed:
            text = typed[0]
        if self.kind is Kind.YES:
            return self._yes(text)
        if not text:
            if self.is_required:
                raise NotReadable(_("请选择。") if self.kind in (Kind.CHOICE, Kind.RADIO) else _("请填写。"))
            return "" if self.kind in (Kind.TEXT, Kind.LONG, Kind.SECRET, Kind.CHOICE, Kind.RADIO) else None
        return self._checked(_READERS[self.kind](self, text))

    def written(self, value: Value) -> tuple[str, ...]:
        """How a value is put into the field."""
        if value is None or value is False or value == "":
            return ()
        if isinstance(value, tuple):
            return value
        if value is True:
            return ("on",)
        if isinstance(value, int) and self.kind is Kind.INSTANT:
            return (from_micros(value, ZONE).strftime("%Y-%m-%dT%H:%M"),)
        if isinstance(value, int) and self.kind is Kind.AMOUNT:
            return (f"{Decimal(value) / 100:.2f}",)
        return (value.isoformat() if isinstance(value, date) else str(value),)

    def _yes(self, text: str) -> bool:
        if text not in ("", "on"):
            raise NotReadable(_("请重新勾选。"))
        if self.is_required and not text:
            raise NotReadable(_("请勾选确认。"))
        return bool(text)

    def _chosen(self, typed: Sequence[str]) -> Value:
        known = {choice.value for choice in self.choices}
        if not set(typed) <= known:
            raise NotReadable(_("请从列出的选项中选择。"))
        if self.is_required and not typed:
            raise NotReadable(_("请至少选择一项。"))
        return self._checked(tuple(dict.fromkeys(typed)))

    def _checked(self, value: Value) -> Value:
        fault = self.check(value) if self.check is not None else ""
        if fault:
            raise NotReadable(fault)
        return value


def _text(field: Field, text: str) -> Value:
    if len(text) > field.longest:
        raise NotReadable(_("最多 %(most)s 个字，现有 %(have)s 个。") % {"most": field.longest, "have": len(text)})
    if any(ord(char) < 32 and char not in "\n\t" for char in text) or (field.kind is Kind.TEXT and "\n" in text):
        raise NotReadable(_("含有不能保存的控制字符，请删去后重填。"))
    return text


def _number(field: Field, text: str) -> Value:
    try:
        number = int(text.replace(",", "").replace("，", ""))
    except ValueError:
        raise NotReadable(_("请填写整数。")) from None
    return _bounded(field, number)


def _amount(field: Field, text: str) -> Value:
    try:
        fen = Decimal(text.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        raise NotReadable(_("请填写金额，如 1234.50。")) from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > 10**15:
        raise NotReadable(_("请填写金额，如 1234.50。"))
    return _bounded(field, int(fen))


def _bounded(field: Field, number: int) -> int:
    if field.least is not None and number < field.least:
        raise NotReadable(_("不得小于 %(least)s。") % {"least": field.written(field.least)[0]})
    if field.most is not None and number > field.most:
        raise NotReadable(_("不得大于 %(most)s。") % {"most": field.written(field.most)[0]})
    if abs(number) >= 2**63:
        raise NotReadable(_("数字过大。"))
    return number


def _date(field: Field, text: str) -> Value:
    try:
        day = date.fromisoformat(text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-"))
    except ValueError:
        day = _loose_date(text)
    if not EARLIEST <= day <= LATEST:
        raise NotReadable(_("日期超出可填写的范围。"))
    return day


def _loose_date(text: str) -> date:
    """2026年3月2日 and 2026/3/2, as people type them where the browser has no calendar to offer."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise NotReadable(_("请按 2026-03-02 的格式填写日期。")) from None


def _instant(field: Field, text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text.replace("/", "-").replace("：", ":"))
    except ValueError:
        raise NotReadable(_("请按 2026-03-02 09:05 的格式填写日期和时间。")) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    if not EARLIEST <= moment.date() <= LATEST:
        raise NotReadable(_("日期超出可填写的范围。"))
    return to_micros(moment)


def _choice(field: Field, text: str) -> Value:
    if text not in {choice.value for choice in field.choices}:
        raise NotReadable(_("请从列出的选项中选择。"))
    return text


_READERS: dict[Kind, Callable[[Field, str], Value]] = {
    Kind.TEXT: _text, Kind.LONG: _text, Kind.SECRET: _text, Kind.NUMBER: _number, Kind.AMOUNT: _amount,
    Kind.DATE: _date, Kind.INSTANT: _instant, Kind.CHOICE: _choice, Kind.RADIO: _choice,
}  # fmt: skip
