"""The interface under thousands of made-up requests: `./guiju bench api [--cases 20000] [--seed 1] [--scale station]`.

Requests are drawn by schemathesis from the OpenAPI document itself, half of them as the document asks for, half of them
against it; every second one names cases, findings and records that are really there. They go through the whole
application, in this process, over a copy of the sample, with the tokens of four people. A fault is an answer of 500 and
above, or one that the document does not allow.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS

from guiju.project.ledger.opening import start_django

start_django()

from tests.flow.site_walk import sample_site  # noqa: E402 — Django first

TARGET = 20_000
FLUSH_EVERY = 200
PEOPLE = (
    ("east.legal", "legal_officer", "990151000000"), ("legal.department", "legal_department", "990100000000"),
    ("east.chief", "unit_chief", "990151000000"), ("east.officer", "lead_officer", "990151000000"),
)  # fmt: skip
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
LISTED = {
    "findings": "id",
    "cases": "value",
    "orders": "name",
    "officers": "officer",
    "units": "code",
    "law/rules": "id",
    "reviews": "name",
}
"""Where real names are found, and what they are called there."""
ALL = {"reviews": {"part": "all"}}
RECORDED = ("acceptance", "receipt", "filing", "party", "summons", "arrival", "decision")
"""Steps of a procedure, by the names that its file gives them."""
STEPS = ("verify_group", "want_data", "dispatch_order", "urge_order", "mend", "close_order", "dispute")
CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@dataclass
class Tally:
    """What was sent and what came back."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many answers were the server's own failure."""
        return sum(number for status, number in self.statuses.items() if status >= HTTPStatus.INTERNAL_SERVER_ERROR)


class Interface:
    """The application over a sample of its own, the tokens, and what is really there."""

    def __init__(self, application: Any) -> None:
        from django.test import Client

        from guiju.project.site.reading import reading

        self.application, self.client, self.flush = application, Client(SERVER_NAME="localhost"), reading().log.flush
        self.tokens = [_token(*person) for person in PEOPLE]
        self.known = dict(self._known())

    def _known(self) -> Iterator[tuple[str, list[str]]]:
        """Real values for the parts of addresses, by operation."""
        headers = {"Authorization": f"Bearer {self.tokens[1]}"}
        for path, key in LISTED.items():
            items = self.client.get(f"/api/{path}", {"limit": 20, **ALL.get(path, {})}, headers=headers).json()["items"]
            yield path, [str(one[key]) for one in items]
        events = self.client.get(f"/api/cases/{quote(self._first('cases', headers))}", headers=headers).json()["events"]
        yield "events", [str(one["id"]) for one in events]

    def _first(self, path: str, headers: dict[str, str]) -> str:
        return str(self.client.get(f"/api/{path}", headers=headers).json()["items"][0]["value"])


def _token(account: str, role: str, unit: str) -> str:
    from guiju.bureau.commands import ask_token, grant_token
    from guiju.bureau.permissions.tokens import draw_token
    from guiju.facts.draft import Actor
    from guiju.project import env

    drawn, at = draw_token(), env.now()
    words = {"at": at, "valid_until": at + timedelta(days=30), "actor": Actor(account), "idem_key": drawn.name}
    ask_token(drawn, roles=[role], unit=unit, **words)
    grant_token(drawn.name, actor=Actor("security1"), at=at, idem_key=f"{drawn.name}g")
    return drawn.text


@contextmanager
def interface(scale: str, folder: Path) -> Iterator[Interface]:
    """The interface over a sample, without the limits that hold people back: here they would only hide the rest."""
    with sample_site(scale, folder):
        from django.core.wsgi import get_wsgi_application

        from guiju.project.site import reading
        from guiju.project.site.api import door
        from guiju.project.site.api.limits import RateLimit
        from guiju.project.site.wiring import wire_site

        limits = reading.reading().limits
        reading._installed[:] = [reading.Reading(replace(limits, daily=10**9))]
        door._rates[:] = [RateLimit(10**9)]
        wire_site()
        try:
            yield Interface(get_wsgi_application())
        finally:
            reading._installed.clear()
            door._rates.clear()


def examine(site: Interface, *, cases: int, number: int, tell: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """Send so many requests; the same seed sends the same ones to the same sample."""
    tally, draw = Tally(), Random(number)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", site.application)
    operations = [one.ok() for one in schema.get_all_operations()]
    share = -(-cases // (len(operations) * len(MODES)))
    turn = 0
    while tally.cases < cases:
        for operation in operations:
            for mode in MODES:
                _some(site, operation, mode, (share, number + turn), draw, tally)
                tell(tally)
        turn += 1
    return tally


def _some(site: Interface, operation: Any, mode: Any, words: tuple[int, int], draw: Random, tally: Tally) -> None:
    """Some requests to one operation."""

    @seed(words[1])
    @settings(
        max_examples=words[0], database=None, deadline=None, phases=[Phase.generate], verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        if draw.random() < 0.5:
            _name_what_is_there(site, case, draw)
        # Now and then whatever stands in the place of a token.
        if draw.random() < 0.95:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {draw.choice(site.tokens)}"}
        answer = case.call()
        tally.cases += 1
        tally.statuses[answer.status_code] += 1
        tally.operations[operation.label] += 1
        if tally.cases % FLUSH_EVERY == 0:
            site.flush()
        try:
            case.validate_response(answer, checks=[CHECKS.get_one(name) for name in CHECKED])
        except AssertionError as error:
            tally.faults.append(f"{operation.label} {answer.status_code} {str(error)[:400]}")
        except BaseExceptionGroup as errors:
            tally.faults.append(f"{operation.label} {answer.status_code} {str(errors.exceptions[0])[:400]}")

    try:
        send()
    except Unsatisfiable:
        # An operation that asks for nothing cannot be asked wrongly.
        return


def _name_what_is_there(site: Interface, case: Case, draw: Random) -> None:
    kind = case.path.removeprefix("/api/").split("/{")[0]
    for name in case.path_parameters or {}:
        real = site.known.get("findings" if kind == "duties" else "cases" if name == "value" else kind)
        if name == "kind":
            case.path_parameters[name] = "case"
        elif name == "name" and kind == "cases":
            case.path_parameters[name] = draw.choice(RECORDED)
        elif name == "command":
            case.path_parameters[name] = draw.choice(STEPS)
        elif real:
            case.path_parameters[name] = draw.choice(real)


def main() -> int:
    """Print how many requests were sent, what they were answered, and each fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=TARGET)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", default="station")
    said = parser.parse_args()
    warnings.simplefilter("ignore")
    begun, last = time.monotonic(), [0.0]

    def tell(tally: Tally) -> None:
        if time.monotonic() - last[0] > 10:
            last[0] = time.monotonic()
            print(f"  {tally.cases}/{said.cases}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder, interface(said.scale, Path(folder)) as site:
        tally = examine(site, cases=said.cases, number=said.seed, tell=tell)
    print(f"seed {said.seed}: {tally.cases} requests to {len(tally.operations)} operations, "
          f"{time.monotonic() - begun:.0f} s")  # fmt: skip
    print("answers:", ", ".join(f"{status}: {number}" for status, number in sorted(tally.statuses.items())))
    print(f"server errors: {tally.errors}, answers that the document does not allow: {len(tally.faults)}")
    for fault in dict.fromkeys(tally.faults):
        print("-", fault)
    return 1 if tally.errors or tally.faults or tally.cases < said.cases else 0


if __name__ == "__main__":
    sys.exit(main())
