"""An opinion that was not followed leaves the house beside the decision: in the file, not on the screen."""

import pytest
from tests.unit.findings.life.conftest import EAST
from tests.unit.findings.life.test_disputes import disputed
from tests.unit.screens.findings.conftest import Browser

from guiju.findings.life import commands

pytestmark = pytest.mark.slow


def test_the_export_of_findings_names_whose_opinion_was_not_adopted_and_why(desk):
    finding = desk.verified(desk.searched())
    reply = disputed(desk, finding)
    desk.account("second")
    desk.grant("second", "legal_department", EAST)
    commands.give_opinion(finding, holds=True, reason="只有一人在场", **desk.by("second"))
    commands.give_opinion(finding, holds=False, reason="另有一人", **desk.by("legal"))
    commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **desk.by("clerk"))
    clerk = Browser(desk, "clerk", "export")
    page = clerk.reads("/findings/")
    written = clerk.get("/findings/?export=csv").content.decode("utf-8-sig")
    assert "不同意见" in written and "second认为属实，未采纳：只有一人在场" in written
    assert "另有一人" not in written, "what was followed is no dissent"
    assert "不同意见" not in page
