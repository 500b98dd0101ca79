"""What the reading process does with one file: parses it, and hands the rows back through a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guiju.facts.take_in.apart import Apart
from guiju.facts.take_in.caps import Caps
from guiju.facts.take_in.columns import Source
from guiju.facts.take_in.handover import write_rows
from guiju.facts.take_in.mapping import Mapping
from guiju.facts.take_in.rows import build_rows, complete, wanted_columns
from guiju.facts.take_in.unpacking import check_sign, format_of


@dataclass(frozen=True, slots=True)
class Job(Apart):
    """What the parent asks for; ``is_survey``: only a first look is wanted."""

    path: Path
    mapping: Mapping
    is_survey: bool = False

    @property
    def name(self) -> str:
        """What an error calls the file."""
        return self.path.name

    def work(self, progress: Callable[[float], None]) -> None:
        """Read the file.

        Raises:
            TakeInRefused: it cannot be read, or costs too much.
        """
        source = read_source(self.path, self.mapping, self.limits, progress)
        if self.is_survey:
            from guiju.facts.take_in.survey import write_survey

            write_survey(self.result, source)
        else:
            write_rows(self.result, build_rows(source, complete(self.mapping, source)))


def read_source(path: Path, mapping: Mapping, caps: Caps, progress: Callable[[float], None]) -> Source:
    """The file as columns, by the reader of its format.

    Raises:
        TakeInRefused: it cannot be read, or costs too much.
    """
    suffix = format_of(path)
    check_sign(path, suffix)
    wanted = wanted_columns(mapping)
    if suffix.startswith(".xes"):
        from guiju.facts.take_in.xes import read_xes

        return read_xes(path, suffix, wanted, caps, progress)
    if suffix.startswith(".csv"):
        from guiju.facts.take_in.delimited import read_csv

        return read_csv(path, suffix, wanted, caps, progress)
    if suffix == ".xlsx":
        from guiju.facts.take_in.workbook import read_xlsx

        return read_xlsx(path, wanted, mapping.sheet, caps, progress)
    from guiju.facts.take_in.parquet import read_parquet

    return read_parquet(path, wanted, caps, progress)
