"""The internal terms for dealing with findings: `work_terms.yaml` beside the law pages, set by the legal section."""

from collections.abc import Mapping
from pathlib import Path

from guiju.findings.life.terms import DATA, DISPUTE, ORDER, RECURRENCE, WAIVER, WorkTerm
from guiju.values.errors import GuijuError
from guiju.values.limit import UNITS, Limit
from guiju.values.yaml_text import YamlFault, read_yaml_text

FILE = "work_terms.yaml"
NAMES = (DISPUTE, DATA, WAIVER, RECURRENCE, *(ORDER + severity for severity in ("fatal", "major", "minor")))


class WorkTermsRefused(GuijuError):
    """The file of internal terms does not say what is needed."""

    code = "work_terms"
    remedy = "每项应写成 {zh: 名称, limit: 5 workdays, decided_by: 由谁决定或“待核”}，见 law/work_terms.yaml。"


def read_work_terms(folder: Path) -> Mapping[str, WorkTerm]:
    """The terms of the pack in a folder.

    Raises:
        WorkTermsRefused: one is missing, unknown, or not written as it should be.
    """
    try:
        said = read_yaml_text((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, YamlFault) as error:
        raise WorkTermsRefused(f"{FILE} 读不出来。") from error
    if not isinstance(said, Mapping) or set(said) != set(NAMES):
        raise WorkTermsRefused(f"{FILE} 应恰好写明：{'、'.join(NAMES)}。")
    return {name: _term(name, said[name]) for name in NAMES}


def _term(name: str, said: object) -> WorkTerm:
    if not isinstance(said, Mapping) or set(said) != {"zh", "limit", "decided_by"}:
        raise WorkTermsRefused(f"{FILE} 的“{name}”没有写全。")
    amount, _, unit = str(said["limit"]).partition(" ")
    if not amount.isdigit() or not 0 < int(amount) < 1_000 or unit not in UNITS:
        raise WorkTermsRefused(f"{FILE} 的“{name}”不是可用的期限。")
    return WorkTerm(str(said["zh"]), Limit(int(amount), unit), str(said["decided_by"]))
