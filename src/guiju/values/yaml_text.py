"""YAML as every file of ours uses it: 1.2 scalars, no tags, no aliases, no doubled keys, no depths."""

import re
from collections.abc import Sequence
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


class _Scalars(_Loader):  # type: ignore[misc]
    """The safe loader with YAML 1.2 scalars: `on`, `no`, `12:30`, dates and numbers with leading zeros are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _name, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$", list("-+.0123456789")),
    ("merge", r"^<<$", ["<"]),
):
    _Scalars.add_implicit_resolver(_TAG + _name, re.compile(_pattern), _first)


def _mapping(loader: Any, node: Any) -> dict[object, object]:
    seen: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, dict | list):
            raise yaml.constructor.ConstructorError(None, None, "键不能是列表或映射", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"键“{key}”重复", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Scalars.add_constructor(_TAG + "map", _mapping)


def read_yaml_text(text: str) -> Any:
    """The content of a YAML text as plain values.

    Raises:
        YamlFault: it is no YAML, uses an alias or a tag, doubles a key, or is nested too deep.
    """
    try:
        _check_shape(text)
        return yaml.load(text, Loader=_Scalars)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise YamlFault(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else 0) from error
    except ValueError as error:
        # Python reads no number of thousands of digits.
        raise YamlFault("有一个数的位数过多") from error


class _Flow(yaml.SafeDumper):
    """Writes so that our reader finds the same: a date or a time of day is text without quotes."""

    yaml_implicit_resolvers = _Scalars.yaml_implicit_resolvers


def on_one_line(value: object) -> str:
    """A plain value as YAML on one line, as the pages of law have it."""
    text = yaml.dump(value, Dumper=_Flow, default_flow_style=True, allow_unicode=True, sort_keys=False, width=100_000)
    return str(text).removesuffix("...\n").strip()


def line_of_path(text: str, path: Sequence[str]) -> int:
    """On which line of a YAML text a place begins, as far in as the path leads; 0 where the text is no YAML of ours.

    A step names a key, or the number of an item from 1.
    """
    try:
        _check_shape(text)
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


def _check_shape(text: str) -> None:
    """No aliases, and no nesting so deep that building the content would break the process instead of raising."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise YamlFault("不允许使用 YAML 别名(*)")
        if getattr(event, "tag", None) is not None:
            raise YamlFault("不允许使用 YAML 标签(!)")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlFault("YAML 嵌套过深")
