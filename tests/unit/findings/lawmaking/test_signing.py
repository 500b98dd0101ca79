"""Nobody changes the law alone, under whatever account, and no page that is not wholly understood."""

import pytest
from tests.unit.findings.lawmaking.conftest import LATER, PAGE
from tests.unit.findings.lawmaking.test_publishing import detained, judged

from guiju.facts.commands import IdemKeyReused, append
from guiju.facts.draft import Actor, Draft
from guiju.findings.law import current_law
from guiju.findings.lawmaking import commands as law
from guiju.findings.lawmaking.acts import PageState
from guiju.findings.lawmaking.checking import ChangeRefused
from guiju.findings.lawmaking.proposals import ProposalNotFound, get_proposal, list_page_proposals
from guiju.findings.life.steps import NotForYou, ReasonMissing
from guiju.findings.models import Finding
from guiju.rules.pages.refusal import LawRefused


@pytest.mark.parametrize("account", ["law1", "law1b"])
def test_nobody_publishes_what_he_proposed_under_whatever_account(lawful, account):
    number = lawful.propose()
    with pytest.raises(NotForYou, match="提请人不能签发"):
        lawful.publish(number, by=account)
    assert current_law().texts == {}


@pytest.mark.parametrize("account", ["clerk", "westclerk", "handler", "chief", "sys", "inspector"])
def test_nobody_publishes_whose_right_does_not_cover_the_whole_bureau(lawful, account):
    number = lawful.propose()
    with pytest.raises(NotForYou):
        lawful.publish(number, by=account)


def test_a_leader_signs_what_the_legal_department_proposed(lawful):
    lawful.publish(lawful.propose(), by="leader2")
    assert current_law().texts == {"custody.notify-family": LATER}


def test_what_was_not_looked_at_is_not_signed(lawful):
    number = lawful.propose()
    with pytest.raises(law.PageChanged):
        lawful.publish(number, content_hash="0" * 64)


def test_a_proposal_is_decided_once(lawful):
    number, seen = lawful.propose(), ""
    seen = law.find_proposal(number).content_hash
    words = lawful.by("law2")
    first = law.publish_page(number, content_hash=seen, **words)
    again = law.publish_page(number, content_hash=seen, **words)
    assert (again.ids, again.is_repeat) == (first.ids, True)
    with pytest.raises(law.ProposalDecided):
        lawful.publish(number, by="leader2")
    with pytest.raises(law.ProposalDecided):
        law.refuse_page(number, reason="不妥", **lawful.by("leader2"))
    with pytest.raises(IdemKeyReused):
        law.publish_page(number, content_hash="1" * 64, **words)


def test_a_page_that_changed_meanwhile_is_proposed_again(lawful):
    first, second = lawful.propose(), lawful.propose(LATER.replace("12 hours", "10 hours"))
    lawful.publish(first)
    with pytest.raises(law.PageChanged, match="已经改过"):
        lawful.publish(second)


def test_a_day_that_has_passed_waits_for_nobody(lawful):
    number = lawful.propose()
    lawful.book.pass_time(days=9)
    with pytest.raises(ChangeRefused, match="施行日期早于今天"):
        lawful.publish(number)


def test_who_proposed_takes_it_back_and_another_refuses_it_with_a_reason(lawful):
    own, other = lawful.propose(), lawful.propose(LATER.replace("12 hours", "10 hours"))
    with pytest.raises(ReasonMissing):
        law.refuse_page(other, reason=" ", **lawful.by("law2"))
    law.refuse_page(own, reason="另行研究", **lawful.by("law1b"))
    law.refuse_page(other, reason="依据不足", **lawful.by("law2"))
    viewer = lawful.scope("law2")
    assert [(one.number, one.state) for one in list_page_proposals(viewer)] == [
        (other, PageState.REFUSED), (own, PageState.WITHDRAWN),
    ]  # fmt: skip
    assert get_proposal(viewer, other).decision.reason == "依据不足"
    assert list_page_proposals(lawful.scope("handler")) == []
    with pytest.raises(ProposalNotFound):
        get_proposal(lawful.scope("handler"), other)


def test_somebody_without_the_right_proposes_nothing(lawful):
    for account in ("handler", "chief", "leader2", "aud"):
        with pytest.raises(NotForYou):
            lawful.propose(by=account)
    with pytest.raises(NotForYou):
        law.propose_page(
            LATER, in_force_from="2026-03-10", reason="改", actor=Actor("law1", "operator"), at=lawful.now, idem_key="x"
        )


def test_nothing_is_published_by_writing_the_event_alone_under_the_table(lawful):
    """A stray event of that name with a text that is no page leaves the law as it was, and says so."""
    draft = Draft.of(
        "law.page_published", lawful.book.now,
        {"law_page": "custody.notify-family", "page_text": "id: [", "proposal": lawful.propose()},
        local=current_law().local, stream="law",
    )  # fmt: skip
    append([draft], actor=Actor("clerk"), idem_key="stray")
    found = current_law()
    assert found.pack.rule("custody.notify-family") == lawful.folder.pack.rule("custody.notify-family")
    assert list(found.unfit) == ["custody.notify-family"]


BROKEN = (
    ("within: 24 hours", "within: 24 hurs", LawRefused, "是否应为“hours”"),
    ("custody.family_notified, within", "custody.family_notify, within", LawRefused, "custody.family_notified"),
    ("severity: fatal", "severity: deadly", LawRefused, "严重程度"),
    ("甲法", "丙法", ChangeRefused, "不在法规目录"),
    ("expect: {outcome: late}", "expect: {outcome: kept}", ChangeRefused, "第二日夜里通知"),
    ("    why: 没有通知的记录\n", "", ChangeRefused, "至少要有 3 个"),
    ("severity: fatal", "severity: major", ChangeRefused, "版本 2013-01-01 改动了：severity"),
    ("id: custody", "id: !!python/object/apply:os.system [custody", LawRefused, "YAML"),
    ("severity: fatal", "severity: &a [*a]", LawRefused, "YAML"),
)


@pytest.mark.parametrize(("old", "new", "error", "words"), BROKEN)
def test_a_page_with_a_fault_is_refused_with_its_place(lawful, old, new, error, words):
    with pytest.raises(error, match=words):
        lawful.propose(LATER.replace(old, new))


def test_a_huge_page_is_refused_before_it_is_read(lawful):
    with pytest.raises(LawRefused, match="512 KB"):
        lawful.propose(LATER + "#" * 600_000)
    bomb = "a: " + "[" * 5_000 + "]" * 5_000
    with pytest.raises(LawRefused, match="嵌套过深"):
        lawful.propose(bomb)


def test_a_page_asks_for_less_only_where_a_text_allows_it(lawful):
    milder = LATER.replace("article: 第一条}, must", "article: 第一条}, severity: minor, must")
    with pytest.raises(ChangeRefused, match="降低了严重程度"):
        lawful.propose(milder)
    other = LATER.replace(
        "from: 2026-03-10, law: {instrument: 甲法, article: 第一条}",
        "from: 2026-03-10, law: {instrument: 甲法, article: 第九条}",
    )
    lawful.propose(other)  # it cites another article in the place of the first
    lawful.propose(milder, basis="乙法第二条改为一般要求")
    ended = PAGE.replace("{from: 2013-01-01,", "{from: 2013-01-01, to: 2026-03-10,")
    with pytest.raises(ChangeRefused, match="不再适用"):
        lawful.propose(ended)
    lawful.publish(lawful.propose(ended, basis="甲法第一条由乙法第三条废止"))
    lawful.book.pass_time(days=9)
    detained(lawful, "E1", "2026-03-10T10:00")
    detained(lawful, "E2", "2026-03-09T10:00")
    lawful.book.pass_time(days=2)
    judged(lawful)
    assert list(Finding.objects.values_list("value", flat=True)) == ["E2"]


def test_a_page_without_a_change_is_not_proposed(lawful):
    with pytest.raises(ChangeRefused, match="没有改动"):
        lawful.propose(PAGE)
    with pytest.raises(ChangeRefused, match="没有改动"):
        lawful.propose(PAGE, is_correction=True)
