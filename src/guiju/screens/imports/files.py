"""Refused rows as a workbook, so that they can be put right where they come from."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.scores.reports.table import Cell, Column, Kind, Table
from guiju.scores.reports.wording import Words
from guiju.scores.reports.xlsx import Heading, write_tables
from guiju.screens.kit.figures import is_english
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.site import Exported, site
from guiju.screens.kit.visit import Visit

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Refused = tuple[int, str, str]
"""The number of a row in the file, its case as far as it can be read, and the reason."""


def refused_file(visit: Visit, name: str, refused: Sequence[Refused]) -> HttpResponse:
    """The refused rows of a file of this name; who imports may have them, they are his own file's."""
    mark = mark_of(visit)
    # Before the first byte: what cannot be entered in the log does not leave.
    site().exported(visit, Exported("refused_rows", name, "xlsx", mark.number, len(refused)))
    columns = (Column(_("行"), Kind.NUMBER), Column(_("案件编号")), Column(_("原因"), widest=80))

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield from refused

    table = Table("refused", _("拒绝的行"), name, columns, len(refused), rows, _("没有拒绝的行。"))
    law = law_in_force()
    words = Words(law.pack, str(law.local.zone), "en" if is_english() else "zh")
    heading = Heading(words, _("规矩"), mark.line, mark.warning, f"{mark.warning} {mark.line}")
    with tempfile.TemporaryDirectory(prefix="guiju-refused-") as folder:
        content = write_tables([table], heading, Path(folder) / "refused.xlsx")[0].read_bytes()
    answer = HttpResponse(content, content_type=TYPE)
    said = quote(f"{_('拒绝的行')}-{mark.number}.xlsx")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{mark.number}.xlsx\"; filename*=UTF-8''{said}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
