"""A Word file as a package: opened within bounds, refused where it reaches out or runs, written always alike.

Law: ledger.md, "XXE, bombs, polyglots in uploads"; Word follows what a package points to before anybody is asked.
"""

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from guiju.facts.papers.reaching import LARGEST_XML, FileReachesOut, check_relations, is_picture
from guiju.facts.papers.sniffing import PaperRefused, check_paper

DOCX = "docx"
LARGEST_TEMPLATE = 4 * 1024 * 1024
MOST_PARTS, LARGEST_WHOLE = 200, 16 * 1024 * 1024
MOST_PARAGRAPHS = 3_000
BROKEN = (ValueError, KeyError, SyntaxError, AttributeError, TypeError, IndexError, AssertionError)
"""What the libraries raise where a file is not built as Word builds it."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_MEDIA = (".png", ".jpg", ".jpeg")
_PLAIN = (".xml", ".rels", ".odttf")
_STRANGE = {"altChunk", "object", "control", "pict", "txbxContent", "ins", "del", "moveFrom", "moveTo", "subDoc"}
_NOTES = {"footnoteReference", "endnoteReference", "commentReference"}
_FIELDS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*", re.IGNORECASE)
_REMEDY = "请用 Word 或 WPS 另存为普通 .docx：去掉宏、外部链接、嵌入对象、文本框、批注、修订和域，再上传。"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name.

    Raises:
        PaperRefused: it is none, too large, or holds a name twice.
    """
    check_paper(data, DOCX)
    with zipfile.ZipFile(BytesIO(data)) as package:
        infos = package.infolist()
        names = [one.filename for one in infos]
        if len(names) > MOST_PARTS or sum(one.file_size for one in infos) > LARGEST_WHOLE:
            raise PaperRefused("文件解开后过大。", remedy=_REMEDY)
        if len({name.lower() for name in names}) != len(names):
            raise PaperRefused("文件里有两个同名的部分。", remedy=_REMEDY)
        try:
            return {name: package.read(name) for name in names if not name.endswith("/")}
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise PaperRefused("文件已损坏或已加密，读不出来。", remedy=_REMEDY) from error


def check_template(data: bytes) -> None:
    """Make sure that a template neither runs, nor reaches out, nor holds text that its print would leave out.

    Raises:
        PaperRefused: it does; it says which.
    """
    if len(data) > LARGEST_TEMPLATE:
        raise PaperRefused(f"模板超过 {LARGEST_TEMPLATE // 1024 // 1024} MB。", remedy=_REMEDY)
    for name, part in parts_of(data).items():
        low = name.lower()
        is_media = low.endswith(_MEDIA)
        if not is_media and not low.endswith(_PLAIN):
            raise PaperRefused(f"模板里有不收的内容：{name[:60]}。", remedy=_REMEDY)
        if is_media != is_picture(part):
            raise PaperRefused(f"模板里有名不副实的内容：{name[:60]}。", remedy=_REMEDY)
        if not is_media and not (low.endswith(".odttf") and _is_veiled(part)):
            _check_xml(low, part)


def _is_veiled(part: bytes) -> bool:
    """Whether a font cannot be read as XML, as it should be: then no program takes it for text."""
    try:
        etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return True
    return False


def xml_of(part: bytes) -> "etree._Element":
    """A part as XML, without entities and without a network.

    Raises:
        PaperRefused: it is none, or declares a type of its own.
    """
    if len(part) > LARGEST_XML or b"<!DOCTYPE" in part.upper() or b"<!ENTITY" in part.upper():
        raise PaperRefused("文件的内容过大，或带有自定义实体。", remedy=_REMEDY)
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise PaperRefused("文件的内容不完整。", remedy=_REMEDY) from error


def _check_xml(name: str, part: bytes) -> None:
    tree = xml_of(part)
    if name.endswith(".rels") or "content_types" in name:
        _check_about(tree)
    if sum(1 for _ in tree.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise PaperRefused(f"模板超过 {MOST_PARAGRAPHS} 段。", remedy=_REMEDY)
    for one in tree.iter():
        tag = etree.QName(one).localname if isinstance(one.tag, str) else ""
        if tag in _STRANGE or tag in _NOTES or tag == "mailMerge":
            raise PaperRefused(f"模板里有打印不出的内容（{tag}）：文本框、图形文字、批注、脚注或修订。", remedy=_REMEDY)
        said = "".join(one.itertext()) if tag == "instrText" else _instr(one) if tag == "fldSimple" else ""
        if said.strip() and not _FIELDS.fullmatch(said):
            raise PaperRefused("模板里有域，打开时会自行取数或执行。", remedy=_REMEDY)


def _check_about(tree: "etree._Element") -> None:
    """A template is filled in again and again: not even a link that would have to be clicked stands in it."""
    if any(str(one.get("TargetMode", "")).strip().lower() == "external" for one in tree.iter()):
        raise PaperRefused("模板引用了外部的文件或链接。", remedy=_REMEDY)
    try:
        check_relations(tree)
    except FileReachesOut as error:
        raise PaperRefused("模板带有宏、嵌入对象或外部模板。", remedy=_REMEDY) from error


def _instr(one: "etree._Element") -> str:
    """The instruction of a simple field, in whichever namespace it is said."""
    return " ".join(str(value) for key, value in one.attrib.items() if etree.QName(str(key)).localname == "instr")


def written_alike(data: bytes, replaced: dict[str, bytes] | None = None) -> bytes:
    """The same package with its parts in one order and at one time, so that the same paper has the same bytes."""
    parts = {**parts_of(data), **(replaced or {})}
    first = "[Content_Types].xml"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, parts[name])
    return out.getvalue()
