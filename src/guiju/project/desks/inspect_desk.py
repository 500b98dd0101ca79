"""Drawing a sample once more from what was published of it: without the ledger, by anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guiju.actions.inspections.drawing import digest_of, draw, seed_of
from guiju.values.errors import GuijuError


class ListUnreadable(GuijuError):
    """A list of things, one a line, cannot be read."""

    code = "inspections.list_file"
    remedy = "请用 UTF-8 文本文件，一行一个编号，从复算页面照抄。"


class SeedMissing(GuijuError):
    """Neither the seed was given, nor the root and the leaf of which it is made."""

    code = "inspections.seed"
    remedy = "请写明 --seed，或者同时写明 --root 和 --leaf。"


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a draw gives when it is done again, and in which words it differs from what was published."""

    seed: str
    drawn: tuple[str, ...]
    faults: tuple[str, ...]


def draw_again(
    population: Path,
    *,
    size: int,
    digest: str,
    seed: str = "",
    root: str = "",
    leaf: str = "",
    drawn: Path | None = None,
) -> Redrawn:  # fmt: skip
    """The sample that the published seed draws of a population whose published digest is ``digest``.

    Raises:
        ListUnreadable: a file cannot be read, or is empty.
        SeedMissing: there is nothing to draw by.
    """
    if not seed and not (root and leaf):
        raise SeedMissing("没有写明随机数。")
    things, faults = _lines(population), []
    if digest_of(things) != digest.strip().lower():
        faults.append("总体的摘要值与公布的不一致")
    made = seed_of(root.strip().lower(), leaf.strip().lower()) if root and leaf else seed.strip().lower()
    if seed and made != seed.strip().lower():
        faults.append("由树根和叶值算出的随机数与公布的不一致")
    found = draw(things, size, made)
    if len(found) != size:
        faults.append(f"总体只有 {len(things)} 份，抽不出 {size} 份")
    if drawn is not None and tuple(_lines(drawn)) != found:
        faults.append("抽中的编号或次序与公布的不一致")
    return Redrawn(made, found, tuple(faults))


def _lines(path: Path) -> Sequence[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ListUnreadable(f"“{path.name}”读不出来。") from error
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found:
        raise ListUnreadable(f"“{path.name}”是空的。")
    return found
