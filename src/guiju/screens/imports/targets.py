"""What a column of a file may become, under the names that people use for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.facts.importing.identity import SOURCE_ID
from guiju.values.event import ENTERED_AT, KEYS
from guiju.values.vocabulary import Vocabulary

TYPE, HAPPENED_AT = "field:type", "field:happened_at"
FIELD, EVENT = "field:", "event:"
_TYPE_LABEL, _HAPPENED_LABEL, _AT = "环节名称", "发生时间", "环节时间："


@dataclass(frozen=True)
class Targets:
    """The fields and events of a vocabulary by label; a label that two of them share bears the name behind it."""

    vocabulary: Vocabulary

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """What a column may become: the code of it by its label."""
        kinds = [kind for kind in self.vocabulary.types.values() if not kind.is_internal]
        said = {name for kind in kinds for name in (*kind.attributes, *kind.keys)} | {SOURCE_ID, ENTERED_AT}
        fields = sorted(said - set(KEYS))
        keys = [(self.vocabulary.field_label(name), FIELD + name) for name in KEYS]
        attributes = [(self.vocabulary.field_label(name), FIELD + name) for name in fields]
        times = [(_AT + label, EVENT + name) for label, name in self.events.items()]
        return _unique([(_TYPE_LABEL, TYPE), (_HAPPENED_LABEL, HAPPENED_AT), *keys, *attributes, *times])

    @cached_property
    def events(self) -> Mapping[str, str]:
        """What a word of the source may mean: the name of the event by its label."""
        kinds = [kind for kind in self.vocabulary.types.values() if not self.vocabulary.is_internal(kind.name)]
        return _unique([(kind.label or kind.name, kind.name) for kind in kinds])

    @cached_property
    def column_labels(self) -> Mapping[str, str]:
        """The label of each code."""
        return {code: label for label, code in self.columns.items()}

    @cached_property
    def event_labels(self) -> Mapping[str, str]:
        """The label of each event."""
        return {name: label for label, name in self.events.items()}


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, code in pairs:
        found[label if label not in found else f"{label}（{code.partition(':')[2] or code}）"] = code
    return found
