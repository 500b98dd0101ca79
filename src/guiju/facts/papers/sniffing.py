"""What a file really is: its own bytes say so, never its name. What can run in a browser or an office is refused.

Law: ledger.md, "formula injection … SVG, polyglots in uploads".
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from guiju.values.errors import GuijuError

LARGEST = 50 * 1024 * 1024
"""Bytes of one paper."""
LONGEST_NAME = 120
_LARGEST_UNPACKED, _MOST_PARTS = 500 * 1024 * 1024, 5_000
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|body|head|\?xml|\?php)", re.IGNORECASE)
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_TIFF = (b"II*\x00", b"MM\x00*")
_PRINTER = re.compile(r"xl/printersettings/printersettings\d+\.bin", re.ASCII)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class PaperRefused(GuijuError):
    """A file cannot be taken as a paper."""

    code = "papers.refused"
    remedy = "可附 PDF、JPEG、PNG、TIFF、DOCX、XLSX、OFD 和纯文本（UTF-8），每份不超过 50 MB；请另存为这些格式后再附。"


def check_paper(data: bytes, kind: str) -> None:
    """Make sure that a file is what it is said to be, nothing else besides, and nothing that runs.

    Raises:
        PaperRefused: it is not.
    """
    if not data:
        raise PaperRefused("文件是空的。")
    if len(data) > LARGEST:
        raise PaperRefused(f"文件超过 {LARGEST // 1024 // 1024} MB。")
    check = KINDS.get(kind)
    if check is None:
        raise PaperRefused(f"不收“{kind}”这种文件。")
    if not check(data):
        raise PaperRefused(f"文件的内容不是完好的 {kind}，或者夹带了别的内容。")


def shown_name(name: str) -> str:
    """The name that people see: without folders, without characters that nobody sees, and not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    told = "".join(one for one in last if unicodedata.category(one) not in _HIDDEN).strip(" .")
    return told[:LONGEST_NAME] or "未命名"


def _is_pdf(data: bytes) -> bool:
    ends = data.rstrip(b"\r\n\x00 ").endswith(b"%%EOF")
    # A name may be written with escapes (/J#53): a reader takes it for what it stands for.
    told = _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)
    active = _PDF_ACTIVE.search(data) or _PDF_ACTIVE.search(told)
    return data.startswith(b"%PDF-") and ends and not active and not _MARKUP.search(data[:1024])


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")


def _is_png(data: bytes) -> bool:
    """From the signature to IEND, chunk after chunk, and nothing behind it."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at == len(data)
    return False


def _is_tiff(data: bytes) -> bool:
    return data.startswith(_TIFF) and not _MARKUP.search(data[:1024])


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not _MARKUP.search(data)


def _is_package(inside: str) -> Callable[[bytes], bool]:
    def check(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(BytesIO(data)) as package:
                parts = package.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        names = {part.filename.lower() for part in parts}
        is_small = len(parts) <= _MOST_PARTS and sum(part.file_size for part in parts) <= _LARGEST_UNPACKED
        # Excel keeps the settings of the printer beside each sheet: they are looked at by no one.
        names = {name for name in names if not _PRINTER.fullmatch(name)}
        runs = any(name.endswith((".bin", ".exe", ".dll", ".js", ".vbs", ".svg", ".html")) for name in names)
        escapes = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
        return is_small and inside in names and not runs and not escapes

    return check


KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": _is_pdf,
    "jpeg": _is_jpeg,
    "png": _is_png,
    "tiff": _is_tiff,
    "docx": _is_package("word/document.xml"),
    "xlsx": _is_package("xl/workbook.xml"),
    "ofd": _is_package("ofd.xml"),
    "txt": _is_text,
}
"""What is taken, and how it is known."""
