"""What threads are handed once at start: the words of each kind, and what must leave no trace in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from guiju.values.errors import GuijuError
from guiju.values.panel import MakePanel
from guiju.values.subject import Subject
from guiju.values.thread import ThreadWords
from guiju.values.vocabulary import Vocabulary


class ThreadsNotWired(GuijuError):
    """Threads were asked for before `project` had handed over their words."""

    code = "threads.not_wired"
    remedy = "请用 guiju 命令打开账本。"


@dataclass(frozen=True, slots=True)
class ThreadsWiring:
    """``words`` by kind of key, ``panels`` by kind in the order of the catalogue.

    ``ranks`` says what people call the ranks of approvers. ``withheld`` are the beginnings of the names of events that
    are withheld from those concerned: no row, count or date of a thread may show that there are any.
    """

    words: Mapping[str, ThreadWords]
    vocabulary: Vocabulary
    withheld: tuple[str, ...] = ()
    panels: Mapping[str, tuple[MakePanel, ...]] = field(default_factory=dict)
    ranks: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str, value: str) -> str:
        """What people write for one of our words in a field; ranks by their own names."""
        label = self.vocabulary.value_label(name, value)
        return label if label != value else self.ranks.get(value, value)

    def tells(self, type_name: str) -> bool:
        """Whether an event of this type is part of a thread: not what is withheld, nor the machine's own records."""
        return not type_name.startswith(self.withheld) and not self.vocabulary.is_internal(type_name)


def wiring_of(
    subjects: Iterable[Subject],
    vocabulary: Vocabulary,
    withheld: tuple[str, ...],
    ranks: Mapping[str, str] = MappingProxyType({}),
) -> ThreadsWiring:
    """What the subjects that are switched on say of threads; the first that speaks for a kind is heard."""
    words: dict[str, ThreadWords] = {}
    panels: dict[str, tuple[MakePanel, ...]] = {}
    for subject in subjects:
        for one in subject.threads:
            words.setdefault(one.kind, one)
        for kind, make in subject.panels.items():
            panels[kind] = (*panels.get(kind, ()), make)
    return ThreadsWiring(words, vocabulary, withheld, panels, ranks)


_wired: list[ThreadsWiring] = []


def install(wiring: ThreadsWiring) -> None:
    """Hand over the words; a later call replaces the former."""
    _wired[:] = [wiring]


def wiring() -> ThreadsWiring:
    """What was installed.

    Raises:
        ThreadsNotWired: nothing was.
    """
    if not _wired:
        raise ThreadsNotWired("还没有装入案件等卷宗的用语。")
    return _wired[0]
