"""The pages: what each visitor finds to do, what stays of others' words, and that a form signs only what it showed."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from tests.flow.approvals.conftest import CHANGED, CONTENT, Desk
from tests.sites import Read as PageRead
from tests.unit.findings.life.conftest import CHIEF

from guiju.bureau.roles import READ_CASES
from guiju.project.roles import ROLES
from guiju.project.site.urls import PAGES
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Holder, Visit
from guiju.subjects.cases.commands.submitting import resubmit
from guiju.subjects.cases.projector.submission import State

BUDGETS = json.loads((Path(__file__).parents[2] / "contract" / "query_counts.json").read_text(encoding="utf-8"))


class Browser:
    """An account at a browser, without a server: the entrance answers."""

    def __init__(self, desk: Desk, account: str) -> None:
        self.desk, self.account = desk, account

    def ask(self, address: str, sent: dict | None = None):
        """What the site answers to a GET, or to what was sent."""
        viewer = self.desk.station.scope(self.account)
        may = frozenset(act for one in viewer.reaches for act in ROLES[one.role].may) | {READ_CASES}
        holder = Holder(self.account, self.account, permissions=may)
        install(Site(PAGES, lambda request: Visit(request, viewer, holder, self.desk.station.now)))
        made = RequestFactory()
        request = made.get(address) if sent is None else made.post(address, sent)
        request.session = {}
        found = resolve(request.path)
        return found.func(request, **found.kwargs)

    def reads(self, address: str) -> str:
        """The page as text."""
        answer = self.ask(address)
        assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-900:])
        return answer.content.decode()

    def fills(self, address: str, **fields: object):
        """The last form of a page, filled in and sent."""
        form = PageRead(self.reads(address)).forms[-1]
        given = {name: values[0] for name, values in form.fields.items() if values and not name.startswith("_draft")}
        return self.ask(form.action, {**given, **fields})


@pytest.fixture
def browser(desk):
    return lambda account: Browser(desk, account)


def test_a_case_is_submitted_reviewed_and_approved_through_the_pages(desk, browser):
    case = desk.case()
    handler, legal, leader = browser("handler"), browser("legal"), browser("leader")
    assert f"/cases/{case}/submit/" in handler.reads(f"/threads/case/{case}/")
    said = {"kind": "penalty", "facts": CONTENT.facts, "grounds": CONTENT.grounds, "proposal": CONTENT.proposal}
    answer = handler.fills(f"/cases/{case}/submit/", **said)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = answer["Location"]
    assert CONTENT.proposal in handler.reads(page) and "待审核" in handler.reads("/reviews/mine/")
    assert page in legal.reads("/reviews/") and page not in leader.reads("/reviews/")
    checks = {f"check_{nth}": "yes" for nth in range(1, 5)}
    assert legal.fills(page, opinion="agreed", reason="", **checks).status_code == 302
    assert page in leader.reads("/reviews/") and page in legal.reads("/reviews/done/")
    assert leader.fills(page, _act="approve").status_code == 302
    text = leader.reads(page)
    assert "已批准" in text and "已采纳" in text and "第 1 版" in text
    assert page in leader.reads(f"/threads/case/{case}/")


def test_the_in_tray_holds_what_waits_for_each_and_nothing_of_ones_own(desk, browser):
    name = desk.submitted()
    assert f"/reviews/{name}/" in browser("legal").reads("/")
    assert f"/reviews/{name}/" not in browser("handler").reads("/")
    desk.reviewed(name, opinion="returned", reason="缺鉴定")
    assert "待补正" in browser("handler").reads("/")
    assert f"/reviews/{name}/" not in browser("legal").reads("/")


def test_the_case_of_a_chief_waits_for_nobody_below_him(desk, browser):
    name = desk.submitted(desk.case(officer=CHIEF), by="mate")
    assert f"/reviews/{name}/" not in browser("legal").reads("/reviews/")
    assert "check_1" not in browser("legal").reads(f"/reviews/{name}/")
    assert f"/reviews/{name}/" in browser("clerk").reads("/reviews/")
    assert "check_1" in browser("clerk").reads(f"/reviews/{name}/")


def test_who_may_not_take_the_step_finds_no_form_and_a_stranger_no_page(desk, browser):
    name = desk.submitted()
    for account in ("handler", "mate", "leader", "inspector"):
        assert "check_1" not in browser(account).reads(f"/reviews/{name}/"), account
    assert browser("west").ask(f"/reviews/{name}/").status_code == 404
    assert browser("west").ask("/reviews/nothing/").status_code == 404
    assert browser("sys").ask(f"/reviews/{name}/").status_code == 404


def test_a_form_that_was_opened_before_a_change_signs_nothing(desk, browser):
    name = desk.submitted()
    desk.reviewed(name)
    leader = browser("leader")
    form = PageRead(leader.reads(f"/reviews/{name}/")).forms[-1]
    resubmit(name, content=CHANGED, reason="改", read=desk.read(name), **desk.by("handler"))
    answer = leader.ask(form.action, {"_key": form.fields["_key"][0], "_act": "approve", "reason": ""})
    assert answer.status_code == 422 and "不是现在送审的这一版" in answer.content.decode()
    assert desk.one(name).state is State.REVIEW
    assert "内容不是现在的这一版" in browser("inspector").reads("/reviews/refused/")
    assert browser("legal").ask("/reviews/refused/").status_code == 403


def test_an_approval_against_an_opinion_shows_the_dissent(desk, browser):
    name = desk.submitted()
    desk.reviewed(name, opinion="disagreed", reason="处罚畸重，<b>请复议</b>")
    leader = browser("leader")
    assert "批准即为不采纳" in leader.reads(f"/reviews/{name}/")
    refused = leader.fills(f"/reviews/{name}/", _act="approve", reason="")
    assert refused.status_code == 422
    assert leader.fills(f"/reviews/{name}/", _act="approve", reason="情节恶劣").status_code == 302
    text = browser("handler").reads(f"/reviews/{name}/")
    assert "未采纳，意见保留" in text and "&lt;b&gt;请复议" in text


def test_a_changed_version_and_a_withdrawal_go_through_their_pages(desk, browser):
    name = desk.submitted()
    handler = browser("handler")
    answer = handler.fills(f"/reviews/{name}/change/", proposal="行政拘留五日", reason="改正幅度")
    assert answer.status_code == 302 and desk.one(name).version == 2
    assert handler.fills(f"/reviews/{name}/withdraw/", reason="另行处理").status_code == 302
    assert desk.one(name).state is State.WITHDRAWN


def test_a_discussion_names_every_vote(desk, browser):
    name = desk.submitted(features=("grave",))
    desk.reviewed(name)
    said = {"for": "0100009、0100010", "against": "0100001", "check_1": "yes", "reason": "逐人发言"}
    assert browser("deputy").fills(f"/reviews/{name}/", **said).status_code == 302
    text = browser("leader").reads(f"/reviews/{name}/")
    assert "警员0100001（0100001）：反对（由记录人代录，本人尚未确认）" in text
    assert "警员0100010（0100010）：同意（本人已确认）" in text and "待表决人确认" in text
    assert f"/reviews/{name}/" in browser("clerk").reads("/")
    assert browser("clerk").fills(f"/reviews/{name}/", vote="for").status_code == 302
    text = browser("leader").reads(f"/reviews/{name}/")
    assert "警员0100001（0100001）：同意（本人表明；记录人代录为“反对”）" in text and "待审批" in text


@pytest.mark.parametrize(
    ("address", "page"),
    [("/reviews/", "reviews.list"), ("/reviews/all/", "reviews.everything"), ("/reviews/{name}/", "reviews.one")],
)
def test_a_page_asks_the_database_no_more_than_is_written_down(desk, browser, address, page):
    names = [desk.submitted() for _ in range(3)]
    desk.reviewed(names[0])
    legal = browser("legal")
    viewer = desk.station.scope("legal")
    desk.station.scope = lambda _account: viewer
    with CaptureQueriesContext(connection) as asked:
        legal.reads(address.format(name=names[1]))
    assert len(asked) == BUDGETS[page], [one["sql"][:90] for one in asked]
