"""The law that findings are judged by: handed over once at start, and looked up ever after."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.matching import Source
from guiju.rules.model import Pack, Wait
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
    """A pack, what of it a new row touches, and a judge that is ready; ``batches`` remembers what imports declare."""

    pack: Pack
    local: LocalTime
    batches: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
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

    def next_midnight(self, at: int) -> int:
        """The beginning of the next local day."""
        return self.local.midnight(self.local.locate(at)[0] + 1)


_in_force: list[LawInForce] = []


def install_law(law: LawInForce) -> None:
    """Let findings be judged by ``law`` from now on."""
    _in_force[:] = [law]


def law_in_force() -> LawInForce:
    """What was installed.

    Raises:
        NoLaw: nothing was.
    """
    if not _in_force:
        raise NoLaw("还没有装入法条。")
    return _in_force[0]
