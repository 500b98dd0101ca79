"""Every decision and act, every role, every state: what may be done is written down here once more, and no more is.

The lists of commands and queries are made from the modules themselves: one that nobody has put to the test fails.
"""

import inspect

import pytest
from django.db import transaction
from tests.unit.actions.conftest import PAPER, dispatched, mended
from tests.unit.bureau.conftest import EAST, EAST_STATION

from guiju.actions import commands as actions
from guiju.actions import queries as shown
from guiju.findings import queries as findings
from guiju.findings.life import commands as life
from guiju.findings.life import queries as lives
from guiju.findings.life.deciding import read_life
from guiju.values.errors import GuijuError

DAY = 86_400_000_000
ACCOUNTS = ("handler", "mate", "legal", "chief", "clerk", "inspector", "leader", "west", "westclerk")
VERIFIERS, DISPATCHERS = {"legal", "clerk"}, {"legal", "chief", "clerk", "inspector"}
OPEN = {"dispatched", "signed", "returned", "mended", "rework", "reviewed"}
LAWFUL = {
    life.verify_group: (VERIFIERS, {"suspected", "data_wanted"}),
    life.reject_finding: (VERIFIERS, {"suspected", "data_wanted"}),
    life.want_data: (VERIFIERS, {"suspected"}),
    life.give_opinion: (VERIFIERS, {"suspected", "data_wanted", "verified", "proposed", "disputed"}),
    life.vote: (VERIFIERS, {"suspected", "data_wanted", "disputed"}),
    life.dispute: ({"handler"}, {"verified", "proposed"}),
    life.decide_dispute: ({"clerk"}, {"disputed"}),
    life.propose_waiver: ({"legal", "chief", "clerk"}, {"suspected", "data_wanted", "verified"}),
    life.approve_waiver: ({"clerk", "leader"}, {"proposed"}),
    life.refuse_waiver: ({"clerk", "leader"}, {"proposed"}),
    life.reopen_finding: ({"clerk"}, {"rejected", "closed"}),
    actions.dispatch_order: (DISPATCHERS, {"verified", "proposed"}),
    actions.sign_for_order: ({"handler"}, {"dispatched"}),
    actions.urge_order: (DISPATCHERS | {"leader"}, {"dispatched", "signed", "rework"}),
    actions.transfer_order: (DISPATCHERS | {"handler"}, {"dispatched", "signed", "rework", "returned"}),
    actions.return_order: ({"handler"}, {"dispatched", "signed"}),
    actions.mend: ({"handler"}, {"signed", "rework"}),
    actions.review_rectification: ({"clerk", "inspector"}, {"mended"}),
    actions.close_order: (DISPATCHERS, {"reviewed"}),
    actions.cancel_order: (DISPATCHERS, {"dead"}),
    actions.copy_order: (DISPATCHERS | {"handler"}, {*OPEN, "ended", "dead"}),
    actions.ask_countersign: (DISPATCHERS | {"handler"}, {*OPEN, "dead"}),
}
"""Who may, and in which states; a finding that is disputed or closed has an order of its own behind it."""
ELSEWHERE = {
    life.reopen_expired: "the tick alone calls it",
    actions.acknowledge_copy: "test_tray", actions.countersign: "test_loop", actions.hold_talk: "test_loop",
    actions.follow_up_talk: "test_loop", actions.open_campaign: "test_loop", actions.close_campaign: "test_loop",
}  # fmt: skip


def public(*modules):
    return {
        one for module in modules for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__.startswith(module.__name__) and not name.startswith("_")
    }  # fmt: skip


def test_every_command_and_query_is_put_to_the_test():
    assert public(life, actions) == {*LAWFUL, *ELSEWHERE}
    assert public(lives, shown) == set(READ)
    assert all("viewer" in inspect.signature(one).parameters for one in READ)
    assert all({"actor", "at"} <= set(inspect.signature(one).parameters) for one in {*LAWFUL, *ELSEWHERE})


class Land:
    """A finding in every state, and an order in every state."""

    def __init__(self, station):
        self.station = station
        self.findings = {name: station.searched() for name in ("suspected", "data_wanted", "rejected", "proposed")}
        life.want_data(self.findings["data_wanted"], reason="补", **station.by("legal"))
        life.reject_finding(self.findings["rejected"], reason="误报", **station.by("legal"))
        for name in ("verified", "disputed", "waived"):
            self.findings[name] = station.verified(station.searched())
        station.verified(self.findings["proposed"])
        life.dispute(self.findings["disputed"], reason="两人", **station.by("handler"))
        self.waive("proposed")
        asked = self.waive("waived")
        life.approve_waiver(self.findings["waived"], asked, reason="可", **station.by("clerk"))
        self.orders = {name: self.order(name) for name in (*sorted(OPEN), "dead", "ended")}
        self.findings["closed"] = shown.get_order(station.scope("clerk"), self.orders["ended"]).finding

    def waive(self, name):
        words = {"starts_at": self.station.now, "expires_at": self.station.now + DAY, "reason": "改", "risk": "无"}
        return life.propose_waiver(self.findings[name], **words, **self.station.by("chief")).ids[0]

    def order(self, state):
        station = self.station
        finding = station.verified(station.searched())
        order = dispatched(station, finding)
        if state == "dead":
            reply = life.dispute(finding, reason="两人", **station.by("handler")).ids[0]
            life.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk"))
        if state == "signed":
            actions.sign_for_order(order, **station.by("handler"))
        if state == "returned":
            actions.return_order(order, reason="退", **station.by("handler"))
        if state in ("mended", "rework", "reviewed", "ended"):
            event = mended(station, order)
            if state != "mended":
                words = {"is_accepted": state != "rework", "reason": "看过"}
                actions.review_rectification(order, event, **words, **station.by("clerk"))
            if state == "ended":
                actions.close_order(order, **station.by("legal"))
        return order

    def attempt(self, command, account, state):
        """One command tried by an account on what stands so; whether it succeeds. Whatever it does is undone."""
        words = self.station.by(account)
        target = self.findings[state] if state in self.findings else self.orders[state]
        more = {"reason": "理由"}
        if command in (life.give_opinion, life.vote):
            more |= {"holds": True}
        elif command is life.propose_waiver:
            more |= {"starts_at": self.station.now, "expires_at": self.station.now + DAY, "risk": "无"}
        elif command is life.decide_dispute:
            more |= {"event": self.asked(target, "disputes"), "is_upheld": True}
        elif command in (life.approve_waiver, life.refuse_waiver):
            more |= {"event": self.asked(target, "waivers")}
        elif command is actions.mend:
            more |= {"proof": PAPER}
        elif command is actions.review_rectification:
            mendings = shown.get_order(self.station.scope("clerk"), target).mendings
            more |= {"event": mendings[-1]["event"] if mendings else 1, "is_accepted": True}
        elif command in (actions.dispatch_order, actions.transfer_order):
            more |= {"to_officer": "0151002"}
        elif command in (actions.copy_order, actions.ask_countersign):
            more |= {"officer": "0151002"}
        elif command is actions.sign_for_order:
            more = {}
        first = [target] if command is life.verify_group else target
        return done(lambda: command(first, **more, **words))

    def asked(self, finding, kind):
        entries = read_life(finding).said[kind]
        return entries[-1]["event"] if entries else 1


class _Undone(Exception):
    pass


def done(attempt):
    try:
        with transaction.atomic():
            attempt()
            raise _Undone
    except _Undone:
        return True
    except GuijuError:
        return False


@pytest.fixture
def land(station):
    return Land(station)


def states_of(land, command):
    on_finding = command.__module__.startswith(life.__name__) or command is actions.dispatch_order
    return land.findings if on_finding else land.orders


def wrong(land, *, is_whole):
    found = []
    for command, (accounts, states) in LAWFUL.items():
        for account in ACCOUNTS:
            for state in states_of(land, command):
                may, can = account in accounts, state in states
                # In short: every role where it can be done.
                if (is_whole or state == min(states)) and (land.attempt(command, account, state) != (may and can)):
                    found.append((command.__name__, account, state, may and can))
    return found


def test_each_role_decides_what_is_its_own(land):
    assert wrong(land, is_whole=False) == []


@pytest.mark.slow
def test_every_role_in_every_state(land):
    assert wrong(land, is_whole=True) == []


READ = {
    lives.get_life: lambda v, finding, order: lives.get_life(v, finding),
    lives.list_lives: lambda v, finding, order: lives.list_lives(v, [FOREIGN[finding]]),
    lives.list_story: lambda v, finding, order: lives.list_story(v, finding),
    lives.list_chain: lambda v, finding, order: lives.list_chain(v, finding),
    lives.count_states: lambda v, finding, order: lives.count_states(v),
    lives.count_states_by_rule: lambda v, finding, order: lives.count_states_by_rule(v),
    lives.list_patterns: lambda v, finding, order: lives.list_patterns(v, at_least=1),
    lives.list_group: lambda v, finding, order: lives.list_group(v, lives.get_life(v, finding).finding_group),
    lives.list_false_alarms: lambda v, finding, order: lives.list_false_alarms(v),
    lives.list_waived: lambda v, finding, order: lives.list_waived(v),
    shown.get_order: lambda v, finding, order: shown.get_order(v, order),
    shown.list_order_story: lambda v, finding, order: shown.list_order_story(v, order),
    shown.list_whole_story: lambda v, finding, order: shown.list_whole_story(v, FOREIGN[finding]),
    shown.list_order_steps: lambda v, finding, order: shown.list_order_steps(v, order),
    shown.list_orders: lambda v, finding, order: shown.list_orders(v),
    shown.count_orders: lambda v, finding, order: shown.count_orders(v),
    shown.list_notes: lambda v, finding, order: shown.list_notes(v, order) or True,
    shown.list_next_steps: lambda v, finding, order: shown.list_next_steps(v, finding),
    shown.list_to_do: lambda v, finding, order: shown.list_to_do(v),
    shown.count_to_do: lambda v, finding, order: sum(shown.count_to_do(v).values()),
    shown.list_to_read: lambda v, finding, order: shown.list_to_read(v),
    shown.count_to_read: lambda v, finding, order: shown.count_to_read(v),
    shown.list_read: lambda v, finding, order: shown.list_read(v),
    shown.count_read: lambda v, finding, order: shown.count_read(v),
    shown.list_done: lambda v, finding, order: shown.list_done(v),
    shown.count_done: lambda v, finding, order: shown.count_done(v),
    shown.list_talks: lambda v, finding, order: shown.list_talks(v),
    shown.list_campaigns: lambda v, finding, order: shown.list_campaigns(v),
    shown.count_campaigns: lambda v, finding, order: shown.count_campaigns(v, most=9),
    shown.get_campaign: lambda v, finding, order: shown.get_campaign(v, CAMPAIGN[0]),
    shown.list_campaign_items: lambda v, finding, order: shown.list_campaign_items(v, CAMPAIGN[0]),
}
FOREIGN, CAMPAIGN = {}, []


def test_another_units_people_read_nothing_by_any_query(land):
    station = land.station
    finding, order = land.findings["verified"], land.orders["mended"]
    FOREIGN[finding] = findings.get_finding(station.scope("clerk"), finding)
    end = station.now + DAY
    said = {"commitments": "培训", "due_at": end, "reason": "多发"}
    actions.hold_talk(EAST_STATION, "0151009", findings=[finding], **said, **station.by("clerk"))
    period = {"since_at": 0, "until_at": end, "rules": ["cases.two-officers"]}
    actions.open_campaign("专项", unit=EAST, **period, reason="多发", **station.by("clerk"))
    CAMPAIGN[:] = [shown.list_campaigns(station.scope("clerk"))[0].campaign.name]

    def seen(ask, viewer):
        try:
            return bool(ask(viewer, finding, order))
        except GuijuError:
            return False

    for account in ("west", "westclerk"):
        assert [one.__name__ for one, ask in READ.items() if seen(ask, station.scope(account))] == []
    blind = {one.__name__ for one, ask in READ.items() if not seen(ask, station.scope("clerk"))}
    assert blind == {"list_chain", "list_group", "list_to_read", "count_to_read", "list_read", "count_read"}
