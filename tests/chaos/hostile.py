"""Values that a form, a file or an attacker may hand in, put where they do most harm; each from a seed."""

from collections.abc import Mapping
from random import Random
from typing import Any

from guiju.facts.draft import Actor, Draft

HALVES = ("\ud800", "中\udfff文", "\udcff\ud83d")
TEXTS = (
    "\x00", "a\x00b", "\x01\x07\x1b[31m", *HALVES, "\u202edrowssap\u202c", "\u2066\u05de\u05e1\u2069", "\ufeff案件",
    "e\u0301", "\u00e9", "\ufdfa" * 40, "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1",
    "\uff1d1\uff0b1",
    "'; DROP TABLE event; --", "%s%s%n", "%(x)s", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>",
    "../../etc/passwd", "0123", "\uff11\uff12\uff13", " ", "\u2028", "\u00a0", "NULL", "NaN", "true", "\U0001d54f" * 30,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20, "x" * 161, "字" * 160, "字" * 161, "\U0010ffff", "\ufffe", "K#0",
    "a" * 100_000,
)  # fmt: skip
NUMBERS = (
    0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**400, 10**5000, float("nan"),
    float("inf"), float("-inf"), -0.0, 1e308, 5e-324, 0.1 + 0.2, True, False,
)  # fmt: skip
SHAPES = (
    (), ("",), ("P1", "P1"), ("P1", "\x00"), ("P1", HALVES[0]), ("P1", 2), [], ["P1"], {}, {"a": 1}, b"bytes", object(),
    None,
)  # fmt: skip
LONG = 10 * 1024 * 1024


def _deep(levels: int) -> Any:
    nested: Any = "bottom"
    for _ in range(levels):
        nested = [nested]
    return nested


def poison(dice: Random) -> Any:
    """One value that somebody did not expect."""
    kind = dice.random()
    if kind < 0.5:
        return dice.choice(TEXTS)
    if kind < 0.75:
        return dice.choice(NUMBERS)
    if kind < 0.92:
        return dice.choice(SHAPES)
    if kind < 0.96:
        return _deep(dice.choice((2, 100, 100_000)))
    return "长" * LONG if kind < 0.97 else "x" * 1_000_000


SLOTS = ("stream", "type", "on_behalf", "unit_as_of", "reason", "approver")
WHOLE = ("at", "day", "second", "offset", "corrects", "batch", "row")
KEYS = ("case", "officer", "person", "unit", "item")


def submission(dice: Random, number: int) -> tuple[Draft, Actor, Any, list[str]]:
    """A submission of which one to three things are hostile; which, is told too."""
    fields: dict[Any, Any] = {"case": f"H{number}", "officer": ("P1", "P2"), "note": "正常"}
    said: dict[str, Any] = {
        "type": "cases.accepted", "at": 1_772_330_400_000_000, "day": 739_676, "second": 36_000, "offset": 480,
    }  # fmt: skip
    name, kind, key = "clerk", "person", f"hostile-{number}"
    told = []
    for _ in range(dice.randint(1, 3)):
        where, value = dice.random(), poison(dice)
        if where < 0.3:
            slot = dice.choice(KEYS)
            fields[slot] = value
        elif where < 0.55:
            slot = dice.choice(("note", "fine", "kind"))
            fields[slot] = value
        elif where < 0.62:
            slot = "field name"
            fields[value if isinstance(value, str | int | float | bool | None) else "\ud800"] = "值"
        elif where < 0.8:
            slot = dice.choice(SLOTS)
            said[slot] = value
        elif where < 0.92:
            slot = dice.choice(WHOLE)
            said[slot] = value
        else:
            slot = dice.choice(("actor", "actor_kind", "idem_key"))
            name, kind, key = (value if slot == "actor" else name), (value if slot == "actor_kind" else kind), (
                value if slot == "idem_key" else key
            )  # fmt: skip
        told.append(slot)
    return Draft(fields=fields, **said), Actor(name, kind), key, told


def as_said(fields: Mapping[Any, Any]) -> dict[Any, Any]:
    """What is to be read again: empty values are none."""
    return {name: value for name, value in fields.items() if value not in ("", (), None)}
