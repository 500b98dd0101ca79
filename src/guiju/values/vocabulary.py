"""The words in which events are told and pages are written."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from guiju.values.event import COMMON_KEYS, ENTERED_AT, ENTERED_LATE, EventType


class Vocabulary:
    """Event types by name.

    ``open_fields`` is the bare-list form of a pack's ``events.yaml``: every key and attribute that a page names
    counts as declared for all of its types. ``credential_types`` names the events by which a qualification is
    granted and ended; only the catalogue knows them. ``field_labels`` says what people call keys and attributes,
    ``value_labels`` what they write for our words in an attribute. ``absent`` are subjects that are switched off.
    """

    def __init__(
        self,
        types: Iterable[EventType] = (),
        *,
        open_fields: Iterable[str] | None = None,
        credential_types: tuple[str, str] = ("", ""),
        field_labels: Mapping[str, str] | None = None,
        value_labels: Mapping[str, Mapping[str, str]] | None = None,
        absent: Iterable[str] = (),
    ) -> None:
        self.types: Mapping[str, EventType] = {kind.name: kind for kind in types}
        self.open_fields = None if open_fields is None else set(open_fields)
        self.credential_types = credential_types
        self.absent = frozenset(absent)
        self.field_labels: Mapping[str, str] = field_labels or {}
        self.value_labels: Mapping[str, Mapping[str, str]] = value_labels or {}
        open_kinds = {_kind_of(name) for name, kind in self.types.items() if not kind.is_internal}
        self._internal_kinds = {_kind_of(name) for name in self.types} - open_kinds
        self._words = {
            field: {label: word for word, label in labels.items()} for field, labels in self.value_labels.items()
        }

    def __contains__(self, name: object) -> bool:
        return name in self.types

    def __iter__(self) -> Iterator[str]:
        return iter(self.types)

    def declares(self, type_name: str, field: str) -> bool:
        """Tell whether rows of ``type_name`` may carry ``field`` (a key or an attribute)."""
        if field in COMMON_KEYS or field in ("officers", "local_time"):
            return True
        if self.open_fields is not None:
            return field in self.open_fields
        kind = self.types.get(type_name)
        return kind is not None and kind.may_say(field)

    def is_internal(self, type_name: str) -> bool:
        """Tell whether no file may bring an event of this type.

        So it is with a word that nobody declared where all declared words of its kind are internal: it may yet be.
        """
        kind = self.types.get(type_name)
        return kind.is_internal if kind is not None else _kind_of(type_name) in self._internal_kinds

    def value_label(self, field: str, word: str) -> str:
        """What people write for one of our words; the word itself where nobody has named it."""
        return self.value_labels.get(field, {}).get(word, word)

    def word_of(self, field: str, written: str) -> str:
        """Our word for what an export writes in an attribute; what is not listed stays as it is."""
        words = self._words.get(field)
        return written if words is None else words.get(written, written)

    def fields_of(self, type_names: Iterable[str]) -> set[str]:
        """Every field that rows of these types may carry."""
        kinds = [self.types[name] for name in type_names if name in self.types]
        timed = {ENTERED_AT, ENTERED_LATE} if any(kind.recorded_within for kind in kinds) else set()
        return (
            {field for kind in kinds for field in (*kind.keys, *kind.attributes)} | {*COMMON_KEYS, "officers"} | timed
        )

    def field_label(self, field: str) -> str:
        """What people call a key or attribute; its own name where nobody has named it."""
        return self.field_labels.get(field, field)

    def nearest(self, word: str) -> str:
        """The closest known name, or an empty string."""
        return next(iter(get_close_matches(word, list(self.types), n=1, cutoff=0.5)), "")


def _kind_of(type_name: str) -> str:
    return type_name.partition(".")[0]
