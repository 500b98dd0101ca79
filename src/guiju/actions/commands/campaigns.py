"""专项整治: opened for some rules, a unit and a period; closed when every item has ended."""

from collections.abc import Sequence

from guiju.actions.acts import RUN_CAMPAIGN
from guiju.actions.asking import draft_at, new_name
from guiju.actions.campaign import count_unfinished, read_campaign
from guiju.actions.events import CAMPAIGN_CLOSED, CAMPAIGN_OPENED
from guiju.actions.unit_acts import hand_in_unit, viewer_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.recording import record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.findings.seeing import not_withheld, visible
from guiju.values.event import FieldValue

LONGEST_TITLE, MOST_RULES = 80, 60


def open_campaign(
    title: str, *, unit: str, rules: Sequence[str], since_at: int, until_at: int, reason: str, actor: Actor, at: int,
    idem_key: str,
) -> Appended:  # fmt: skip
    """Open a campaign; its items are the findings of these rules in the unit and below it from ``[since, until)``.

    Raises:
        NotForYou: no role of his reaches the unit.
        StepRefused: no title, an unknown rule, none or too many of them, or an empty period.
        ReasonMissing: no reason is given.
    """
    said, called, chosen = checked_reason(reason), title.strip(), tuple(sorted(set(rules)))
    name = new_name(actor, idem_key)

    def work() -> list[Draft]:
        viewer, now = viewer_of(actor), wiring().clock()
        hand = hand_in_unit(viewer, RUN_CAMPAIGN, unit)
        unknown = [one for one in chosen if law_in_force().pack.rule(one) is None]
        if not 0 < len(called) <= LONGEST_TITLE or not 0 < len(chosen) <= MOST_RULES or unknown or since_at >= until_at:
            raise StepRefused("专项整治须写明名称、所涉规则和起止时间。", remedy="请核对后重新提交。")
        fields: dict[str, FieldValue] = {
            "campaign": name, "campaign_title": called, "unit": unit, "rules": chosen, "campaign_from": since_at,
            "campaign_until": until_at, "decision_reason": said,
        }  # fmt: skip
        return [draft_at(CAMPAIGN_OPENED, hand, fields, at=at, now=now, stream=_stream(name), unit=unit)]

    asked: dict[str, FieldValue] = {
        "campaign_title": called, "unit": unit, "decision_reason": said, "rules": chosen, "campaign_from": since_at,
        "campaign_until": until_at,
    }  # fmt: skip
    return record(work, [_stream(name)], kind=CAMPAIGN_OPENED, asked=asked, actor=actor, idem_key=idem_key)


def close_campaign(campaign: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Close a campaign of which every item has been closed, found untrue or waived.

    What is withheld from who closes it neither stops him nor is counted: he would learn of it.

    Raises:
        NotForYou: there is no such campaign for him.
        StepRefused: an item is still open, or the campaign is closed already.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        viewer, now = viewer_of(actor), wiring().clock()
        found = read_campaign(campaign)
        if found is None:
            raise NotForYou("没有找到您可以这样办理的单位。")
        hand = hand_in_unit(viewer, RUN_CAMPAIGN, found.unit)
        left = count_unfinished(found, now, not_withheld(viewer))
        if left:
            shown = count_unfinished(found, now, visible(viewer, now))
            told = f"还有 {shown} 项没有办结" if shown else "还有由他人办理的事项没有办结"
            raise StepRefused(f"{told}，专项整治不能结束。", remedy="请逐项办结。")
        fields: dict[str, FieldValue] = {"campaign": campaign, "unit": found.unit, "decision_reason": said}
        return [draft_at(CAMPAIGN_CLOSED, hand, fields, at=at, now=now, stream=_stream(campaign), unit=found.unit)]

    asked: dict[str, FieldValue] = {"campaign": campaign, "decision_reason": said}
    return record(work, [_stream(campaign)], kind=CAMPAIGN_CLOSED, asked=asked, actor=actor, idem_key=idem_key)


def _stream(name: str) -> str:
    return f"campaign:{name}"
