"""The tables are views of the events: dropped and made again, in any order of telling, they say the same."""

import random

from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST

from guiju.bureau import commands
from guiju.bureau.models import Posting
from guiju.bureau.permissions.tokens import draw_token
from guiju.bureau.projector import TABLES, check_bureau, rebuild
from guiju.bureau.qualification import State, credential_on
from guiju.bureau.registry import officer_at, posts_at
from guiju.facts.draft import Draft
from guiju.facts.histories import every_event
from guiju.facts.models import UnitPeriod


def standing():
    tables = (*TABLES, UnitPeriod)
    return {table._meta.db_table: sorted(map(repr, table.objects.values_list())) for table in tables}


def everything():
    return [one for part in every_event() for one in part]


def test_a_rebuild_gives_the_same_rows(office):
    commands.rename_unit(EAST_STATION, "东圩中心所", **office.words(OPERATOR, "2026-01-05T00:00"))
    commands.move_unit(EAST_STATION, WEST, **office.words(OPERATOR, "2026-02-01T00:00"))
    for officer, unit in (("A1", EAST_STATION), ("A1", EAST_SQUAD), ("A2", EAST_SQUAD)):
        commands.post_officer(officer, unit, "investigator", **office.words(OPERATOR, "2024-05-01T09:00"))
    office.book.record(
        "credentials.granted", "2024-03-01T09:00", officer=("A1", "A2"), name="enforcement_qualification"
    )
    office.book.record(
        "bureau.officer_posted", "2021-03-01T09:00", officer=("A9",), unit="没有开立的所", post="investigator"
    )
    office.account("li", officer="A1")
    first = office.grant("li", "unit_chief", EAST)
    office.account("deputy")
    until = moment("2026-12-01T00:00")
    commands.delegate("unit_chief", "deputy", unit=EAST_SQUAD, valid_until=until, **office.words("li"))
    for nth in range(2):
        drawn = draw_token()
        commands.ask_token(drawn, roles=["unit_chief"], unit=EAST_SQUAD, valid_until=until, **office.words("li"))
        commands.grant_token(drawn.name, **office.words("sec2"))
        if nth:
            commands.revoke_token(drawn.name, **office.words("li"))
    office.book.pass_time(days=1)
    commands.revoke_role(first, **office.words("sec1"))
    commands.close_account("deputy", **office.words("sys"))
    before = standing()
    assert all(before[table._meta.db_table] for table in TABLES if table._meta.db_table != "bureau_unit_strength")
    assert rebuild(everything()) == []
    assert standing() == before


def test_the_order_of_telling_does_not_matter(office):
    """Late entries: the same posts told in any order leave the same periods."""
    told = [
        ("bureau.officer_posted", "2021-03-01T09:00", {"unit": EAST_STATION, "post": "investigator"}),
        ("bureau.officer_left", "2022-03-01T09:00", {"unit": EAST_STATION}),
        ("bureau.officer_posted", "2022-06-01T09:00", {"unit": EAST_SQUAD, "post": "investigator"}),
        ("bureau.officer_posted", "2023-06-01T09:00", {"unit": EAST, "post": "unit_head"}),
        ("credentials.granted", "2021-06-01T09:00", {"name": "enforcement_qualification"}),
    ]
    for number in range(4):
        mixed = random.Random(number).sample(told, len(told))
        for kind, at, fields in mixed:
            office.book.record(kind, at, officer=(f"A{number}",), **fields)
    periods = {
        tuple(Posting.objects.filter(officer=f"A{number}").order_by("since").values_list("unit", "since", "until"))
        for number in range(4)
    }
    assert len(periods) == 1
    assert all(
        credential_on(f"A{number}", moment("2026-01-01T00:00").toordinal()).state is State.HELD for number in range(4)
    )


def test_a_corrected_posting_moves_from_the_wrong_officer_to_the_right_one(office):
    number = office.book.record(
        "bureau.officer_posted", "2024-01-10T09:00", officer=("A1",), unit=EAST_STATION, post="investigator"
    )
    said = {"officer": ("A2",), "unit": EAST_STATION, "post": "investigator"}
    office.book.write(
        Draft.of(
            "bureau.officer_posted", moment("2024-01-10T09:00"), said, local=SHANGHAI, corrects=number,
            reason="警号写错", approver="boss",
        )
    )  # fmt: skip
    assert posts_at("A1", office.now) == []
    assert officer_at("A1", office.now) is None
    assert [row.unit for row in posts_at("A2", office.now)] == [EAST_STATION]
    before = standing()
    rebuild(everything())
    assert standing() == before


def test_what_somebody_wrote_into_the_tables_is_gone_after_a_rebuild(office):
    office.account("li")
    office.grant("li", "unit_chief", EAST)
    before = standing()
    UnitPeriod.objects.filter(code=EAST).update(path="0000000001")
    Posting.objects.create(
        event=999, officer="A1", unit=EAST, post="leader", kind="police", is_case_post=False, is_additional=False,
        since=0, until=1, from_day=1,
    )  # fmt: skip
    assert standing() != before
    rebuild(everything())
    assert standing() == before


def test_a_row_that_somebody_edited_is_named_by_the_check_and_nothing_is_changed(office):
    office.account("li")
    office.grant("li", "unit_chief", EAST)
    assert check_bureau(everything()) == []
    UnitPeriod.objects.filter(code=EAST).update(path="0000000001")
    before = standing()
    told = {(one.table, one.is_extra, one.row[0]) for one in check_bureau(everything())}
    assert told == {("unit_period", True, EAST), ("unit_period", False, EAST)}
    assert standing() == before
