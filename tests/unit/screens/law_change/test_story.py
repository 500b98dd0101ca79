"""A lawyer edits a page: its case fails, he mends it, sees what it would do, and a second person signs."""

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.unit.findings.lawmaking.conftest import LATER, PAGE
from tests.unit.findings.lawmaking.test_publishing import DIGEST, detained, judged, notified
from tests.unit.screens.law_change.conftest import Browser

from guiju.findings.law import current_law
from guiju.findings.lawmaking.proposals import every_proposal
from guiju.findings.models import Finding
from guiju.findings.rebuild import check_findings
from guiju.project.ledger.bureau_desks.law_desk import unzipped, zipped

BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
CHANGE = "/law/rules/custody.notify-family/change/"


@pytest.fixture
def lawyer(bureau):
    return Browser(bureau, "law1")


def typed(text: str, act: str, **more: str) -> dict[str, str]:
    return {
        "text": text, "title": "拘留后通知家属", "severity": "fatal", "limit": "24 hours", "clock": "",
        "laws": "《甲法》第一条", "in_force_from": "2026-03-10", "reason": "", "basis": "",
        "_act": act, **more,
    }  # fmt: skip


def text_in(page: str) -> str:
    return re.search(r'<textarea id="law_change-text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]


def test_the_lawyers_story(bureau, lawyer):
    detained(bureau, "A1", "2026-02-01T08:00")
    notified(bureau, "A1", "2026-02-01T23:00")
    detained(bureau, "A2", "2026-02-20T10:00")
    judged(bureau)
    last_year = list(Finding.objects.order_by("id").values())

    # The page in force, as fields and as text.
    opened = lawyer.reads(CHANGE)
    assert text_in(opened).strip() == PAGE.strip()
    assert 'value="24 hours"' in opened
    assert "3 个算例全部相符" in opened

    # A first edit: the limit itself is changed, and a worked case fails.
    wrong = PAGE.replace("24 hours", "8 hours")
    answer = lawyer.posts("/law/trial/", text=wrong)
    tried = answer.content.decode()
    assert "有 1 个算例与预期不符" in tried
    assert "实为" in tried
    answer = lawyer.posts(CHANGE, **typed(wrong, "propose", reason="缩短期限"))
    assert answer.status_code == 422
    assert "次日上午通知" in answer.content.decode()

    # Mended: the fields make an edition of their own.
    answer = lawyer.posts(CHANGE, **typed(PAGE, "fill", limit="12 hours"))
    text = unescape(text_in(answer.content.decode()))
    assert "from: 2026-03-10" in text
    assert "within: 12 hours" in text

    # What it would have done: nothing with the year behind, for it begins in a week.
    answer = lawyer.posts(CHANGE, **typed(text, "outlook"))
    outlook = lawyer.reads(answer.headers["Location"])
    assert "没有一项义务因此不同" in outlook
    # The same limit tried on the year behind.
    answer = lawyer.posts(CHANGE, **typed(PAGE.replace("24 hours", "12 hours"), "outlook"))
    outlook = lawyer.reads(answer.headers["Location"])
    assert "新增疑似问题" in outlook
    assert "A1" in outlook
    assert lawyer.reads(CHANGE).count("已填入") == 1  # what was typed is still there

    signed(bureau, lawyer, text, last_year)


def signed(bureau, lawyer, text, last_year):
    # Proposed, and not signed by himself.
    answer = lawyer.posts(CHANGE, **typed(text, "propose", reason="按乙法缩短为十二小时"))
    address = answer.headers["Location"]
    assert re.fullmatch(r"/law/proposals/\d+/", address)
    own = lawyer.reads(address)
    assert "撤回" in own
    assert 'value="publish"' not in own

    second = Browser(bureau, "law2")
    seen = second.reads(address)
    assert "within: 12 hours" in seen
    assert "新旧对照" in seen
    [proposal] = every_proposal()
    answer = second.posts(f"{address}?content={proposal.content_hash}", _act="publish", reason="")
    done = second.reads(answer.headers["Location"])
    assert "已按新的一页重新判断" in done
    assert "已发布" in second.reads("/law/proposals/")
    assert "已发布" in lawyer.reads("/law/rules/custody.notify-family/history/")

    # The law is the new one, the past as it was.
    assert current_law().published("custody.notify-family") == current_law().pack.published["custody.notify-family"]
    names = ("id", "outcome", "due_at", "found_event", "pack", "severity", "edition")
    for before, after in zip(last_year, Finding.objects.order_by("id").values(), strict=True):
        assert [before[name] for name in names] == [after[name] for name in names]
        assert (before["published"], len(after["published"])) == ("", 64)
    assert check_findings(bureau.now) == []


def test_who_may_not_change_the_law_has_no_such_page(bureau):
    for account in ("handler", "chief"):
        browser = Browser(bureau, account)
        for address in (CHANGE, "/law/proposals/", "/law/write/"):
            assert browser.get(address).status_code in (403, 404)


def test_foreign_and_absent_are_one_answer(bureau, lawyer):
    for address in ("/law/rules/cases.none/change/", "/law/proposals/99999999/", "/law/outlooks/abc/"):
        assert lawyer.get(address).status_code == 404


def test_what_was_shown_is_what_is_signed(bureau, lawyer):
    number = bureau.propose()
    other = Browser(bureau, "law2")
    answer = other.posts(f"/law/proposals/{number}/?content={'0' * 64}", _act="publish", reason="")
    assert answer.status_code == 422
    assert "不一致" in answer.content.decode()
    answer = other.posts(f"/law/proposals/{number}/", _act="outlook")
    assert "没有一项义务因此不同" in other.reads(answer.headers["Location"])
    assert lawyer.get(answer.headers["Location"]).status_code == 404  # somebody else's job
    answer = other.posts(f"/law/proposals/{number}/", _act="refuse", reason="")
    assert answer.status_code == 422
    answer = other.posts(f"/law/proposals/{number}/", _act="refuse", reason="依据不足")
    assert answer.status_code == 302
    assert "依据不足" in lawyer.reads(f"/law/proposals/{number}/")


def test_whoever_signs_is_told_where_the_new_page_asks_for_less(bureau, lawyer):
    softer = LATER.replace("within: 12 hours}}", "within: 36 hours}, severity: major}")
    number = bureau.propose(softer, basis="乙法第一条")
    second = Browser(bureau, "law2")
    page = second.reads(f"/law/proposals/{number}/")
    assert "下列方面放宽了要求" in page and "自 2026年3月10日 起：降低了严重程度，放宽了时限或者数量" in page
    assert "下列方面放宽了要求" not in second.reads(f"/law/proposals/{bureau.propose()}/")


def test_a_page_is_refused_in_a_sentence_with_its_line(bureau, lawyer):
    for text in ("id: [", "a: *b", "!!python/name:os.system x", "[" * 3000, LATER.replace("severity: fatal", "x: 1")):
        page = lawyer.posts("/law/trial/", text=text).content.decode()
        assert "message-grave" in page, text
    assert "第 4 行" in page
    assert DIGEST not in page


def test_each_page_needs_no_more_statements_than_it_is_allowed(bureau, lawyer):
    for number in range(3):
        bureau.propose(LATER.replace("12 hours", f"{number + 3} hours"))
    number = bureau.propose()
    needed = {}
    for name, address in (
        ("law.proposals", "/law/proposals/"), ("law.proposal", f"/law/proposals/{number}/"), ("law.change", CHANGE),
        ("law.page_history", "/law/rules/custody.notify-family/history/"), ("law.packs", "/law/packs/"),
    ):  # fmt: skip
        lawyer.reads(address)
        lawyer.reads(address)
        needed[name] = lawyer.statements
    assert needed == {name: BUDGETS[name] for name in needed}


def test_the_list_is_narrowed_by_state_and_text(bureau, lawyer):
    bureau.propose(reason="按乙法缩短")
    assert "按乙法缩短" in lawyer.reads("/law/proposals/?q=乙法")
    assert "按乙法缩短" not in lawyer.reads("/law/proposals/?q=丙法")
    assert "按乙法缩短" not in lawyer.reads("/law/proposals/?state=published")
    assert "按乙法缩短" in lawyer.reads("/law/proposals/?state=waiting")


def test_a_pack_is_taken_away_and_brought_in_by_its_signature(bureau, lawyer):
    taken = lawyer.get("/law/packs/download/")
    assert taken.headers["Content-Type"] == "application/zip"
    files = unzipped(io.BytesIO(taken.content))
    name = "rules/custody/notify-family.yaml"
    changed = zipped({**files, name: files[name].replace(b"24 hours", b"12 hours")})
    upload = SimpleUploadedFile("pack.zip", changed)
    answer = lawyer.posts("/law/packs/", _act="take_in", reason="来文", pack=upload)
    assert answer.status_code == 422
    assert "被改动过" in answer.content.decode()
    answer = lawyer.posts("/law/packs/", _act="take_in", reason="来文", pack=SimpleUploadedFile("x.zip", b"PK"))
    assert "读不出来" in answer.content.decode()
    answer = lawyer.posts("/law/packs/", _act="take_in", reason="来文", pack=SimpleUploadedFile("a.zip", taken.content))
    assert answer.status_code == 302
    assert every_proposal() == ()
