"""YAML as the pages use it: 1.2 scalars, no tags, no aliases, no doubled keys."""

import re
from pathlib import Path
from typing import Any

import yaml

from guiju.rules.pages.refusal import Spot

MAX_BYTES = 512 * 1024
MAX_DEPTH = 40
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Scalars(_Loader):  # type: ignore[misc]
    """The safe loader with YAML 1.2 scalars: `on`, `no`, `12:30`, dates and numbers with leading zeros are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Scalars.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolve("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF")
_resolve("null", r"^(?:~|null|Null|NULL|)$", "~nN")
_Scalars.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789")
_resolve("float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$", "-+.0123456789")
_resolve("merge", r"^<<$", "<")


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


_Scalars.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, spot: Spot) -> Any:
    """The content of one YAML file.

    Raises:
        LawRefused: it is too large, no UTF-8, no YAML, uses an alias or a tag, or doubles a key.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            spot.refuse(f"文件超过 {MAX_BYTES // 1024} KB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        spot.refuse("文件不是 UTF-8 编码")
    except OSError as error:
        spot.refuse(f"文件读不出来({error.strerror})")
    try:
        _check_shape(text, spot)
        return yaml.load(text, Loader=_Scalars)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f"第 {mark.line + 1} 行：" if mark else ""
        spot.refuse(f"{line}YAML 写法有误({getattr(error, 'problem', None) or error})")
    except ValueError:
        # Python reads no number of thousands of digits.
        spot.refuse("有一个数的位数过多")


def _check_shape(text: str, spot: Spot) -> None:
    """No aliases, and no nesting so deep that building the content would break the process instead of raising."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            spot.refuse("不允许使用 YAML 别名(*)")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            spot.refuse("YAML 嵌套过深")
