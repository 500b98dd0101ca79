"""A bureau in which every form about a finding, an order or a gathering is open to somebody: what he writes in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.databases import using

from guiju.actions import commands as actions
from guiju.actions.asking import new_name
from guiju.actions.proof import Proof
from guiju.bureau.commands import propose_role
from guiju.facts.draft import Actor
from guiju.findings.life import commands as life
from guiju.project import env
from guiju.project.ledger.opening import kept_open
from guiju.project.site.sample_accounts import EAST

OFFICER, LEGAL, CHIEF, DEPARTMENT = "east.officer", "east.legal", "east.chief", "legal.department"
NUMBER = "0151003"
"""The number of east.officer."""
WHY = {"reason": "试写的理由"}
HOLDS = {"holds": "yes", **WHY}
DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class OpenForm:
    """One form: who fills it in, where it lies, the name it is drawn under, and what is written in it."""

    who: str
    address: str
    name: str
    values: dict[str, str] = field(default_factory=dict)


@contextmanager
def ledger_of(home: Path) -> Iterator[None]:
    """The ledger of a sample, opened in this process before it is served in another."""
    with pytest.MonkeyPatch.context() as patch, using(f"sqlite:///{home / 'guiju.sqlite3'}"):
        patch.setenv("GUIJU_HOME", str(home))
        with kept_open():
            yield
    env.run_clock_from(None)


class Bureau:
    """The people of the sample at work: each call takes the next suspected finding of the station as far as told."""

    def __init__(self) -> None:
        own = "CASE WHEN officers LIKE %s THEN 1 ELSE 0 END"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {own}, unit FROM finding WHERE unit LIKE %s ORDER BY id", [f"%{NUMBER}%", "%城东派出所%"]
            )
            rows = cursor.fetchall()
        self.others = iter([name for name, is_own, _unit in rows if not is_own and not name.startswith("evaluation.")])
        self.own = iter([name for name, is_own, _unit in rows if is_own])
        self.unit = rows[0][2]
        self.numbers = count()

    def by(self, account: str) -> dict[str, Any]:
        """Who acts, when, and a submission number of its own."""
        return {
            "actor": Actor(account),
            "at": int(env.now().timestamp() * 1_000_000),
            "idem_key": f"{next(self.numbers):032x}",
        }

    def verified(self, finding: str = "") -> str:
        """A finding that the legal officer has verified."""
        name = finding or next(self.others)
        life.verify_group([name], **self.by(LEGAL))
        return name

    def disputed(self) -> tuple[str, int]:
        """One that its officer disputes, and the event of his reply."""
        name = self.verified(next(self.own))
        return name, life.dispute(name, reason="当日另有记录", **self.by(OFFICER)).ids[0]

    def waiver_asked(self, finding: str = "") -> tuple[str, int]:
        """One for which a waiver waits, and the event of the proposal."""
        name, words = finding or next(self.others), self.by(LEGAL)
        ends = {"starts_at": words["at"], "expires_at": words["at"] + 30 * DAY}
        return name, life.propose_waiver(name, reason="系统改造", risk="记录不全", **ends, **words).ids[0]

    def order(self, finding: str = "") -> str:
        """An order to the officer."""
        # The calendar of the next year is not out yet: the term is said.
        due_at = self.by(CHIEF)["at"] + 9 * DAY
        return self.named(CHIEF, actions.dispatch_order, finding or self.verified(), to_officer=NUMBER, due_at=due_at)

    def needless(self) -> str:
        """An order about a finding that was waived afterwards."""
        finding = self.verified()
        order = self.order(finding)
        life.approve_waiver(*self.waiver_asked(finding), reason="同意", **self.by(DEPARTMENT))
        return order

    def mended(self) -> tuple[str, int]:
        """An order that he has signed for and mended, and the event of the mending."""
        order, proof = self.order(), Proof(paper_hash="ab" * 32, paper_name="整改报告")
        actions.sign_for_order(order, **self.by(OFFICER))
        return order, actions.mend(order, proof=proof, reason="已补办", **self.by(OFFICER)).ids[0]

    def named(self, account: str, command: Callable[..., object], *asked: object, **words: Any) -> str:
        """What a command made, by the name that it gave it."""
        by = self.by(account)
        command(*asked, **words, **by)
        return new_name(by["actor"], by["idem_key"])


def open_forms(bureau: Bureau) -> list[OpenForm]:
    """Every form about findings, orders and gatherings, each open now; to be sent in this order."""
    return [*_of_findings(bureau), *_of_orders(bureau), *_of_gatherings(bureau)]


def _act(who: str, finding: str, command: str, event: int = 0, **values: str) -> OpenForm:
    return OpenForm(who, f"/findings/one/{finding}/do/{command}/?event={event}", command, values)


def _on_order(who: str, order: str, command: str, event: int = 0, **values: str) -> OpenForm:
    return OpenForm(who, f"/orders/{order}/do/{command}/?event={event}", command, values)


def _of_findings(bureau: Bureau) -> list[OpenForm]:
    fresh, rejected = next(bureau.others), next(bureau.others)
    life.reject_finding(rejected, **WHY, **bureau.by(LEGAL))
    until = (env.now() + timedelta(days=9)).date().isoformat()
    waiver = {"since": env.now().date().isoformat(), "until": until, "risk": "试写的风险", **WHY}
    asked, refused, contested = bureau.waiver_asked(), bureau.waiver_asked(), bureau.disputed()
    return [
        _act(LEGAL, fresh, "give_opinion", **HOLDS),
        _act(LEGAL, fresh, "vote", **HOLDS),
        _act(LEGAL, fresh, "want_data", **WHY),
        _act(LEGAL, fresh, "verify_group", **WHY),
        _act(LEGAL, next(bureau.others), "propose_waiver", **waiver),
        _act(LEGAL, next(bureau.others), "reject_finding", **WHY),
        _act(DEPARTMENT, rejected, "reopen_finding", **WHY),
        _act(DEPARTMENT, asked[0], "approve_waiver", asked[1], **WHY),
        _act(DEPARTMENT, refused[0], "refuse_waiver", refused[1], **WHY),
        _act(OFFICER, bureau.verified(next(bureau.own)), "dispute", **WHY),
        _act(DEPARTMENT, contested[0], "decide_dispute", contested[1], upheld="no", **WHY),
        _act(CHIEF, bureau.verified(), "dispatch_order", to=f"officer:{NUMBER}", due_on=until, **WHY),
    ]


def _of_orders(bureau: Bureau) -> list[OpenForm]:
    fresh, signed, mended, accepted = bureau.order(), bureau.order(), bureau.mended(), bureau.mended()
    actions.sign_for_order(signed, **bureau.by(OFFICER))
    actions.review_rectification(*accepted, is_accepted=True, **WHY, **bureau.by(DEPARTMENT))
    note = bureau.named(CHIEF, actions.ask_countersign, signed, "0151002")
    copy = bureau.named(CHIEF, actions.copy_order, signed, "0151002")
    return [
        _on_order(CHIEF, fresh, "copy_order", officer="0151005", **WHY),
        _on_order(CHIEF, fresh, "ask_countersign", officer="0151006", **WHY),
        _on_order(CHIEF, fresh, "urge_order", **WHY),
        _on_order(CHIEF, fresh, "transfer_order", to="officer:0151005", **WHY),
        _on_order(CHIEF, bureau.needless(), "cancel_order", **WHY),
        _on_order(OFFICER, bureau.order(), "sign_for_order"),
        _on_order(OFFICER, bureau.order(), "return_order", **WHY),
        _on_order(OFFICER, signed, "mend", paper="送达回证.pdf", **WHY),
        _on_order(DEPARTMENT, mended[0], "review_rectification", mended[1], accepted="yes", **WHY),
        _on_order(DEPARTMENT, accepted[0], "close_order", **WHY),
        OpenForm(LEGAL, f"/notes/{note}/", "countersign", {"agrees": "yes", **WHY}),
        OpenForm(LEGAL, f"/notes/{copy}/", "acknowledge"),
    ]


def _of_gatherings(bureau: Bureau) -> list[OpenForm]:
    now, true = env.now(), bureau.verified(next(bureau.own))
    at, day = int(now.timestamp() * 1_000_000), now.date().isoformat()
    rule = true.split(":")[0]
    # Nothing happened then: it can be closed at once.
    period = {"since_at": at - 9_000 * DAY, "until_at": at - 8_000 * DAY}
    campaign = bureau.named(DEPARTMENT, actions.open_campaign, "试开的整治", unit=EAST, rules=[rule], **WHY, **period)
    talk = bureau.named(
        DEPARTMENT,
        actions.hold_talk,
        bureau.unit,
        "0151001",
        findings=[true],
        commitments="逐案核对",
        due_at=at + 9 * DAY,
        **WHY,
    )
    proposal = propose_role("east.officer", "custodian", unit=EAST, actor=Actor("security1"), at=now, idem_key="f" * 32)
    told = {"title": "试开的第二次整治", "unit": EAST, "since": day, "until": day, "rules": rule}
    held = {
        "findings": true, "officer": "0151001", "held_at": now.strftime("%Y-%m-%dT08:30"), "commitments": "试写的承诺",
        "due_on": day,
    }  # fmt: skip
    return [
        OpenForm(DEPARTMENT, f"/findings/campaigns/{campaign}/", "close_campaign", WHY),
        OpenForm(DEPARTMENT, "/findings/campaigns/new/", "open_campaign", {**told, **WHY}),
        OpenForm(DEPARTMENT, f"/findings/talks/{talk}/", "follow_up_talk", {"fulfilled": "yes", **WHY}),
        OpenForm(DEPARTMENT, "/findings/talks/new/", "hold_talk", {**held, **WHY}),
        OpenForm("security2", f"/manage/proposals/{proposal.ids[0]}/", "proposal"),
    ]
