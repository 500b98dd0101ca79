"""The header of a table: which column stands where, and what to say when one is not there."""

from collections import Counter
from collections.abc import Collection, Sequence

from guiju.facts.take_in.caps import Caps, ColumnMissing, FileRefused, FileTooCostly, shown


def check_width(width: int, caps: Caps) -> None:
    """Refuse a table that is wider than the caps allow.

    Raises:
        FileTooCostly: it is.
    """
    if width > caps.columns:
        raise FileTooCostly(f"文件有 {width} 列，最多只读 {caps.columns} 列。", remedy="请删去多余的列，或重新导出。")


def positions(header: Sequence[str], wanted: Collection[str] | None) -> dict[str, int]:
    """The place of every wanted column that is there; of every named column where all are asked for.

    Raises:
        FileRefused: a wanted name stands in the header twice.
    """
    counts = Counter(name for name in header if name and (wanted is None or name in wanted))
    for name, count in counts.items():
        if count > 1:
            sentence = f"表头里“{shown(name)}”出现了 {count} 次，不知以哪一列为准。"
            raise FileRefused(sentence, remedy="请给重复的列改名。")
    return {name: place for place, name in enumerate(header) if name in counts}


def check_present(names: Sequence[str], wanted: Collection[str]) -> None:
    """Every wanted column is in the file.

    Raises:
        ColumnMissing: one is not; the nearest name is given.
    """
    for name in wanted:
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, list(names), n=1, cutoff=0.5)
            hint = f"，最接近的是“{shown(near[0])}”" if near else ""
            listed = "、".join(shown(each, 20) for each in names[:20])
            more = "等" if len(names) > 20 else ""
            raise ColumnMissing(
                f"文件里没有“{shown(name)}”这一列{hint}。",
                remedy=f"请核对映射文件的列名；文件里的列有：{listed or '（没有）'}{more}。",
            )
