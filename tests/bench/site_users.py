"""Who visits the site under load: accounts for many people of the sample, signed in, and what each looks at.

Run as a module in the home of a sample that no service has open: it prints one JSON line.
"""

import json
import sys
from datetime import datetime
from random import Random
from typing import Any

from guiju.project import env
from guiju.project.ledger.opening import kept_open, start_django

start_django()

from django.contrib.auth import login  # noqa: E402 — Django first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 — Django first
from django.test import RequestFactory  # noqa: E402 — Django first

from guiju.bureau import commands  # noqa: E402 — Django first
from guiju.bureau.scope import scope_of  # noqa: E402 — Django first
from guiju.facts.draft import Actor  # noqa: E402 — Django first
from guiju.findings.models import Finding  # noqa: E402 — Django first
from guiju.project.demo.roster import Unit, muster  # noqa: E402 — Django first
from guiju.project.site.sample_accounts import FIRST, SAMPLE_ACCOUNTS, SECOND, SYSTEM  # noqa: E402 — Django first
from guiju.project.site.sample_bureau import code_of  # noqa: E402 — Django first
from guiju.screens.sign_in.accounts import row_of  # noqa: E402 — Django first
from guiju.screens.sign_in.gateway import BACKEND  # noqa: E402 — Django first
from guiju.screens.sign_in.presence import BY_SAMPLE, begin  # noqa: E402 — Django first
from guiju.screens.threads.queries import list_threads  # noqa: E402 — Django first
from guiju.values.clock import to_micros  # noqa: E402 — Django first

POSTS = {"unit_head": "unit_chief", "legal_officer": "legal_officer", "investigator": "lead_officer"}
CASES_EACH, FINDINGS_EACH, LAWYERS = 20, 400, 4


def visitors(scale: str, number: int, dice: Random) -> list[tuple[str, str, str, str]]:
    """Account, role, unit and bureau of as many people of the sample: some of the legal offices, the others drawn
    from all stations and squads.
    """
    taken, people, lawyers = {one.officer for one in SAMPLE_ACCOUNTS}, [], []
    for nth, bureau in enumerate(muster(scale), start=1):
        above = f"99{nth:02}00000000"
        lawyers += [(code, "legal_department", above, bureau.name) for code in bureau.offices["legal"].police()]
        for unit in (*bureau.stations, bureau.offices["criminal"], bureau.offices["order"]):
            people += [(code, role, code_of(unit), bureau.name) for code, role in _posted(unit)]
    chosen = [one for one in lawyers if one[0] not in taken][:LAWYERS]
    others = [one for one in people if one[0] not in taken]
    return [*chosen, *dice.sample(others, min(number - len(chosen), len(others)))]


def _posted(unit: Unit) -> list[tuple[str, str]]:
    return [(code, role) for post, role in POSTS.items() for code in unit.police(post)]


def let_in(officer: str, role: str, unit: str, at: datetime) -> str:
    """An account with a role, as the administrators would give it; its name."""
    account = f"load.{officer}"

    def words(step: str, actor: str) -> dict[str, Any]:
        return {"actor": Actor(actor, "operator"), "at": at, "idem_key": f"load:{step}:{account}"}

    commands.open_account(account, natural_person=f"officer:{officer}", officer=officer, **words("open", SYSTEM))
    asked = commands.propose_role(account, role, unit=unit, **words("propose", FIRST)).ids[0]
    commands.grant_role(asked, **words("grant", SECOND))
    return account


def session_of(account: str, at: int) -> str:
    """The cookie of a session that has just begun."""
    request = RequestFactory(SERVER_NAME="localhost").post("/")
    request.session = SessionStore()
    login(request, row_of(account), backend=BACKEND)
    begin(request, account, BY_SAMPLE, at)
    request.session.save()
    return str(request.session.session_key)


def prepare(scale: str, number: int, seed: int) -> list[dict[str, Any]]:
    """Everybody's session, the cases he sees, and for who may verify the findings that nobody has looked at yet."""
    dice, at = Random(seed), env.now()
    micros, told = to_micros(at), []
    for officer, role, unit, bureau in visitors(scale, number, dice):
        account = let_in(officer, role, unit, at)
        viewer = scope_of(account, to_micros(env.now()))
        rows = list_threads(viewer, "case", at=micros, limit=200)
        cases = [row.value for row in rows]
        to_verify: list[str] = []
        if role == "legal_department":
            found = Finding.objects.filter(is_standing=True, found_event__isnull=False, unit__startswith=bureau)
            names = [str(one) for one in found.order_by("id").values_list("id", flat=True)]
            to_verify = dice.sample(names, min(FINDINGS_EACH, len(names)))
        told.append(
            {
                "account": account,
                "role": role,
                "session": session_of(account, micros),
                "findings": to_verify,
                "cases": dice.sample(cases, min(CASES_EACH, len(cases))),
            }  # fmt: skip
        )
    return told


if __name__ == "__main__":
    with kept_open():
        print(json.dumps(prepare(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
