"""How much looking is too much: `look_limits.yaml` beside the law pages, set by the bureau."""

from collections.abc import Mapping
from pathlib import Path

from guiju.facts.privacy.looked import LookLimits
from guiju.values.errors import GuijuError
from guiju.values.yaml_text import YamlFault, read_yaml_text

FILE = "look_limits.yaml"
NAMES = ("daily", "outlier_least", "outlier_times")


class LookLimitsRefused(GuijuError):
    """The file of the limits of looking does not say what is needed."""

    code = "look_limits"
    remedy = "每项应写成 {zh: 名称, number: 300, decided_by: 由谁决定或“待核”}，见 law/look_limits.yaml。"


def read_look_limits(folder: Path) -> LookLimits:
    """How much looking is too much, as the file beside the pages of law says.

    Raises:
        LookLimitsRefused: a number is missing, unknown, or not written as it should be.
    """
    try:
        said = read_yaml_text((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, YamlFault) as error:
        raise LookLimitsRefused(f"{FILE} 读不出来。") from error
    if not isinstance(said, Mapping) or set(said) != set(NAMES):
        raise LookLimitsRefused(f"{FILE} 应恰好写明：{'、'.join(NAMES)}。")
    daily, least, times = (_number(name, said[name]) for name in NAMES)
    return LookLimits(daily, least, times)


def _number(name: str, said: object) -> int:
    is_whole = isinstance(said, Mapping) and set(said) == {"zh", "number", "decided_by"}
    number = said["number"] if isinstance(said, Mapping) and is_whole else ""
    if not str(number).isdigit() or not 0 < int(str(number)) < 1_000_000:
        raise LookLimitsRefused(f"{FILE} 的“{name}”没有写全，或者不是可用的数。")
    return int(str(number))
