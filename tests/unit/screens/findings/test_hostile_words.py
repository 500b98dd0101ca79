"""What is written into a case number neither runs on the pages of findings nor calculates in what leaves them."""

import csv
import io
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from tests.sites import Read
from tests.unit.screens.findings.conftest import Browser, page_of

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)
RUNS = "\"><img src=x onerror=alert(1)> hx-on:click=alert(2) {{7777*7777}}'"
FORMULAS = ("=1+1", "+1-2", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠A1", " =1+1", '=HYPERLINK("x")')


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "drawer"}])
def test_a_name_stays_one_text_in_every_attribute(desk, headers):
    finding = desk.searched(case=RUNS)
    legal = Browser(desk, "legal", "export")
    pages = ["/findings/", f"/findings/?q={quote(RUNS)}", page_of(finding), page_of(finding, "why/"),
             page_of(finding, "steps/"), page_of(finding, "do/reject_finding/")]  # fmt: skip
    for address in pages:
        text = legal.get(address, **headers).content.decode()
        read = Read(text)
        assert read.can_run == [], address
        assert "<img" not in text and str(7777 * 7777) not in text, address
        assert all(link.startswith(("/", "#", "?")) for link in read.links), address


def test_what_looks_like_a_formula_leaves_as_text(desk):
    for text in FORMULAS:
        desk.searched(case=text)
    legal = Browser(desk, "legal", "export")
    book = load_workbook(io.BytesIO(legal.get("/findings/?export=xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    told = {str(cell.value) for cell in cells}
    assert {one.strip() for one in FORMULAS} <= {one.strip().lstrip("'") for one in told}
    rows = csv.reader(io.StringIO(legal.get("/findings/?export=csv").content.decode("utf-8-sig")))
    starts = {cell.lstrip()[:1] for row in rows for cell in row}
    assert starts & set("=+-@＝＋－＠") == set()
