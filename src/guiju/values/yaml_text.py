"""YAML as every file of ours uses it: 1.2 scalars, no tags, no aliases, no doubled keys, no depths."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml

MAX_DEPTH = 40
_TAG = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFault(Exception):
    """A text is no YAML of ours: what is wrong and, where known, on which line; readers refuse in their own words."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


class _Flow(yaml.SafeDumper):
    """Writes so that our reader finds the same: a date or a time of day is text without quotes."""

    # YAML 1.2 scalars: `on`, `no`, `12:30`, dates and numbers with leading zeros are text.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _name, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$", list("-+.0123456789")),
    ("merge", r"^<<$", ["<"]),
):
    _Flow.add_implicit_resolver(_TAG + _name, re.compile(_pattern), _first)

_MAKE: dict[str, Callable[[str], object]] = {
    _TAG + "bool": lambda text: text.lower() == "true",
    _TAG + "null": lambda text: None,
    _TAG + "int": int,
    _TAG + "float": float,
}


def _scalar(event: Any) -> object:
    if event.implicit[0]:
        for tag, pattern in _Flow.yaml_implicit_resolvers.get(event.value[:1], ()):
            if pattern.match(event.value):
                if tag not in _MAKE:
                    raise YamlFault("不允许使用 YAML 合并键(<<)", event.start_mark.line + 1)
                return _MAKE[tag](event.value)
    return event.value


def _built(event: Any, rest: Iterator[Any]) -> object:
    """The plain value that begins with an event; building it at once spares the reader a tree of nodes."""
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[object] = []
        while not isinstance(event := next(rest), yaml.SequenceEndEvent):
            items.append(_built(event, rest))
        return items
    seen: dict[object, object] = {}
    while not isinstance(event := next(rest), yaml.MappingEndEvent):
        key = _built(event, rest)
        if isinstance(key, dict | list):
            raise YamlFault("键不能是列表或映射", event.start_mark.line + 1)
        if key in seen:
            raise YamlFault(f"键“{key}”重复", event.start_mark.line + 1)
        seen[key] = _built(next(rest), rest)
    return seen


def read_yaml_text(text: str) -> Any:
    """The content of a YAML text as plain values.

    Raises:
        YamlFault: it is no YAML, uses an alias or a tag, doubles a key, or is nested too deep.
    """
    try:
        events = iter([*_checked(text)])
        next(events)
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        content = _built(next(events), events)
        next(events)
        if not isinstance(another := next(events), yaml.StreamEndEvent):
            raise YamlFault("文件里不止一份 YAML 文档", another.start_mark.line + 1)
        return content
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise YamlFault(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else 0) from error
    except ValueError as error:
        # Python reads no number of thousands of digits.
        raise YamlFault("有一个数的位数过多") from error


def on_one_line(value: object) -> str:
    """A plain value as YAML on one line, as the pages of law have it."""
    text = yaml.dump(value, Dumper=_Flow, default_flow_style=True, allow_unicode=True, sort_keys=False, width=100_000)
    return str(text).removesuffix("...\n").strip()


def line_of_path(text: str, path: Sequence[str]) -> int:
    """On which line of a YAML text a place begins, as far in as the path leads; 0 where the text is no YAML of ours.

    A step names a key, or the number of an item from 1.
    """
    try:
        for _ in _checked(text):
            pass
        node: Any = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, YamlFault):
        return 0
    line = 1
    for step in path:
        found: Any = None
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and 0 < int(step) <= len(node.value):
            found = (node.value[int(step) - 1],) * 2
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _checked(text: str) -> Iterator[Any]:
    """The events of a text without aliases and tags, and nested no deeper than building the content can bear."""
    depth, anchors = 0, set[str]()
    parsed: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    for event in parsed:
        if isinstance(event, yaml.AliasEvent):
            raise YamlFault("不允许使用 YAML 别名(*)")
        if getattr(event, "tag", None) is not None:
            raise YamlFault("不允许使用 YAML 标签(!)")
        if (anchor := getattr(event, "anchor", None)) is not None:
            if anchor in anchors:
                raise YamlFault(f"YAML 锚点“{anchor}”重复", event.start_mark.line + 1)
            anchors.add(anchor)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlFault("YAML 嵌套过深")
        yield event
