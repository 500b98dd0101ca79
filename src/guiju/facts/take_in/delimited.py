"""CSV: its encoding and its delimiter found out, its rows numbered as a spreadsheet numbers them."""

import codecs
import csv
import gzip
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from guiju.facts.take_in.caps import Caps, FileRefused, FileTooCostly
from guiju.facts.take_in.columns import EMPTY, Gathering, Source
from guiju.facts.take_in.header import check_width, positions
from guiju.facts.take_in.unpacking import pieces

BATCH = 16_384
_DELIMITERS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHINESE = re.compile(
    "[\u00b7\u00d7\u2010-\u2027\u2160-\u217f\u2460-\u249f\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)
_MIXED = "请在原系统中统一导出为 UTF-8，或用表格软件另存为“CSV UTF-8”。"


def read_csv(
    path: Path, suffix: str, wanted: Collection[str] | None, caps: Caps, progress: Callable[[float], None]
) -> Source:
    """All rows of a CSV file; ``wanted`` names the columns that are asked for, None asks for all.

    Raises:
        FileRefused: it is no text, mixes encodings, has no header, or leaves a quote open.
        FileTooCostly: it is larger than the caps allow.
    """
    encoding = _survey(path, suffix, caps, lambda share: progress(share * 0.2))
    csv.field_size_limit(caps.field_chars)
    size = max(path.stat().st_size, 1)
    with path.open("rb") as packed:
        binary = gzip.GzipFile(fileobj=packed) if suffix.endswith(".gz") else packed
        text = io.TextIOWrapper(io.BufferedReader(binary, 1 << 20), encoding, newline="")
        rows = _Rows(text, wanted, caps, path.name)
        while rows.read_batch():
            progress(0.2 + 0.7 * min(packed.tell() / size, 1.0))
        return rows.gathering.finish(rows.header, rows.refused)


class _Rows:
    """The records of one file under its header."""

    def __init__(self, text: io.TextIOBase, wanted: Collection[str] | None, caps: Caps, name: str) -> None:
        self.caps = caps
        self.name = name
        first = ""
        self.line = 0
        while not first.strip():
            first = text.readline()
            self.line += 1
            if not first:
                raise FileRefused(f"“{name}”里没有表头。")
        delimiter = _sniff(first, wanted)
        self.reader = csv.reader(_again(first, text), delimiter=delimiter, strict=True)
        self.refused: list[tuple[int, str]] = []
        try:
            self.header = [cell.strip() for cell in next(self.reader)]
        except csv.Error as error:
            raise FileRefused(f"“{name}”的表头引号用法有误。") from error
        check_width(len(self.header), caps)
        self.places = positions(self.header, wanted)
        self.gathering = Gathering(self.places)

    def read_batch(self) -> bool:
        """Take in the next rows; False once the file has ended."""
        batch: list[list[str]] = []
        problem = None
        try:
            # extend() keeps what came before an error, so no good row is lost.
            batch.extend(islice(self.reader, BATCH))
        except csv.Error as error:
            problem = str(error)
        self._add(batch)
        if problem is None:
            return len(batch) == BATCH
        self.line += 1
        if "field larger" in problem or "unexpected end" in problem:
            raise FileRefused(
                f"“{self.name}”第 {self.line} 行起有一个引号没有闭合，或单个值超过 {self.caps.field_chars} 字。"
            )
        self.refused.append((self.line, "引号用法有误，无法分列"))
        return True

    def _add(self, batch: list[list[str]]) -> None:
        numbers = np.arange(self.line + 1, self.line + 1 + len(batch), dtype=np.int64)
        self.line += len(batch)
        width = len(self.header)
        if not batch:
            return
        if set(map(len, batch)) != {width}:
            numbers, batch = self._even(numbers, batch, width)
        codes = {
            name: self.gathering.growing[name].encode([row[place] for row in batch])
            for name, place in self.places.items()
        }
        blank = np.ones(len(batch), dtype=bool)
        for column in codes.values():
            blank &= column == EMPTY
        for index in np.flatnonzero(blank).tolist():
            blank[index] = not any(cell.strip() for cell in batch[index])
        if blank.any():
            numbers, codes = numbers[~blank], {name: column[~blank] for name, column in codes.items()}
        self.gathering.add(numbers, codes)
        if self.gathering.count > self.caps.rows:
            raise FileTooCostly(f"“{self.name}”超过 {self.caps.rows} 行。")

    def _even(self, numbers: np.ndarray, batch: list[list[str]], width: int) -> tuple[np.ndarray, list[list[str]]]:
        """Rows of the header's width: short ones filled up with blanks, long ones refused."""
        kept, rows = [], []
        for number, row in zip(numbers.tolist(), batch, strict=True):
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                self.refused.append((number, f"有 {len(row)} 列，表头只有 {width} 列"))
                continue
            kept.append(number)
            rows.append([*row[:width], *[""] * (width - len(row))])
        return np.array(kept, dtype=np.int64), rows


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _sniff(line: str, wanted: Collection[str] | None) -> str:
    """The delimiter that finds most of the wanted columns in the header, then the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
        except csv.Error:
            return (0, 0)
        return len(set(cells) & set(wanted or ())), len(cells)

    return max(_DELIMITERS, key=score)


class _Look:
    """What the bytes of a file say before anything is made of them."""

    def __init__(self, name: str, caps: Caps) -> None:
        self.name = name
        self.cap = caps.line_bytes
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8 = True
        self.head = b""
        self.line = 0

    @property
    def is_utf16(self) -> bool:
        """True for text that says so by its first two bytes."""
        return self.head.startswith(_UTF16)

    def see(self, piece: bytes) -> None:
        """Look at the next piece.

        Raises:
            FileRefused: it holds zero bytes.
            FileTooCostly: a line is longer than the cap.
        """
        self.head = self.head or piece[:4]
        if not self.is_utf16 and b"\0" in piece:
            raise FileRefused(f"“{self.name}”含有空字节（NUL），不是文本文件或已损坏。")
        first, last = piece.find(b"\n"), piece.rfind(b"\n")
        rest = len(piece) - last - 1
        longest = self.line + (rest if first < 0 else first)
        if len(piece) > self.cap:
            # Only then can a line within one piece be too long.
            longest = max(longest, *map(len, piece.split(b"\n")[1:]), 0)
        if longest > self.cap:
            raise FileTooCostly(f"“{self.name}”中有超过 {self.cap} 字节的一行。")
        self.line = self.line + rest if first < 0 else rest
        self.is_utf8 = self.is_utf8 and _accepts(self.decoder, piece)


def _survey(path: Path, suffix: str, caps: Caps, progress: Callable[[float], None]) -> str:
    """Read the whole file once as bytes: its encoding, and nothing in it that no text has."""
    look = _Look(path.name, caps)
    for piece in pieces(path, suffix, caps, progress):
        look.see(piece)
    if not look.head:
        raise FileRefused(f"“{path.name}”解开后是空的。")
    if look.head.lstrip().startswith(b"<"):
        raise FileRefused(f"“{path.name}”的内容是网页或 XML，不是 CSV。", remedy="请在原系统中导出为 CSV 或 xlsx。")
    if look.is_utf16:
        return "utf-16"
    if look.is_utf8 and _accepts(look.decoder, b"", final=True):
        return "utf-8-sig"
    _check_one_encoding(path, suffix, caps)
    return "gb18030"


def _accepts(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_one_encoding(path: Path, suffix: str, caps: Caps) -> None:
    """GB18030 throughout, and no line that reads as Chinese in UTF-8.

    Most UTF-8 text can be misread as GB18030, so a file in two encodings would come in as gibberish unnoticed.
    """
    modern: int | None = None
    for number, line in enumerate(_lines(pieces(path, suffix, caps)), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        else:
            if modern is None and _is_chinese(text):
                modern = number
            continue
        try:
            line.decode("gb18030")
        except UnicodeDecodeError as error:
            what = "与其他行编码不同" if modern else "既不是 UTF-8 也不是 GB18030"
            raise FileRefused(f"“{path.name}”第 {number} 行{what}。", remedy=_MIXED) from error
        if modern is not None:
            raise FileRefused(f"“{path.name}”编码混杂：第 {modern} 行是 UTF-8，第 {number} 行不是。", remedy=_MIXED)
    if modern is not None:
        raise FileRefused(f"“{path.name}”编码混杂：第 {modern} 行是 UTF-8，前面的行不是。", remedy=_MIXED)


def _is_chinese(text: str) -> bool:
    foreign: Sequence[str] = [sign for sign in text if not sign.isascii()]
    return bool(foreign) and all(_CHINESE.fullmatch(sign) for sign in foreign)


def _lines(text: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in text:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    yield rest
