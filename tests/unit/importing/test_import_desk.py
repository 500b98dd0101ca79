"""What `guiju import` tells the person at the machine."""

import openpyxl
import pytest
from tests.ledgers import SHANGHAI
from tests.unit.importing.conftest import facts
from tests.unit.importing.test_corrections import ACCEPTED, FILED, LATER

from guiju.facts.importing.journal import BatchUnknown
from guiju.findings.law import LawInForce, install_law
from guiju.project.law_folder import open_law
from guiju.project.ledger import batch_lists, import_desk

pytestmark = pytest.mark.usefixtures("personal_keys")


@pytest.fixture
def law():
    install_law(LawInForce(open_law(None), SHANGHAI))


def tell(path, **said):
    import_desk.run_import(path, **({"source": "办案系统", "mapping": None, "unit": "", "by": "甲"} | said))


def test_an_import_says_what_became_of_the_rows_and_what_to_do_next(book, export, capsys):
    tell(export(ACCEPTED, FILED))
    assert "2 行已记入账本并签封" in capsys.readouterr().out
    tell(
        export(
            LATER, ("A2", "", "cases.accepted", "昨天", "", ""), ("A3", "", "巡查", "2026-03-01", "", ""), name="b.csv"
        )
    )
    said = capsys.readouterr()
    assert "新记录 1，与账本相同 0，待放行的更正 1，拒绝 1 行，以前有而这次没有的 0 条" in said.out
    assert "不能是导入人本人" in said.out
    assert "巡查（1）" in said.err
    tell(
        export(
            LATER, ("A2", "", "cases.accepted", "昨天", "", ""), ("A3", "", "巡查", "2026-03-01", "", ""), name="c.csv"
        )
    )
    assert "这次没有增加任何记录" in capsys.readouterr().out
    assert len(facts()) == 3


def test_an_import_without_the_name_of_its_source_is_refused(book, export):
    with pytest.raises(import_desk.Undecided):
        tell(export(ACCEPTED), source="")


def test_a_batch_is_shown_with_what_waits_what_was_refused_and_what_is_missing(book, law, export, capsys, tmp_path):
    gone = ("A9", "", "cases.accepted", "2026-03-02 08:00", "", "U1")
    tell(export(ACCEPTED, gone, FILED))
    changed = (*ACCEPTED[:3], "2026-02-28 08:00", "administrative", "U1")
    tell(export(changed, FILED, ("A2", "", "cases.accepted", "昨天", "", ""), name="b.csv"))
    capsys.readouterr()
    batch_lists.show_batches(search="", page=1, xlsx=tmp_path / "批次.xlsx")
    listed = capsys.readouterr().out
    assert "第 1 页，共 1 页，2 行" in listed
    number = max(
        int(row[0].value) for row in openpyxl.load_workbook(tmp_path / "批次.xlsx").active.iter_rows(min_row=5)
    )
    batch_lists.show_batch(number, page=1, xlsx=tmp_path / "明细.xlsx")
    said = capsys.readouterr().out
    assert "待放行更正 1 条，其中时间提前 1 条" in said
    [held] = openpyxl.load_workbook(tmp_path / "明细-更正.xlsx").active.iter_rows(min_row=5, values_only=True)
    assert held[1:3] == ("案件编号 A1", "受案")
    assert held[5:8] == ("是", "类别：criminal→administrative", "待放行")
    [missing] = openpyxl.load_workbook(tmp_path / "明细-缺失.xlsx").active.iter_rows(min_row=5, values_only=True)
    assert missing[1] == "案件编号 A9"
    [refused] = openpyxl.load_workbook(tmp_path / "明细-拒绝.xlsx").active.iter_rows(min_row=5, values_only=True)
    assert refused[:2] == (4, "A2")
    import_desk.decide(released=number, rejected=None, by="乙", reason="改错")
    assert "放行更正 1 条" in capsys.readouterr().out
    batch_lists.show_batch(number, page=1, xlsx=None)
    assert "待放行更正 0 条" in capsys.readouterr().out


def test_a_batch_that_does_not_exist_is_said_not_to(book, law):
    with pytest.raises(BatchUnknown):
        batch_lists.show_batch(99, page=1, xlsx=None)
