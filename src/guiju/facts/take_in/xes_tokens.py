"""XES cut at every `<`: each distinct tag is read once, strictly, however often it occurs.

A raw `<` cannot stand inside an attribute value, so the cut is exact. Declarations are refused: with them come
entity bombs and outside files, and no event log needs them.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from guiju.facts.take_in.caps import Caps, FileRefused, FileTooCostly, shown
from guiju.facts.take_in.columns import EMPTY, Growing, Unreadable

LOG, TRACE, EVENT = 1, 2, 3
FIRST_ATTRIBUTE, FIRST_OTHER = 10, 100
_TAGS = {b"log": LOG, b"trace": TRACE, b"event": EVENT}
_KINDS = (b"string", b"date", b"int", b"float", b"boolean", b"id", b"list", b"container")
_TAG_OF = {kind: FIRST_ATTRIBUTE + place for place, kind in enumerate(_KINDS)}
_TYPED = frozenset((b"int", b"float", b"boolean"))
_SPACE = rb"[ \t\r\n]"
_NAME = rb"[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?"
_QUOTED = rb"(?:\"[^\"<]*\"|'[^'<]*')"
_SIMPLE = re.compile(
    rb'((string|date|int|float|boolean|id) key="([^"<&]+)") value="([^"<&]*)"%s*/>%s*' % (_SPACE, _SPACE)
).fullmatch
_TAG = re.compile(
    rb"(/?)(%s)((?:%s+%s%s*=%s*%s)*)%s*(/?)>%s*" % (_NAME, _SPACE, _NAME, _SPACE, _SPACE, _QUOTED, _SPACE, _SPACE)
).fullmatch
_PAIR = re.compile(rb"(%s)%s*=%s*(%s)" % (_NAME, _SPACE, _SPACE, _QUOTED))
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+));|&")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REMARK = re.compile(rb"<[!?]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)[\"']")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_TOKENS_KEPT = 400_000


class Remark(Exception):
    """A comment or an instruction stands where a tag was expected; it is taken out, and the piece read again."""


class Tokens(dict[bytes, int]):
    """The distinct tags of one log, numbered; what each says stands in parallel lists.

    ``step`` is +1 for an opening, -1 for a closing and 0 for an empty tag; ``tag`` its kind; ``name`` the number
    of its key (``EMPTY`` where it has none or nobody asks for it); ``value`` the code of its value there.
    """

    def __init__(self, caps: Caps, wanted: frozenset[str] | None) -> None:
        super().__init__()
        self.caps = caps
        self.wanted = wanted
        self.step: list[int] = []
        self.tag: list[int] = []
        self.name: list[int] = []
        self.value: list[int] = []
        self.names: dict[str, int] = {}
        self.columns: list[Growing] = []
        self.unasked: set[str] = set()
        self._heads: dict[bytes, int] = {}
        self._others: dict[bytes, int] = {}

    def __missing__(self, token: bytes) -> int:
        number = len(self.step)
        found = _SIMPLE(token)
        if found is None or len(token) > self.caps.field_chars:
            self._read(token)
        else:
            head, kind, key, data = found.groups()
            name = self._heads.get(head)
            if name is None:
                name = self._heads[head] = self._name(_text(key))
            value = EMPTY
            if name != EMPTY:
                column, text = self.columns[name], _text(data)
                value = column.code_of(_typed(kind, text)) if kind in _TYPED else column[text]
            self._note(0, _TAG_OF[kind], name, value)
        self[token] = number
        return number

    def _read(self, token: bytes) -> None:
        if token[:1] in b"!?" and token:
            raise Remark
        if len(token) > self.caps.field_chars:
            raise FileTooCostly(f"XES 中有超过 {self.caps.field_chars} 字节的单个值。")
        found = _TAG(token)
        if found is None:
            raise FileRefused(f"XES 中“<{shown(token.decode('utf-8', 'replace'))}”处不合 XML 写法。")
        if found[1] and (found[3] or found[4]):
            raise FileRefused(f"XES 中“<{shown(token.decode('utf-8', 'replace'))}”处的结束标记写错。")
        step = -1 if found[1] else 0 if found[4] else 1
        kind = found[2]
        pairs = _PAIR.findall(found[3])
        fields = {name: _text(quoted[1:-1]) for name, quoted in pairs}
        if len(fields) < len(pairs):
            raise FileRefused(f"XES 中“<{shown(token.decode('utf-8', 'replace'))}”处有一项写了两次。")
        if kind not in _KINDS:
            number = _TAGS.get(kind) or self._others.setdefault(kind, FIRST_OTHER + len(self._others))
            self._note(step, number, EMPTY, EMPTY)
            return
        if step < 0:
            self._note(step, _TAG_OF[kind], EMPTY, EMPTY)
            return
        if b"key" not in fields:
            raise FileRefused(f"XES 中有一个 {kind.decode()} 没有 key。")
        name = self._name(fields[b"key"])
        typed = _typed(kind, fields.get(b"value", ""))
        self._note(step, _TAG_OF[kind], name, EMPTY if name == EMPTY else self.columns[name].code_of(typed))

    def _name(self, key: str) -> int:
        """The number of an attribute's key; ``EMPTY`` where nobody asks for it."""
        if self.wanted is not None and key not in self.wanted:
            self.unasked.add(key)
            return EMPTY
        name = self.names.get(key)
        if name is None:
            if len(self.names) >= self.caps.columns:
                raise FileTooCostly(f"XES 的属性名超过 {self.caps.columns} 种。")
            name = self.names[key] = len(self.names)
            self.columns.append(Growing())
        return name

    def _note(self, step: int, tag: int, name: int, value: int) -> None:
        self.step.append(step)
        self.tag.append(tag)
        self.name.append(name)
        self.value.append(value)


def read_tokens(text: Iterable[bytes], tokens: Tokens) -> np.ndarray:
    """The numbers of all tags of a log, in document order."""
    parts = []
    rest = b""
    for piece in _utf8(text):
        if b"\0" in piece:
            raise FileRefused("XES 中含有空字节（NUL），文件已损坏。")
        rest += piece
        end = rest.rfind(b"<")
        if end > 0:
            chunk, rest = rest[:end], rest[end:]
            try:
                parts.append(_number(chunk, tokens))
            except Remark:
                chunk, rest = _without_remarks(chunk, rest)
                parts.append(_number(chunk, tokens))
        if len(rest) > tokens.caps.line_bytes:
            raise FileTooCostly(f"XES 中有超过 {tokens.caps.line_bytes} 字节的单个标记。")
    chunk, kept = _without_remarks(rest, b"")
    if kept:
        raise FileRefused("XES 中有一处注释或说明没有结束，文件可能被截断。")
    return np.concatenate([*parts, _number(chunk, tokens)])


def _number(chunk: bytes, tokens: Tokens) -> np.ndarray:
    """The numbers of whole tags."""
    first, *cut = chunk.split(b"<")
    stray = first.strip(b" \t\r\n").decode("utf-8", "replace")
    if stray:
        raise FileRefused(f"XES 中“{shown(stray)}”处不合 XML 写法。")
    if len(tokens) > _TOKENS_KEPT:
        # Logs whose values never repeat: the columns keep the values, the tags need not be kept as well.
        tokens.clear()
    return np.fromiter(map(tokens.__getitem__, cut), dtype=np.int32, count=len(cut))


def _without_remarks(text: bytes, after: bytes) -> tuple[bytes, bytes]:
    """The text without comments and instructions, and the part to be read again with what follows."""
    kept, place = [], 0
    whole = text + after
    while True:
        found = _REMARK.search(text, place)
        if found is None:
            kept.append(text[place:])
            return b"".join(kept), after
        start = found.start()
        kept.append(text[place:start])
        opened, close = (b"<!--", b"-->") if text[start + 1 : start + 2] == b"!" else (b"<?", b"?>")
        if not whole.startswith(opened, start) and not opened.startswith(whole[start : start + 4]):
            raise FileRefused(
                "XES 中含有 DOCTYPE、实体或 CDATA 声明，可能是恶意文件。", remedy="请用不带 DTD 的 XES 重新导出。"
            )
        end = whole.find(close, start + len(opened))
        if end < 0:
            return b"".join(kept), whole[start:]
        place = end + len(close)
        if place >= len(text):
            return b"".join(kept), whole[place:]


def _utf8(text: Iterable[bytes]) -> Iterator[bytes]:
    """The same text in UTF-8, whatever encoding the file says that it uses."""
    source = iter(text)
    head = next(source, b"")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        head = head.removeprefix(codecs.BOM_UTF8)
        said = _ENCODING.match(head[:1024])
        encoding = said[1].decode().lower() if said else "utf-8"
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        yield head
        yield from source
        return
    try:
        decoder = codecs.getincrementaldecoder("gb18030" if encoding in ("gb2312", "gbk") else encoding)()
        for piece in chain((head,), source):
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except LookupError as error:
        raise FileRefused(f"XES 声明的编码“{encoding}”不认识。") from error
    except UnicodeError as error:
        raise FileRefused(f"XES 声明的编码是“{encoding}”，内容却不是。") from error


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise FileRefused(f"XES 中“{shown(data.decode('utf-8', 'replace'))}”处不是声明的编码。") from error
    if "&" in text:
        text = _REFERENCE.sub(_dereference, text)
    if not text.isprintable() and _CONTROL.search(text):
        raise FileRefused(f"XES 中“{shown(text)}”处含有 XML 不允许的控制字符。")
    return text


def _dereference(found: re.Match[str]) -> str:
    if found[3] in _ENTITIES:
        return _ENTITIES[found[3]]
    number = int(found[1]) if found[1] else int(found[2], 16) if found[2] else 0
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        raise FileRefused(f"XES 中的实体“{shown(found[0])}”没有定义。", remedy="请用不带自定义实体的 XES 重新导出。")
    return chr(number)


def _typed(kind: bytes, text: str) -> object:
    """The value as its type says; None where it is blank."""
    text = text.strip()
    if not text:
        return None
    try:
        if kind == b"int":
            number = int(text)
            return number if abs(number) < 1 << 63 else text
        if kind == b"float":
            return float(text)
        return _BOOLEANS[text.lower()] if kind == b"boolean" else text
    except (ValueError, KeyError):
        return Unreadable(f"“{shown(text)}”不是 {kind.decode()} 类型的值")
