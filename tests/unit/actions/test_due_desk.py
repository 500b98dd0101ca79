"""What `guiju next` says about orders to mend."""

import openpyxl
import pytest
from tests.unit.actions.conftest import dispatched, mended

from guiju.project import env
from guiju.project.ledger.findings_desk import show_orders_due


@pytest.fixture
def said(station, capsys, monkeypatch):
    def run(account, days=60, **how):
        monkeypatch.setattr(env, "now", lambda: station.book.now)
        show_orders_due(days, account=account, unit="", page=1, **({"xlsx": None} | how))
        return capsys.readouterr().out

    return run


def test_orders_that_fall_due_are_listed_until_they_are_mended(station, said, tmp_path):
    order = dispatched(station, station.verified(station.searched()))
    said("chief", xlsx=tmp_path / "到期.xlsx")
    [row] = openpyxl.load_workbook(tmp_path / "到期.xlsx").active.iter_rows(min_row=5, values_only=True)
    assert (row[2], row[4], row[6]) == ("待签收", "0151001", order)
    assert said("chief", days=0) == "今后 0 天内没有到期的整改单。\n"
    mended(station, order)
    assert said("chief") == "今后 60 天内没有到期的整改单。\n"


def test_who_may_not_see_an_order_is_not_told_that_it_falls_due(station, said):
    dispatched(station, station.verified(station.searched()))
    assert said("west") == "今后 60 天内没有到期的整改单。\n"
