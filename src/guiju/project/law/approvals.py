"""Which decisions are submitted for approval: `approvals.yaml` beside the law pages, set by the legal section."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from guiju.rules.model import Pack
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.pages.register import Register, read_register
from guiju.subjects.cases.commands.chain import Approvals, Check, Decision, Feature, Step
from guiju.subjects.cases.projector.submission import STEPS, State
from guiju.values.errors import GuijuError
from guiju.values.vocabulary import Vocabulary
from guiju.values.yaml_text import YamlFault, read_yaml_text

T = TypeVar("T")
FILE = "approvals.yaml"
MOST_SHARE = 1_000
_STEP = {"step", "by", "when", "credential", "pages", "checks", "level"}
SUPERIOR = "superior_bureau"
_DECISION = {"zh", "rank", "decided_by", "features", "steps"}


class ApprovalsRefused(GuijuError):
    """The file of decisions that are submitted for approval is not fully understood."""

    code = "approvals.file"
    remedy = "写法见 law/approvals.yaml 开头的说明。"


def read_approvals(folder: Path, law: Pack, vocabulary: Vocabulary, roles: Collection[str]) -> Approvals:
    """The decisions of the pack in a folder; pages, checks, ranks, roles and events must be known.

    A page or event of a subject that is switched off may be absent.

    Raises:
        ApprovalsRefused: something is missing, unknown, or not written as it should be.
    """
    try:
        said = read_yaml_text((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, YamlFault) as error:
        raise ApprovalsRefused(f"{FILE} 读不出来。") from error
    _need(said, {"roles", "features", "decisions", "cross_review"}, FILE)
    share = said["cross_review"].get("share_per_thousand") if isinstance(said["cross_review"], Mapping) else None
    if not isinstance(share, int) or not 0 < share <= MOST_SHARE:
        raise ApprovalsRefused(f"{FILE} 的交叉复审比例应为 1 至 {MOST_SHARE}（千分比）。")
    try:
        register = read_register(folder, [rule.id for rule in law.rules], on_fault=lambda fault: None)
    except LawRefused as error:
        raise ApprovalsRefused(f"{FILE} 的核对清单须有收集条文的登记表。") from error
    reading = _Reading(law, vocabulary, register, _features(said["features"]), frozenset(said["roles"]))
    strange = [role for role in said["roles"] if role not in roles]
    if strange:
        raise ApprovalsRefused(f"{FILE} 里没有“{strange[0]}”这个角色。")
    decisions = {str(name): reading.decision(str(name), one) for name, one in said["decisions"].items()}
    return Approvals(decisions, {str(role): str(one["reviewer"] or "") for role, one in said["roles"].items()}, share)


def _features(said: Mapping[str, Any]) -> dict[str, Feature]:
    found = {}
    for name, one in said.items():
        _need(one, {"zh"}, str(name), may={"shown_by"})
        found[str(name)] = Feature(str(name), str(one["zh"]), str(one.get("shown_by", "")))
    return found


def _need(said: object, must: set[str], where: str, *, may: Collection[str] = ()) -> None:
    if not isinstance(said, Mapping) or not must <= set(said) or not set(said) <= {*must, *may}:
        raise ApprovalsRefused(f"{FILE} 的“{where}”没有写全，或者有不认识的栏目。")


class _Reading:
    """What the names in the file must be known by."""

    def __init__(
        self, law: Pack, vocabulary: Vocabulary, register: Register, features: Mapping[str, Feature],
        roles: Collection[str],
    ) -> None:  # fmt: skip
        self.law, self.register, self.features, self.roles = law, register, features, roles
        strange = [one for one in features.values() if one.shown_by and one.shown_by not in vocabulary]
        if strange and not vocabulary.absent:
            raise ApprovalsRefused(f"{FILE} 里没有“{strange[0].shown_by}”这个环节。")
        self.checks = {
            **{name: reason.check for name, reason in register.reasons.items() if reason.check}, **register.checks
        }  # fmt: skip

    def decision(self, name: str, said: Mapping[str, Any]) -> Decision:
        """One kind of decision; its steps stand in order, and the last one is the approval."""
        _need(said, _DECISION, name, may={"only"})
        features = tuple(self._known(self.features, str(one), name) for one in said["features"])
        steps = tuple(self._step(one, {feature.name for feature in features}, name) for one in said["steps"])
        order = [STEPS.index(one.state) for one in steps]
        if order != sorted(set(order)) or not steps or steps[0].when or steps[-1].state is not State.APPROVE:
            raise ApprovalsRefused(f"{FILE} 的“{name}”：环节须按审核、法制审核、集体讨论、审批的顺序，以审批结束。")
        if said["rank"] not in self.law.ranks:
            raise ApprovalsRefused(f"{FILE} 的“{name}”：没有“{said['rank']}”这个批准人层级。")
        only = tuple(str(one) for one in said.get("only", ()))
        return Decision(name, str(said["zh"]), str(said["rank"]), str(said["decided_by"]), features, steps, only)

    def _step(self, said: Mapping[str, Any], features: Collection[str], where: str) -> Step:
        _need(said, {"step", "by"}, where, may=_STEP)
        if said["step"] not in [one.value for one in STEPS]:
            raise ApprovalsRefused(f"{FILE} 的“{where}”：没有“{said['step']}”这一步。")
        for role in said["by"]:
            if role not in self.roles:
                raise ApprovalsRefused(f"{FILE} 的“{where}”：角色“{role}”没有写在 roles 里。")
        when = tuple(str(one) for one in said.get("when", ()))
        if set(when) - set(features):
            raise ApprovalsRefused(f"{FILE} 的“{where}”：when 里有没写在 features 的情形。")
        pages = tuple(str(one) for one in said.get("pages", ()))
        for page in pages:
            if self.law.rule(page) is None and page not in self.law.left_out:
                raise ApprovalsRefused(f"{FILE} 的“{where}”：没有规则页“{page}”。")
        checks = tuple(Check(str(one), self._known(self.checks, str(one), where)) for one in said.get("checks", ()))
        if said.get("level", SUPERIOR) != SUPERIOR:
            raise ApprovalsRefused(f"{FILE} 的“{where}”：level 只能写 {SUPERIOR}，或者不写。")
        return Step(
            State(said["step"]), tuple(said["by"]), when, str(said.get("credential", "")), pages, checks,
            is_superior="level" in said,
        )  # fmt: skip

    def _known(self, known: Mapping[str, T], name: str, where: str) -> T:
        if name not in known:
            raise ApprovalsRefused(f"{FILE} 的“{where}”：没有“{name}”。")
        return known[name]
