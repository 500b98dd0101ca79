"""The law that findings are judged by: the shipped pack as it was handed over, and the pages that the ledger published.

Law: house.md, "Law". What is published is an event; so every process finds it in the ledger, and nowhere else.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from django.db import connection

from guiju.facts.tables.driver import Statement, drivers_own
from guiju.findings.events import LAW_STREAM, PAGE_PUBLISHED
from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.load import Folder
from guiju.rules.matching import Source
from guiju.rules.model import Pack, Wait
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.reach import Reach
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.event import Event


class NoLaw(GuijuError):
    """Histories were to be judged before any law was handed over."""

    code = "findings.no_law"
    remedy = "请用 guiju 命令打开账本。"


@dataclass
class LawInForce:
    """A pack, what of it a new row touches, and a judge that is ready; ``batches`` remembers what imports declare.

    ``folder`` is the shipped law, which published pages are put into; without one none are. ``texts`` are the published
    pages, ``last`` the leaf of the last event of law that was looked at. ``unfit`` are published pages that this
    version of the programme refuses, with the reason: the shipped page stands in their place.
    """

    pack: Pack
    local: LocalTime
    batches: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    folder: Folder | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    last: bytes = b""
    unfit: Mapping[str, str] = field(default_factory=dict)
    reach: Reach = field(init=False)
    waiting: frozenset[str] = field(init=False)
    """The rules that ask to wait: when their time is over nothing is late, on the contrary."""
    _judge: Judge = field(init=False)
    _cited: dict[tuple[str, str], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reach = Reach(self.pack)
        self._judge = Judge(self.pack, as_of=Moment(0, 1), local=self.local)
        self.holding = self.reach.holding()
        rules = self.pack.rules
        self.waiting = frozenset(rule.id for rule in rules if any(isinstance(one.verb, Wait) for one in rule.editions))

    def judge(self, as_of: int, source: Source, holders: Callable[[str], Sequence[Event]]) -> Judge:
        """The judge as of an instant (microseconds), for rows of a source."""
        return self._judge.at(Moment(as_of, self.local.locate(as_of)[0]), source, holders)

    def citations(self, rule_id: str, label: str) -> str:
        """What an edition of a page stands on, as it is written beside a finding."""
        if (rule_id, label) not in self._cited:
            rule = self.pack.rule(rule_id)
            assert rule is not None
            edition = next(one for one in rule.editions if one.label == label)
            said = [asdict(one) for one in edition.laws]
            self._cited[rule_id, label] = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return self._cited[rule_id, label]

    def published(self, rule_id: str) -> str:
        """The digest of the published pages that a rule's verdicts rest on; empty where they rest on shipped ones only.

        It is the digest of the page itself, unless it waits for the overrun of one that is published too. A page that
        does not bear upon the rule leaves it alone: what it says of other histories stays as it stands, byte by byte.
        """
        rule = self.pack.rule(rule_id)
        behind = {page for one in rule.editions for page in one.trigger.overdue} if rule is not None else set()
        found = [self.pack.published[one] for one in sorted({rule_id, *behind}) if one in self.pack.published]
        return found[0] if len(found) == 1 else sha256(" ".join(found).encode()).hexdigest() if found else ""

    def text_of(self, rule_id: str) -> str:
        """The page of that id as people wrote it: the published text, else the shipped one; empty where none is."""
        return self.texts.get(rule_id, "") or ("" if self.folder is None else self.folder.text_of(rule_id))

    def with_pages(self, texts: Mapping[str, str], last: bytes) -> "LawInForce":
        """The same law with other published pages in it."""
        assert self.folder is not None
        unfit: dict[str, str] = {}

        def refused(name: str, error: LawRefused) -> None:
            unfit[name] = error.sentence

        pack = self.folder.with_pages(texts, refused)
        return LawInForce(pack, self.local, self.batches, self.folder, dict(texts), last, unfit)

    def next_midnight(self, at: int) -> int:
        """The beginning of the next local day."""
        return self.local.midnight(self.local.locate(at)[0] + 1)


_in_force: list[LawInForce] = []
_LAST: Statement = ("SELECT leaf FROM event WHERE stream = %s ORDER BY seq DESC LIMIT 1", (LAW_STREAM,))
_PUBLISHED = "SELECT body FROM event WHERE stream = %s AND type = %s ORDER BY seq"
_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
"""Whoever publishes waits for those who judge, and they for him: nobody judges by a law that has just been replaced."""


def install_law(law: LawInForce) -> None:
    """Let findings be judged by ``law``, and by what the ledger publishes, from now on."""
    _in_force[:] = [law]


def law_in_force() -> LawInForce:
    """The law as this process saw it last; what judges asks for ``current_law``.

    Raises:
        NoLaw: none was handed over.
    """
    if not _in_force:
        raise NoLaw("还没有装入法条。")
    return _in_force[0]


def current_law() -> LawInForce:
    """The law in force as the ledger has it now; in a transaction, until its end.

    Raises:
        NoLaw: none was handed over.
    """
    law = law_in_force()
    if law.folder is None:
        return law
    waiting: list[Statement] = []
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        waiting = [(_SHARED, (LAW_STREAM,))]
    with drivers_own() as hand:
        found = hand.run(*waiting, _LAST)[-1]
    last = bytes(found[0][0]) if found else b""
    if last != law.last:
        texts = _published_texts() if last else {}
        if texts == law.texts:
            law.last = last
        else:
            law = law.with_pages(texts, last)
            _in_force[:] = [law]
    return law


def _published_texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED, (LAW_STREAM, PAGE_PUBLISHED))
        for (body,) in cursor.fetchall():
            said = json.loads(bytes(body))["fields"]
            texts[said["law_page"]] = said["page_text"]
    return texts
