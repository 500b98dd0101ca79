"""What of a Word or Excel file would run, or reach out to another place, as soon as somebody opens it.

Law: ledger.md, "SVG, polyglots in uploads"; an office program follows what a file points to before anybody is asked.
"""

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from guiju.facts.papers.sniffing import PaperRefused

OFFICE = ("docx", "xlsx")
LARGEST_XML = 3 * 1024 * 1024
_LARGEST_TEXT = 64 * 1024 * 1024
_RELATION = "Relationship"
_RUNNING = {
    "oleobject", "package", "vbaproject", "wordvbadata", "control", "activexcontrolbinary", "ctrlprop", "afchunk",
    "subdocument", "frame", "attachedtemplate", "externallink", "externallinkpath", "mailmergesource",
    "mailmergeheadersource", "connections", "querytable", "xlmacrosheet", "xlintlmacrosheet", "dialogsheet",
    "webextension", "webextensiontaskpanes", "keymapcustomizations", "customui", "extensibility",
}  # fmt: skip
"""Kinds of relations, by the last word of their address, that stand for programs, foreign objects or foreign files."""
_RUNS = re.compile(r"macroEnabled|vbaProject|macrosheet|oleObject|activeX|ms-office\.webextension", re.IGNORECASE)
_CLICKED = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
"""A link that somebody must click reaches nowhere by itself; one to a file or a share hands out who opened it."""
_FIELD = re.compile(
    r"\s*(?:(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE|AUTOTEXT)\b"
    r"|HYPERLINK\s+\"?\s*(?:file:|\\\\))",
    re.IGNORECASE,
)
_REMEDY = "请在 Word、WPS 或 Excel 里去掉这些内容，或另存为 PDF 后再附。"


class FileReachesOut(PaperRefused):
    """A Word or Excel file would run something, or fetch something from elsewhere, when it is opened."""

    remedy = _REMEDY


def check_office(data: bytes) -> None:
    """Make sure that a Word or Excel file neither runs anything nor reaches out by being opened.

    Raises:
        PaperRefused: it does, or cannot be read.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            for info in package.infolist():
                name = info.filename.lower()
                if name.endswith(".rels") or "content_types" in name:
                    check_relations(_tree(package, info, LARGEST_XML))
                elif name.startswith("word/") and name.endswith(".xml"):
                    _check_fields(_tree(package, info, _LARGEST_TEXT))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise PaperRefused("文件已损坏或已加密，读不出来。") from error


def check_relations(tree: "etree._Element") -> None:
    """Make sure that what a package says of its parts names nothing that runs and no place outside.

    Raises:
        PaperRefused: it does.
    """
    for one in tree.iter():
        said = {str(name): str(value) for name, value in one.attrib.items()}
        kind = said.get("Type", "").rpartition("/")[2].lower()
        is_relation = isinstance(one.tag, str) and etree.QName(one).localname == _RELATION
        is_outside = is_relation and said.get("TargetMode", "").strip().lower() == "external"
        if is_outside and (kind != "hyperlink" or not _CLICKED.match(said.get("Target", "").strip())):
            raise FileReachesOut("文件引用了外部的模板、图片、文件或链接，打开时会自行取用。")
        if (is_relation and kind in _RUNNING) or _RUNS.search(" ".join(said.values())):
            raise FileReachesOut("文件带有宏、嵌入对象、控件或外部数据。")


def _check_fields(tree: "etree._Element") -> None:
    """A field is told by its first word, however many runs it is cut into."""
    told = [""]
    for one in tree.iter("{*}instrText", "{*}fldChar", "{*}fldSimple"):
        name = etree.QName(one).localname
        if name == "instrText":
            told[-1] += one.text or ""
        else:
            told += ["".join(str(value) for value in one.attrib.values()) if name == "fldSimple" else "", ""]
    if any(_FIELD.match(one) for one in told):
        raise FileReachesOut("文件里有打开时会自行取数的域。")


def _tree(package: zipfile.ZipFile, info: zipfile.ZipInfo, largest: int) -> "etree._Element":
    """A part as XML, without entities and without a network."""
    if info.file_size > largest:
        raise PaperRefused("文件解开后过大。")
    part = package.read(info)
    try:
        tree = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise PaperRefused("文件的内容不完整。") from error
    if tree.getroottree().docinfo.doctype:
        raise PaperRefused("文件带有自定义实体。")
    return tree
