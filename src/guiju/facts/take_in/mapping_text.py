"""A mapping file as text: YAML 1.2 scalars, nothing doubled, nothing hidden."""

import re
from pathlib import Path
from typing import Any

import yaml

from guiju.facts.take_in.caps import MappingRefused

MAX_BYTES = 1024 * 1024
_TAG = "tag:yaml.org,2002:"


class _Scalars(yaml.SafeLoader):
    """The safe loader, with the scalars of YAML 1.2: `on`, `no` and `12:30` are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _name, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$", "-+.0123456789"),
):
    _Scalars.add_implicit_resolver(_TAG + _name, re.compile(_pattern), list(_first))


def _pairs(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    pairs: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, list | dict):
            raise yaml.constructor.ConstructorError(None, None, "名称不能是列表", key_node.start_mark)
        if key in pairs:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}”写了两次", key_node.start_mark)
        pairs[key] = loader.construct_object(value_node, deep=True)
    return pairs


_Scalars.add_constructor(_TAG + "map", _pairs)


def read_mapping_text(path: Path) -> dict[str, Any]:
    """The content of a mapping file as plain values.

    Raises:
        MappingRefused: it is no file, too large, no text, no YAML, doubles a name or uses an alias.
    """
    if not path.is_file():
        raise MappingRefused(f"找不到映射文件“{path.name}”。", remedy="请核对 --mapping 后的路径。")
    if path.stat().st_size > MAX_BYTES:
        raise MappingRefused(f"映射文件“{path.name}”超过 {MAX_BYTES // 1024} KB。")
    text = _decode(path.read_bytes(), path.name)
    try:
        if "*" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise MappingRefused(f"映射文件“{path.name}”用了 YAML 别名（*），不允许。", remedy="请把内容逐处写明。")
        content = yaml.load(text, Loader=_Scalars)  # noqa: S506 — a subclass of the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else ""
        problem = getattr(error, "problem", None) or "不是 YAML"
        raise MappingRefused(f"映射文件“{path.name}”{where}写法有误：{problem}。") from error
    except RecursionError as error:
        raise MappingRefused(f"映射文件“{path.name}”嵌套过深。") from error
    if not isinstance(content, dict):
        raise MappingRefused(f"映射文件“{path.name}”应当是“名称: 值”的列表。")
    return {str(key): value for key, value in content.items()}


def _decode(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MappingRefused(f"映射文件“{name}”既不是 UTF-8 也不是 GB18030 编码。", remedy="请另存为 UTF-8。")
