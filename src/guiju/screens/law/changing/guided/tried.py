"""What the answers given so far come to: what still lacks, the page in words and in text, and its worked cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import LEAST_CASES
from guiju.findings.lawmaking.drafted import compose, field_at
from guiju.findings.lawmaking.drafting import Draft, DraftRefused, lacking, lacking_of_cases
from guiju.findings.lawmaking.trying import Trial, try_text
from guiju.rules.words.explain import Explainer
from guiju.screens.components.form import Filled, Form


@dataclass(frozen=True, slots=True)
class GuidedTrial:
    """``text`` is the page as far as it could be put together; ``field`` the answer that was refused, for ``reason``.

    ``lacks`` are the questions without an answer, ``half`` the worked cases that are not whole yet.
    """

    text: str = ""
    trial: Trial | None = None
    lacks: Sequence[str] = ()
    half: Sequence[int] = ()
    field: str = ""
    reason: str = ""
    meaning: Sequence[str] = ()
    more: int = 0

    @property
    def is_page(self) -> bool:
        """Whether the answers are a page of law."""
        return self.trial is not None and self.trial.rule is not None

    @property
    def spot(self) -> str:
        """The id of the field that was refused, if any is known."""
        return f"law_guided-{self.field}" if self.field else ""


def try_draft(law: LawInForce, draft: Draft) -> GuidedTrial:
    """Put the answers together as far as they go, and run the worked cases that are whole."""
    lacks = lacking(draft)
    half = sorted({int(name[4:].partition("_")[0]) for name in lacking_of_cases(draft)})
    more = max(LEAST_CASES - len(draft.whole_cases), 0)
    if lacks:
        return GuidedTrial(lacks=lacks, half=half, more=more)
    try:
        text = compose(law, draft)
    except DraftRefused as refused:
        return GuidedTrial(field=refused.field, reason=refused.sentence, half=half, more=more)
    trial = try_text(law, text)
    if trial.rule is None:
        return GuidedTrial(text, trial, half=half, field=field_at(draft, trial.place), reason=trial.reason, more=more)
    meaning = Explainer(law.pack, law.local).duty(trial.rule.editions[-1])
    return GuidedTrial(text, trial, half=half, meaning=meaning, more=more)


def with_faults(filled: Filled, form: Form, draft: Draft, trial: GuidedTrial) -> Filled:
    """The form with a sentence beside each field that keeps the answers from being a page that may be proposed."""
    known = {one.name for one in form.fields}
    for name in (*trial.lacks, *lacking_of_cases(draft)):
        if name not in filled.errors:
            filled = filled.with_error(name, _fault_of(name))
    if trial.reason:
        filled = filled.with_error(trial.field if trial.field in known else "", trial.reason)
    return filled


def _fault_of(name: str) -> str:
    if name.startswith("case"):
        return _("算例 %(number)s 还没有填写这一栏。") % {"number": name[4:].partition("_")[0]}
    return _("请填写。")


def labels_of(form: Form, names: Sequence[str]) -> Mapping[str, str]:
    """What the fields of these names are called, by the ids under which they stand."""
    labels = {one.name: str(one.label) for one in form.fields}
    labels["case1_name"] = _("至少一个算例（名称、理由、经过、应当得出）")
    labels["need1_field"] = _("这一环节本身应当符合什么")
    return {f"{form.name}-{name}": labels[name] for name in names if name in labels}
