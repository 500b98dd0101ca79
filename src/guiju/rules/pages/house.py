"""What a bureau has settled for itself beside the pages: decisions, readings chosen, documents adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guiju.rules.instrument import Instrument
from guiju.rules.pages.decisions import Decision, adopted_from, read_decisions
from guiju.rules.pages.interpretation import Interpretation, Move, moves_by_page, read_interpretations
from guiju.rules.pages.refusal import LawRefused


@dataclass(frozen=True, slots=True)
class House:
    """The decisions of one file and what follows from them."""

    file: str
    decisions: tuple[Decision, ...]
    questions: tuple[Interpretation, ...]
    adopted: Mapping[str, int]
    moves: Mapping[str, list[Move]]
    files: tuple[Path, ...]


def read_house(
    folder: Path, decisions: Path | None, instruments: Mapping[str, Instrument], *, as_shipped: bool = False
) -> House:
    """The questions of a folder of law, decided by ``decisions`` or by the file of that name beside the pages.

    Raises:
        LawRefused: a question or a decision is not fully understood.
    """
    path = decisions or folder / "decisions.yaml"
    if decisions is not None and not decisions.is_file():
        raise LawRefused(f"没有决定文件“{decisions}”。", remedy="请核对 GUIJU_DECISIONS 指明的路径。")
    taken = () if as_shipped else read_decisions(path)
    questions = read_interpretations(folder / "interpretations", taken, path.name)
    files = (path, *sorted((folder / "interpretations").glob("*.yaml")))
    return House(
        path.name,
        taken,
        questions,
        adopted_from(taken, instruments, path.name),
        moves_by_page(question.choice for question in questions),
        files,
    )
