"""Tables and data that the law verbs write for spreadsheets and other programs."""

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from guiju.project.desks.check_desk import OutputRefused
from guiju.scores.reports.visible_text import is_dangerous, visible


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table that spreadsheets open as text: UTF-8 with a mark, nothing that could be taken for a formula.

    Raises:
        OutputRefused: the file cannot be written.
    """
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    _write(path, "\ufeff" + buffer.getvalue())


def _cell(value: object) -> str:
    text = visible("" if value is None else str(value))
    return f"'{text}" if is_dangerous(text) else text


def write_json(path: Path, data: object) -> None:
    """Write plain data as JSON.

    Raises:
        OutputRefused: the file cannot be written.
    """
    _write(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputRefused(f"不能写到“{path}”：{error.strerror}。") from error
