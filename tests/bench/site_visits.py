"""What one visitor does under load: he asks as a browser would, with his own session, over a connection of his own."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from random import Random
from threading import Lock
from urllib.parse import quote, urlencode, urlsplit

from tests.sites import FormFound, Read

MIX = {"in-tray": 35, "list": 25, "case": 15, "search": 10, "fragment": 10, "append": 5}
LISTS = (
    "/cases/?light=red", "/cases/?light=yellow&sort=due", "/cases/?state=open&sort=due", "/cases/?kind=criminal",
    "/cases/?findings=yes&sort=-findings", "/cases/?opened.from=2026-06-01&opened.to=2026-06-30", "/cases/?mine=yes",
    "/findings/", "/findings/?state=suspected",
)  # fmt: skip
WORDS = ("刑事", "治安", "行政", "A01", "盗窃")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request that is to be made: by whom, of which kind."""

    visitor: "Visitor"
    kind: str
    number: int


class Visitor:
    """Somebody at the site."""

    def __init__(self, address: str, person: dict[str, object]) -> None:
        self.host = urlsplit(address).netloc
        self.cookies = {"sessionid": str(person["session"])}
        self.role = str(person["role"])
        self.cases = [str(one) for one in person["cases"]]  # type: ignore[attr-defined]
        self.findings = [str(one) for one in person["findings"]]  # type: ignore[attr-defined]
        self.whys: list[str] = []
        self.lock = Lock()
        self._free: list[HTTPConnection] = []

    def arrive(self, dice: Random) -> None:
        """Look at what he has, so that he knows where fragments lead."""
        for value in self.cases[:3]:
            status, text, _ = self.get(f"/threads/case/{quote(value)}/")
            if status == 200:
                self.whys += [one for one in Read(text).links if "/why/?" in one][:5]

    def case_address(self, dice: Random) -> str:
        """The page of one of his cases."""
        return f"/threads/case/{quote(dice.choice(self.cases))}/"

    def get(self, path: str, **headers: str) -> tuple[int, str, float]:
        """Status, text, seconds."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: FormFound, **values: str) -> tuple[int, str, float]:
        """Send a form of his as it stands, with values of his own."""
        sent = {**form.fields, **{name: [value] for name, value in values.items()}}
        body = urlencode([(name, one) for name, given in sent.items() for one in given])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def make(self, arrival: Arrival) -> tuple[float, str]:
        """Do one thing: how long it took, and what was wrong with the answer."""
        dice = Random(arrival.number)
        try:
            if arrival.kind == "append":
                return self._append()
            path, headers = self._wanted(arrival.kind, dice)
            status, text, took = self.get(path, **headers)
        except (OSError, HTTPException) as error:
            return 0.0, repr(error)
        return took, "" if status == 200 else f"{status} {path.partition('?')[0]} {Read(text).headings}"

    def _wanted(self, kind: str, dice: Random) -> tuple[str, dict[str, str]]:
        if kind == "in-tray":
            return "/", {}
        if kind == "list":
            return dice.choice(LISTS), {}
        if kind == "case" and self.cases:
            return self.case_address(dice), {}
        if kind == "fragment" and self.whys:
            return dice.choice(self.whys), {"HX-Request": "true", "HX-Target": "drawer"}
        asked = dice.choice([*WORDS, *(one[:9] for one in self.cases)])
        more = {"HX-Request": "true", "HX-Target": "list-cases"} if kind == "fragment" else {}
        return f"/cases/?{urlencode({'q': asked})}", more

    def _append(self, tries: int = 5) -> tuple[float, str]:
        """Verify a finding that nobody has looked at: only the sending is timed, the page before is not.

        Where he is himself concerned, or somebody else verified it meanwhile, he takes the next.
        """
        with self.lock:
            finding = self.findings.pop() if self.findings else ""
        if not finding:
            return 0.0, "nothing left to append"
        path = f"/findings/one/{quote(finding)}/do/verify_group/"
        status, text, _ = self.get(path)
        forms = [one for one in Read(text).forms if "/do/verify_group/" in one.action]
        if status != 200 or not forms:
            return self._append(tries - 1) if tries else (0.0, f"{status}: no form at the finding")
        status, _, took = self.post(forms[0].action, forms[0], _act="save")
        if status == HTTPStatus.UNPROCESSABLE_ENTITY and tries and not self._offers(path):
            return self._append(tries - 1)
        return took, "" if status in (302, 303) else f"{status} after sending"

    def _offers(self, path: str) -> bool:
        """Whether a step may still be taken: not when somebody else was quicker."""
        return any("/do/verify_group/" in one.action for one in Read(self.get(path)[1]).forms)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str, float]:
        with self.lock:
            is_used = bool(self._free)
            connection = self._free.pop() if is_used else HTTPConnection(self.host, timeout=30)
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.perf_counter()
        try:
            try:
                connection.request(method, path, body, {"Cookie": cookies, **headers})
                answer = connection.getresponse()
            except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # The server ends what has been idle for half a minute; a browser asks again over a new connection.
                if not is_used:
                    raise
                connection.close()
                connection.request(method, path, body, {"Cookie": cookies, **headers})
                answer = connection.getresponse()
            text = answer.read()
        except BaseException:
            connection.close()
            raise
        took = time.perf_counter() - begun
        with self.lock:
            for said in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
            self._free.append(connection)
        return answer.status, text.decode(errors="replace"), took


def plan_of(visitors: list[Visitor], dice: Random) -> Iterator[Arrival]:
    """What comes, without end: each by another visitor than the one before, appends by who may verify."""
    may_append = [one for one in visitors if one.findings] or visitors
    kinds, shares = list(MIX), list(MIX.values())
    number = 0
    while True:
        shuffled = dice.sample(visitors, len(visitors))
        for visitor in shuffled:
            number += 1
            kind = dice.choices(kinds, shares)[0]
            yield Arrival(dice.choice(may_append) if kind == "append" else visitor, kind, number)
