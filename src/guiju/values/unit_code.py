"""Codes of units, and the paths that say where a unit stands in the tree.

A path is the units from the top down, ten digits each, so that a whole subtree is one range of texts in any database
and under any collation: ``path >= low and path < high``.
"""

from guiju.values.errors import GuijuError

CODE_DIGITS = 12
SEGMENT = 10
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class UnitCodeRefused(GuijuError):
    """What stands for a unit's code is none."""

    code = "unit_code"
    remedy = "单位代码应为12位数字。"


def read_unit_code(text: object) -> str:
    """The code as twelve digits; full-width digits and blanks around them are forgiven.

    >>> read_unit_code(" ９９０１００000000 ")
    '990100000000'

    Raises:
        UnitCodeRefused: it is anything else.
    """
    said = str(text).strip().translate(_HALF_WIDTH)
    if len(said) != CODE_DIGITS or not said.isascii() or not said.isdigit():
        raise UnitCodeRefused(f"“{said[:40]}”不是单位代码。")
    return said


def segment_of(number: int) -> str:
    """One unit's part of a path."""
    return f"{number:0{SEGMENT}d}"


def subtree(path: str) -> tuple[str, str]:
    """The half-open range of the paths of a unit and of all below it.

    >>> low, high = subtree(segment_of(5))
    >>> low <= segment_of(5) + segment_of(17) < high <= segment_of(6)
    True
    """
    return path, f"{int(path) + 1:0{len(path)}d}"


def itself(path: str) -> tuple[str, str]:
    """The half-open range that holds one unit and nothing below it.

    >>> low, high = itself(segment_of(5))
    >>> low <= segment_of(5) < high <= segment_of(5) + segment_of(17)
    True
    """
    return path, f"{path}0"
