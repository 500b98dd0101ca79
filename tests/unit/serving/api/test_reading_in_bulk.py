"""Lists of the interface count towards what one person looks at in a day; beyond that they are exports."""

from django.db import connection
from tests.unit.serving.api.test_operations import recorded

from guiju.bureau.roles import EXPORT
from guiju.facts.events import LIST_EXPORTED
from guiju.project.site.reading import reading
from guiju.screens.kit.visit import Visit


def test_what_a_list_names_counts_as_looked_at_once_a_day(desk, monkeypatch):
    """Three cases a hundred times are three; a fourth is one too many for who may not export."""
    for _ in range(3):
        desk.station.searched()
    program = desk.program("legal")
    monkeypatch.setattr(reading().log, "_daily", 3)
    monkeypatch.setattr(Visit, "may", lambda visit, act: act != EXPORT)
    for address in ("findings", "findings", "cases"):
        answer = program.get(address)
        assert (answer.status, answer.said["count"]) == (200, 3)
    desk.station.searched()
    answer = program.get("cases")
    assert (answer.status, answer.said["code"]) == (429, "privacy.look_budget")
    assert program.get("cases", limit=1, q="A1").status == 200, "what was seen may be seen again"


def test_reading_in_bulk_is_an_export_and_recorded_as_one(desk, monkeypatch):
    """Beyond the budget of a person only who may export goes on, and every answer stands in the ledger."""
    for _ in range(3):
        desk.station.searched()
    monkeypatch.setattr(reading().log, "_daily", 2)
    before = recorded()
    assert desk.program("legal").get("cases").said["count"] == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, body FROM event WHERE type = %s AND id > %s", (LIST_EXPORTED, before))
        [(actor, body)] = cursor.fetchall()
    said = bytes(body).decode()
    assert actor == "legal" and "api.cases" in said and "json" in said
