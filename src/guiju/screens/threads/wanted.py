"""What may be asked of a list of threads, as conditions on its rows: only what stands here, nothing by name."""

from dataclasses import dataclass

from guiju.screens.threads.rows import grams
from guiju.values.scope import Scope

Clause = tuple[str, list[object]]
GREEN, BLUE, YELLOW, RED, SETTLED = "green", "blue", "yellow", "red", "none"
_LIGHTS: dict[str, str] = {
    RED: "t.next_due_at < %s",
    YELLOW: "t.next_due_at >= %s AND t.warn_at <= %s",
    BLUE: "t.next_due_at >= %s AND t.warn_at > %s AND t.remind_at <= %s",
    GREEN: "(t.remind_at > %s OR (t.next_due_at IS NULL AND t.closed_at IS NULL))",
    SETTLED: "t.next_due_at IS NULL AND t.closed_at IS NOT NULL",
}
SORTS = {
    "last": "t.last_at", "opened": "t.opened_at", "number": "t.value", "findings": "t.open_findings",
    "unit": "t.unit", "due": "coalesce(t.next_due_at, 9223372036854775807)",
}  # fmt: skip
"""The orders in which a list may be had; without a due instant comes last."""
MOST_TITLES = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions of a list; an empty one asks for nothing.

    ``lights`` are colours at the hour of asking; ``text`` begins the number or stands in the title; ``opened_from`` and
    ``opened_until`` are the half-open period in which it was opened, in microseconds; ``mine``: the viewer takes part.
    """

    units: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    text: str = ""
    opened_from: int | None = None
    opened_until: int | None = None
    has_findings: bool | None = None
    is_closed: bool | None = None
    mine: bool = False

    @property
    def asks_for_suspected(self) -> bool:
        """Whether the answer would tell of findings that nobody has verified yet."""
        return self.has_findings is not None or RED in self.lights


def conditions(wanted: Wanted, viewer: Scope, kind: str, at: int) -> Clause:
    """What must hold of a row ``t`` of threads of one kind, besides that the viewer may see it."""
    parts: list[Clause] = []
    for column, values in (("t.unit", wanted.units), ("t.category", wanted.categories)):
        if values:
            parts.append((f"{column} IN ({', '.join(['%s'] * len(values))})", list(values)))
    if wanted.lights:
        tests = [_LIGHTS[name] for name in wanted.lights]
        parts.append((" OR ".join(f"({one})" for one in tests), [at for one in tests for _ in range(one.count("%s"))]))
    if wanted.opened_from is not None:
        parts.append(("t.opened_at >= %s", [wanted.opened_from]))
    if wanted.opened_until is not None:
        parts.append(("t.opened_at < %s", [wanted.opened_until]))
    if wanted.has_findings is not None:
        parts.append(("t.open_findings > 0" if wanted.has_findings else "t.open_findings = 0", []))
    if wanted.is_closed is not None:
        parts.append(("t.closed_at IS NOT NULL" if wanted.is_closed else "t.closed_at IS NULL", []))
    if wanted.mine:
        parts.append(_taking_part(viewer, kind))
    if wanted.text:
        parts.append(_holding(wanted.text, kind))
    return " AND ".join(f"({text})" for text, _ in parts) or "1 = 1", [one for _, values in parts for one in values]


def _taking_part(viewer: Scope, kind: str) -> Clause:
    if not viewer.officers:
        return "1 = 0", []
    marks = ", ".join(["%s"] * len(viewer.officers))
    named = f"t.value IN (SELECT m.value FROM thread_part m WHERE m.officer IN ({marks}) AND m.kind = %s)"
    return named, [*viewer.officers, kind]


def _holding(text: str, kind: str) -> Clause:
    """Begins the number, or stands in the title: both looked up in an index, never in every row."""
    plain = "".join(text.split())
    numbers = "SELECT n.value FROM thread n WHERE n.kind = %s AND n.value >= %s AND n.value < %s"
    pairs = sorted(grams(plain))
    titles = (
        f"SELECT g.title FROM thread_gram g WHERE g.gram IN ({', '.join(['%s'] * len(pairs))}) "
        f"GROUP BY g.title HAVING count(*) = %s"
    )
    if len(plain) < 2:
        return f"t.value = %s OR t.value IN ({numbers})", [text, kind, text, following(text)]
    words = f"t.value = %s OR t.value IN ({numbers}) OR t.title IN ({titles})"
    return words, [text, kind, text, following(text), *pairs, len(pairs)]


def following(prefix: str) -> str:
    """The first text after all that begin with ``prefix``.

    >>> following("A2026-") <= "A2026-1", "A2026-999" < following("A2026-")
    (False, True)
    """
    last = ord(prefix[-1])
    return prefix[:-1] + chr(0xE000 if last == 0xD7FF else min(last + 1, 0x10FFFF))
