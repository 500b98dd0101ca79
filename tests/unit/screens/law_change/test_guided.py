"""A new page of law by questions and answers: what is asked, what is kept, what is refused, and what it comes to."""

import json
import re
from pathlib import Path

import pytest
from tests.unit.screens.law_change.conftest import Browser

from guiju.findings.lawmaking.proposals import every_proposal
from guiju.project.catalogue import SUBJECTS
from guiju.project.env import shipped_law
from guiju.screens.law.wiring import LawFolder, install

BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
WRITE, TRIAL = "/law/write/", "/law/write/trial/"
DUTY = {
    "subject": "custody", "name": "tell-kin", "title": "拘留后告知亲属", "title_en": "", "severity": "major",
    "trigger": "custody.detained", "shape": "within", "answer": "custody.family_notified", "amount": "24",
    "unit": "hours", "same": "case_person", "laws": "《甲法》第一条", "first_day": "2026-03-10",
    "reason": "补本局的空白",
}  # fmt: skip
TOLD = {
    1: ("恰满二十四小时", "2026-03-12T08:00", "kept"), 2: ("晚一分钟", "2026-03-12T08:01", "late"),
    3: ("没有告知", "", "overdue"),
}  # fmt: skip


def answers(act: str, **changed: str) -> dict[str, str]:
    found = {**DUTY, "_act": act}
    for number, (name, answered, expected) in TOLD.items():
        case = f"case{number}"
        found |= {
            f"{case}_name": name, f"{case}_why": "3月11日8时加24小时为3月12日8时", f"{case}_expected": expected,
            f"{case}_row1_role": "trigger", f"{case}_row1_at": "2026-03-11T08:00", f"{case}_row1_says_person": "P1",
            f"{case}_row2_role": "answer" if answered else "", f"{case}_row2_at": answered,
            f"{case}_row2_says_person": "P1" if answered else "",
        }  # fmt: skip
    return found | changed


@pytest.fixture
def lawyer(bureau):
    install(LawFolder(shipped_law(), None, {subject.name: subject.label for subject in SUBJECTS}))
    return Browser(bureau, "law1")


def told(answer) -> str:
    return answer.content.decode()


def test_an_untouched_form_says_what_to_do_and_accuses_nobody(lawyer):
    page = lawyer.reads(WRITE)
    assert "填好下列各栏后" in page
    assert "message-grave" not in page
    assert 'label="办案区与羁押"' in page
    # So does the page for whoever writes the text himself.
    assert "message-grave" not in lawyer.reads("/law/write/text/")


def test_the_page_needs_no_more_statements_than_it_is_allowed(lawyer):
    for name, address in (("law.write", WRITE), ("law.write_text", "/law/write/text/")):
        lawyer.reads(address)
        lawyer.reads(address)
        assert lawyer.statements == BUDGETS[name]


def test_what_is_asked_follows_from_what_was_chosen(lawyer):
    page = told(lawyer.posts(WRITE, _act="redraw", trigger="custody.detained", shape="satisfy"))
    assert 'name="only1_field"' in page
    assert 'name="need1_field"' in page
    assert 'name="answer"' not in page
    page = told(lawyer.posts(WRITE, _act="redraw", trigger="custody.detained", shape="never"))
    assert "不得有什么环节" in page
    assert 'name="until"' in page
    assert 'name="amount"' not in page
    # A condition is offered what the law in force says in that field, in words.
    page = told(lawyer.posts(WRITE, _act="redraw", trigger="custody.detained", only1_field="kind"))
    assert '<option value="刑事">' in page


def test_a_row_more_keeps_all_that_was_typed(lawyer):
    page = told(lawyer.posts(WRITE, **answers("row2")))
    assert page.count('name="case2_row3_at"') == 1
    assert 'name="case1_row3_at"' not in page
    assert "拘留后告知亲属" in page
    assert told(lawyer.posts(WRITE, **answers("case"))).count('name="case4_name"') == 1
    many = {f"case12_row8_{name}": "" for name in ("role", "at")}
    page = told(lawyer.posts(WRITE, **answers("case", **many)))
    assert 'name="case13_name"' not in page


def test_the_worked_cases_are_run_as_one_types(lawyer):
    page = told(lawyer.posts(TRIAL, **answers("try")))
    assert "3 个算例全部相符" in page
    assert "期限：24小时" in page
    assert 'hx-swap-oob="true"' in page
    assert "must: {happen: custody.family_notified, within: 24 hours}" in page
    page = told(lawyer.posts(TRIAL, **answers("try", amount="12")))
    assert "有 1 个算例与预期不符" in page
    page = told(lawyer.posts(TRIAL, **answers("try", case3_why="", case3_name="")))
    assert "还差 1 个" in page
    assert "还没有填全、没有试算的算例：3" in page


def test_a_fault_stands_beside_its_field(lawyer):
    for changed, field in (
        ({"name": "notify-family"}, "name"), ({"laws": "《丙法》第一条"}, "laws"), ({"amount": ""}, "amount"),
        ({"case2_why": ""}, "case2_why"), ({"case1_row1_at": ""}, "case1_row1_at"), ({"trigger": ""}, "trigger"),
    ):  # fmt: skip
        answer = lawyer.posts(WRITE, **answers("propose", **changed))
        assert answer.status_code == 422
        assert f'id="law_guided-{field}-error"' in told(answer), changed
    assert every_proposal() == ()


def test_it_is_proposed_and_signed_like_any_other_page(bureau, lawyer):
    answer = lawyer.posts(WRITE, **answers("propose", amount="12"))
    assert answer.status_code == 422
    assert "恰满二十四小时" in told(answer)
    answer = lawyer.posts(WRITE, **answers("propose"))
    assert re.fullmatch(r"/law/proposals/\d+/", answer.headers["Location"])
    [proposal] = every_proposal()
    assert (proposal.page, proposal.in_force_from) == ("custody.tell-kin", "2026-03-10")
    # The same form sent again proposes nothing further, and it is spent.
    again = lawyer.posts(WRITE, key=lawyer.key, **answers("propose"))
    assert again.headers["Location"] == answer.headers["Location"]
    assert len(every_proposal()) == 1
    assert "拘留后告知亲属" not in lawyer.reads(WRITE)


def test_whoever_knows_the_language_goes_on_in_the_text(bureau, lawyer):
    answer = lawyer.posts(WRITE, **answers("as_text"))
    assert answer.headers["Location"] == "/law/write/text/"
    page = lawyer.reads("/law/write/text/")
    assert "id: custody.tell-kin" in page
    assert "3 个算例全部相符" in page
    assert "拘留后告知亲属" in lawyer.reads(WRITE)  # the answers are kept


def test_it_is_tried_on_the_year_behind(lawyer):
    answer = lawyer.posts(WRITE, **answers("outlook"))
    assert "拘留后告知亲属" in lawyer.reads(answer.headers["Location"])


def test_it_is_closed_to_who_may_not_propose_law(bureau):
    assert Browser(bureau, "handler").get(WRITE).status_code in (403, 404)
