"""审计: administrators' acts in sentences, with their seals; who looked at what; and nothing of it for anybody else."""

import pytest
from tests.unit.bureau.conftest import EAST_STATION

from guiju.bureau.projector import follow_bureau
from guiju.facts.privacy.look_log import Look
from guiju.facts.privacy.look_table import follow_looks
from guiju.project.site.reading import reading

pytestmark = pytest.mark.slow

PAGES = ("/audit/", "/audit/looks/", "/audit/exports/")


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("account", "opens"), [("aud", PAGES), ("sec1", ("/audit/",)), ("sys", ()), ("chief", ()), ("deputy", ())]
)
def test_audit_opens_to_the_audit_administrator_and_permissions_to_security(bureau, account, opens):
    client = bureau.at(account)
    assert [path for path in PAGES if client.get(path).status_code == 200] == list(opens)


def test_what_an_administrator_did_is_told_in_a_sentence_with_its_record(bureau):
    bureau.office.account("wang")
    number = bureau.office.grant("wang", "legal_officer", EAST_STATION)
    client = bureau.at("aud")
    page = text_of(client.get("/audit/?q=wang"))
    assert "开立账号wang" in page
    assert "提请授予wang“法制员”" in page and "批准授予wang“法制员”" in page
    record = text_of(client.get(f"/audit/{number}/"))
    assert "批准授予wang“法制员”" in record and "sec2" in record and ("已封存" in record or "尚未封存" in record)


def test_nothing_of_cases_stands_among_the_records_and_none_opens_by_its_number(bureau):
    number = bureau.office.event("cases.accepted", "2026-03-01T10:00", unit=EAST_STATION, case="EAST-CASE-1")
    client = bureau.at("aud")
    assert "EAST-CASE-1" not in text_of(client.get("/audit/"))
    assert client.get(f"/audit/{number}/").status_code == client.get("/audit/999999/").status_code == 404


def test_the_audit_administrator_finds_who_looked_at_a_case_and_who_looked_at_anything(bureau):
    bureau.office.book.follow(follow_bureau, follow_looks)
    at = bureau.office.now
    log = reading().log
    log.note(Look(at, "chief", "", "cases.list", "case", "E7", "supervision", "", False))
    log.flush()
    client = bureau.at("aud")
    assert "案件编号 E7" in text_of(client.get("/audit/looks/?by=case&q=E7"))
    assert "案件编号 E7" in text_of(client.get("/audit/looks/?q=chief"))
    assert "案件编号 E7" not in text_of(client.get("/audit/looks/?q=deputy"))
