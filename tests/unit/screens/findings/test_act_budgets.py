"""The pages that hold the form of a step need few statements, however much else there is to choose from."""

import json
from pathlib import Path

import pytest
from tests.unit.screens.findings.conftest import EAST, Browser, dispatched, page_of

from guiju.actions.queries import list_campaigns
from guiju.screens.findings.acts.declared import ACTS
from guiju.screens.findings.acts.views import ORDER_ACTS

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)
BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
GROUP = "/findings/patterns/group/?rule=cases.two-officers&unit=990151000000"


def needed(desk, addresses) -> int:
    """The most statements that any of these pages needs, for whoever it is."""
    counts = []
    for account in ("clerk", "legal", "chief"):
        browser = Browser(desk, account)
        for address in addresses:
            browser.get(address)
            answer = browser.get(address)
            assert answer.status_code in (200, 403, 404), address
            counts.append(browser.statements)
    return max(counts)


def test_the_pages_with_a_step_keep_to_their_budgets(desk):
    finding, suspected = desk.verified(desk.searched()), desk.searched()
    bare = desk.verified(desk.searched())
    order = dispatched(desk, finding)
    desk.searched()
    words = {"since": "2026-03-02", "until": "2026-03-31", "reason": "设备更换"}
    Browser(desk, "chief").posts(page_of(finding, "do/propose_waiver/"), **words, risk="可能再次发生")
    clerk = Browser(desk, "clerk")
    for number in range(4):
        said = {**words, "title": f"整治{number}", "unit": EAST, "rules": "cases.two-officers"}
        assert clerk.posts("/findings/campaigns/new/", **said).status_code == 302
    campaign = list_campaigns(desk.scope("clerk"))[0].campaign.name
    of_finding = [name for name in ACTS if name not in ORDER_ACTS]
    pages = {
        "findings.act": [page_of(one, f"do/{name}/") for one in (finding, suspected, bare) for name in of_finding],
        "orders.act": [f"/orders/{order}/do/{name}/" for name in ORDER_ACTS],
        "findings.steps": [page_of(one, "steps/") for one in (finding, suspected, bare)],
        "orders.steps": [f"/orders/{order}/steps/"],
        "findings.group": [GROUP],
        "findings.campaigns": ["/findings/campaigns/"],
        "findings.campaign": [f"/findings/campaigns/{campaign}/"],
        "findings.campaign_new": ["/findings/campaigns/new/"],
        "findings.talk_new": ["/findings/talks/new/"],
    }
    counted = {name: needed(desk, addresses) for name, addresses in pages.items()}
    print(counted)
    assert counted == {name: BUDGETS[name] for name in counted}
    assert max(counted.values()) <= 12 and counted["findings.campaigns"] <= 6
