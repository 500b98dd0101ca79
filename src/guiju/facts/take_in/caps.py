"""What a file may cost, and the ways in which one is refused."""

from dataclasses import dataclass

from guiju.values.errors import GuijuError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that reading one file may use; a file that needs more is refused, never half read.

    Unit: bytes, seconds, counts. ``memory_bytes`` is the address space of the reading process, ``unpacked_bytes``
    the size of the content once decompressed, ``field_chars`` the longest single value, ``line_bytes`` the
    longest line of text.
    """

    memory_bytes: int = 4096 * MEBIBYTE
    cpu_seconds: int = 900
    wall_seconds: float = 1800.0
    unpacked_bytes: int = 8192 * MEBIBYTE
    rows: int = 50_000_000
    columns: int = 2_000
    line_bytes: int = 8 * MEBIBYTE
    field_chars: int = MEBIBYTE


class TakeInRefused(GuijuError):
    """A file, or the mapping for it, that is refused whole."""

    code = "take_in.refused"


class FileRefused(TakeInRefused):
    """The file cannot be read as what its name says it is."""

    code = "take_in.file"
    remedy = "请从原系统重新导出该文件后再试。"


class FileTooCostly(TakeInRefused):
    """Reading the file needs more than the caps allow."""

    code = "take_in.too_costly"
    remedy = "请确认文件来源可靠，再按年份或单位拆成几个较小的文件。"


class ColumnMissing(TakeInRefused):
    """The mapping names a column that the file does not have."""

    code = "take_in.column_missing"


class MappingRefused(TakeInRefused):
    """The mapping file says something that it cannot say."""

    code = "take_in.mapping"
    remedy = "请改正映射文件后再试。"


class ReadingStopped(TakeInRefused):
    """The reading process was ended before it had finished: by a cap, or by the system."""

    code = "take_in.stopped"
    remedy = FileTooCostly.remedy


class ReadingBroke(TakeInRefused):
    """The reading process met something that nobody foresaw; the notes of the error say where."""

    code = "take_in.broke"
    remedy = "请把这条出错信息和文件的前几行交给系统维护人员。"


KINDS: dict[str, type[TakeInRefused]] = {
    kind.code: kind
    for kind in (FileRefused, FileTooCostly, ColumnMissing, MappingRefused, ReadingStopped, ReadingBroke)
}


def shown(value: object, length: int = 40) -> str:
    """A value of the file as an error may quote it: short, on one line, without control characters."""
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(value)[: length + 1])
    return text if len(text) <= length else text[:length] + "…"
