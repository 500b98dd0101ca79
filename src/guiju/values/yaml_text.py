"""YAML as every file of ours uses it: 1.2 scalars, no tags, no aliases, no doubled keys, no depths."""

import re
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
