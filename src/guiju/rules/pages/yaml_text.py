"""The YAML files of a folder of law."""

from pathlib import Path
from typing import Any

from guiju.rules.pages.refusal import Spot
from guiju.values.yaml_text import YamlFault, read_yaml_text

MAX_BYTES = 512 * 1024


def read_yaml(path: Path, spot: Spot) -> Any:
    """The content of one YAML file.

    Raises:
        LawRefused: it is too large, no UTF-8, or no YAML of ours.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            spot.refuse(f"文件超过 {MAX_BYTES // 1024} KB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        spot.refuse("文件不是 UTF-8 编码")
    except OSError as error:
        spot.refuse(f"文件读不出来({error.strerror})")
    return read_page_text(text, spot)


def read_page_text(text: str, spot: Spot) -> Any:
    """The content of a YAML text that stands in no file.

    Raises:
        LawRefused: it is too large, or no YAML of ours.
    """
    if len(text.encode()) > MAX_BYTES:
        spot.refuse(f"文件超过 {MAX_BYTES // 1024} KB")
    try:
        return read_yaml_text(text)
    except YamlFault as fault:
        place = f"第 {fault.line} 行：" if fault.line else ""
        spot.refuse(f"{place}YAML 写法有误({fault.problem})", line=fault.line)
