"""A mapping file as text: nothing doubled, nothing hidden."""

from pathlib import Path
from typing import Any

from guiju.facts.take_in.caps import MappingRefused
from guiju.values.yaml_text import YamlFault, read_yaml_text

MAX_BYTES = 1024 * 1024


def read_mapping_text(path: Path) -> dict[str, Any]:
    """The content of a mapping file as plain values.

    Raises:
        MappingRefused: it is no file, too large, no text, or no YAML of ours.
    """
    if not path.is_file():
        raise MappingRefused(f"找不到映射文件“{path.name}”。", remedy="请核对 --mapping 后的路径。")
    if path.stat().st_size > MAX_BYTES:
        raise MappingRefused(f"映射文件“{path.name}”超过 {MAX_BYTES // 1024} KB。")
    try:
        content = read_yaml_text(_decode(path.read_bytes(), path.name))
    except YamlFault as fault:
        where = f"第 {fault.line} 行" if fault.line else ""
        raise MappingRefused(f"映射文件“{path.name}”{where}写法有误：{fault.problem}。") from fault
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
