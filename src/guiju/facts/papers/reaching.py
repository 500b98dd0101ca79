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
_LITERAL = re.compile(r"\"(?:[^\"]|\"\")*\"|('(?:[^']|'')*')")
_FETCHES = re.compile(
    r"\||\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|STOCKHISTORY|SQL\.REQUEST)\s*\(", re.IGNORECASE
)
"""Functions that fetch by being calculated; the bar stands between a program and what is asked of it (DDE)."""
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
_LINKS = {"ddeLink", "oleLink"}
_LOOKED_AT = tuple(
    f"{{*}}{name}" for name in ("instrText", "fldChar", "fldSimple", "p", "row", *sorted(_FORMULAS | _LINKS))
)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*", b"II\xbc",
    b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"\x1f\x8b",
)  # fmt: skip
"""How PNG, JPEG, GIF, BMP, WebP, TIFF, JPEG XR, EMF, WMF and packed EMF begin: no XML does, in whatever coding."""
_NO_MARKUP = re.compile(r"\.(?:odttf|vml)|/printersettings\d*\.bin", re.IGNORECASE)
"""Fonts that are veiled, settings of a printer, drawings as old versions of Excel write them: often no XML."""
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
                if not info.is_dir():
                    _check_part(package, info)
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


def is_picture(part: bytes) -> bool:
    """Whether a part is a picture, by how it begins: its name, and what the package says of it, prove nothing."""
    return part.startswith(_PICTURES)


def _check_part(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Any part may be the text of the document, whatever it is called: what is XML is looked at."""
    name = info.filename.lower()
    is_about = name.endswith(".rels") or "content_types" in name
    if info.file_size > (LARGEST_XML if is_about else _LARGEST_TEXT):
        raise PaperRefused("文件解开后过大。")
    part = package.read(info)
    if not is_about and (not part or is_picture(part)):
        return
    try:
        _check_markup(part)
        if is_about:
            check_relations(etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True)))
    except etree.XMLSyntaxError as error:
        if is_about or not _NO_MARKUP.search(name):
            raise PaperRefused("文件的内容不完整，或者夹带了别的内容。") from error


def _check_markup(part: bytes) -> None:
    """A field is told by its first word, however many runs it is cut into; read piece by piece, for sheets are long."""
    told = [""]
    read = etree.iterparse(
        BytesIO(part), events=("start", "end"), tag=_LOOKED_AT, remove_comments=True, remove_pis=True,
        resolve_entities=False, no_network=True, huge_tree=False,
    )  # fmt: skip
    for event, one in read:
        name = etree.QName(one).localname
        if event == "start":
            told += _opened(one, name)
        elif name == "instrText":
            told[-1] += one.text or ""
        elif name in _LINKS or (name in _FORMULAS and _FETCHES.search(_LITERAL.sub(r"\1", one.text or ""))):
            raise FileReachesOut("表格里有计算时会自行取数或执行的公式。")
        elif name in ("p", "row"):
            one.clear()
    if read.root is not None and read.root.getroottree().docinfo.doctype:
        raise PaperRefused("文件带有自定义实体。")
    if any(_FIELD.match(one) for one in told):
        raise FileReachesOut("文件里有打开时会自行取数的域。")


def _opened(one: "etree._Element", name: str) -> list[str]:
    """The instructions that begin with an element: of a simple field its own, and then those that come next."""
    if name == "fldSimple":
        said = [str(value) for key, value in one.attrib.items() if etree.QName(str(key)).localname == "instr"]
        return [*said, ""]
    return [""] if name == "fldChar" else []
