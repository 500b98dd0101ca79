"""A new edition written into the text of a page: the rest of the text, its comments and its past, stay as they are.

Only where a page is simple: the fields below stand in the page or its last edition as plain values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from guiju.findings.lawmaking.checking import ChangeRefused
from guiju.values.yaml_text import YamlFault, on_one_line, read_yaml_text

_LAW = re.compile(r"《([^《》]+)》(\S+)")


@dataclass(frozen=True, slots=True)
class Simple:
    """What a lawyer mostly changes: title, severity, limit, clock, and what the page stands on. Empty: not said.

    ``laws`` has a line for each article: 《刑事诉讼法》第85条第2款.
    """

    title: str
    severity: str
    limit: str
    clock: str
    laws: str


def simple_of(text: str) -> Simple | None:
    """What the last edition of a page says in plain values; None where it cannot be told or changed so."""
    page = _page(text)
    if page is None:
        return None
    said = {**page, **page["editions"][-1]}
    law, must = said.get("law"), said.get("must")
    laws: list[Any] = law if isinstance(law, list) else [law]
    title = page.get("title")
    if not isinstance(must, Mapping) or not isinstance(title, Mapping):
        return None
    if not all(isinstance(one, Mapping) for one in laws):
        return None
    limit = must.get("within", "")
    if not isinstance(limit, str):
        return None
    return Simple(
        str(title.get("zh", "")), str(said.get("severity", "")), limit, str(must.get("clock", "")),
        "\n".join(f"《{one.get('instrument', '')}》{one.get('article', '')}" for one in laws),
    )  # fmt: skip


def with_edition(text: str, wanted: Simple, first_day: str) -> str:
    """The text with an edition from a day on that says what is ``wanted``; what is not said stays as it was.

    An edition that begins on that very day is written anew.

    Raises:
        ChangeRefused: the page is not simple enough, or its last edition begins later.
    """
    page, before = _page(text), simple_of(text)
    if page is None or before is None:
        raise _not_simple()
    last: Mapping[str, Any] = page["editions"][-1]
    begins = str(last.get("from"))
    if begins[:4].isdigit() and begins > first_day:
        raise ChangeRefused(f"最后一个版本 {begins} 起才施行，晚于 {first_day}。", remedy="请直接修改条文。")
    made = _composed(text, page, _changed(page, last, before, wanted), first_day)
    if wanted.title and wanted.title != before.title:
        made = _replaced(made, _node_of(made, ["title", "zh"]), on_one_line(wanted.title))
    # Whatever a text may hold that was not thought of here: what it says afterwards is what was asked for.
    after = simple_of(made)
    if after is None or (after.title, after.severity) != (
        wanted.title or before.title, wanted.severity or before.severity,
    ):  # fmt: skip
        raise _not_simple()
    return made


def _composed(text: str, page: Mapping[str, Any], changed: Mapping[str, Any], first_day: str) -> str:
    last, number = page["editions"][-1], str(len(page["editions"]))
    begins = str(last.get("from"))
    if not changed and begins == first_day:
        return text
    kept = {name: value for name, value in last.items() if name not in ("from", "to")}
    edition = {"from": first_day, **kept, **changed}
    item = _node_of(text, ["editions", number])
    if begins == first_day:
        return _replaced(text, item, on_one_line(edition))
    joint = ", " if _node_of(text, ["editions"]).flow_style else f"\n{' ' * max(item.start_mark.column - 2, 0)}- "
    added = _replaced(text, item, _text_of(text, item) + joint + on_one_line(edition))
    return _ended(added, number, last, first_day)


def _ended(text: str, number: str, last: Mapping[str, Any], day: str) -> str:
    """The text in which an edition ends on a day."""
    place = ["editions", number]
    if "to" in last:
        return _replaced(text, _node_of(text, [*place, "to"]), day)
    item, begins = _node_of(text, place), _node_of(text, [*place, "from"])
    joint = ", " if item.flow_style else f"\n{' ' * item.start_mark.column}"
    return _replaced(text, begins, f"{_text_of(text, begins)}{joint}to: {day}")


def _changed(page: Mapping[str, Any], last: Mapping[str, Any], before: Simple, wanted: Simple) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if wanted.laws.split() != before.laws.split():
        found["law"] = read_laws(wanted.laws)
    if wanted.severity and wanted.severity != before.severity:
        found["severity"] = wanted.severity
    if (wanted.limit, wanted.clock) != (before.limit, before.clock):
        must = dict({**page, **last}["must"])
        for name, value in (("within", wanted.limit), ("clock", wanted.clock)):
            must.pop(name, None)
            if value:
                must[name] = value
        found["must"] = must
    return found


def read_laws(said: str) -> Any:
    """The articles that lines of 《法规》第几条 name, as a page of law has them.

    Raises:
        ChangeRefused: a line is no such thing, or there is none.
    """
    laws = []
    for line in said.split():
        found = _LAW.fullmatch(line)
        if found is None:
            raise ChangeRefused(
                f"“{line}”不是《法规》第几条这样的依据。", remedy="每行写一条，如《刑事诉讼法》第85条第2款。"
            )
        laws.append({"instrument": found[1], "article": found[2]})
    if not laws:
        raise ChangeRefused("没有写依据。", remedy="每行写一条，如《刑事诉讼法》第85条第2款。")
    return laws[0] if len(laws) == 1 else laws


def _page(text: str) -> Mapping[str, Any] | None:
    try:
        page = read_yaml_text(text)
    except YamlFault:
        return None
    editions = page.get("editions") if isinstance(page, Mapping) else None
    is_whole = isinstance(editions, list) and editions and all(isinstance(one, Mapping) for one in editions)
    return page if is_whole else None


def _node_of(text: str, path: list[str]) -> Any:
    """Where something stands in a text.

    Raises:
        ChangeRefused: it stands nowhere.
    """
    try:
        node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _not_simple() from error
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and 0 < int(step) <= len(node.value):
            node = node.value[int(step) - 1]
        else:
            node = None
    if node is None:
        raise _not_simple()
    return node


def _not_simple() -> ChangeRefused:
    return ChangeRefused("这一页不能用栏目修改。", remedy="请直接修改条文。")


def _text_of(text: str, node: Any) -> str:
    # A mapping in block style ends where the next thing begins: what lies between is not its own.
    return text[node.start_mark.index : node.end_mark.index].rstrip()


def _replaced(text: str, node: Any, by: str) -> str:
    start = node.start_mark.index
    return text[:start] + by + text[start + len(_text_of(text, node)) :]
