"""What a step asks of who takes it: the declaration of each, by the name of its command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guiju.facts.commands import Appended
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.findings.acts.choices import events_of, receivers_of
from guiju.screens.findings.acts.running import (
    answer_waiver,
    ask_countersign,
    cancel,
    close,
    copy,
    decide,
    dispatch,
    mend_with_proof,
    opine,
    propose,
    reject,
    reopen,
    reply,
    return_back,
    review,
    sign,
    transfer,
    urge,
    verify,
    vote,
    want,
)
from guiju.screens.findings.acts.target import Target
from guiju.screens.kit.words import Said

LONGEST = 1_000
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.docx,.xlsx,.ofd,.txt"


@dataclass(frozen=True, slots=True)
class Act:
    """One step: what it is called, what it asks, what is worth knowing before, and what carries it out."""

    title: Said
    run: Callable[[Target, Filled], Appended]
    fields: Callable[[Target], tuple[Field, ...]] = lambda _target: ()
    note: Said = ""
    button: Said = ""

    def form(self, command: str, target: Target) -> Form:
        """The form of this step; what is half written is kept."""
        fields = self.fields(target)
        word = self.button or self.title
        has_words = any(one.kind is Kind.LONG for one in fields)
        return Form(command, fields, (Choice("save", word),), keeps_draft=has_words)


_WHY = _("理由")


def reason(label: Said = _WHY, *, is_required: bool = True, note: Said = "") -> Field:
    """The field in which it is said why."""
    return Field("reason", label, Kind.LONG, is_required=is_required, longest=LONGEST, help=note)


def _only_reason(_target: Target) -> tuple[Field, ...]:
    return (reason(),)


def _maybe_reason(_target: Target) -> tuple[Field, ...]:
    return (reason(_("说明"), is_required=False),)


def _yes_or_no(name: str, label: Said, yes: Said, no: Said) -> Field:
    return Field(name, label, Kind.RADIO, choices=(Choice("yes", yes), Choice("no", no)))


_OTHER = Field(
    "other", _("其他民警的警号"), is_required=False, longest=20, help=_("上面没有列出时填写。")
)  # fmt: skip
_OFFICER = Field("officer", _("警号"), longest=20)
_HOLDS = _yes_or_no("holds", _("意见"), _("问题成立"), _("问题不成立"))


def _to(target: Target) -> tuple[Field, ...]:
    return (
        Field("to", _("承办人或承办单位"), Kind.CHOICE, is_required=False, choices=receivers_of(target)),
        _OTHER,
    )


ACTS: Mapping[str, Act] = {
    "verify_group": Act(
        _("核查属实"), verify, _maybe_reason, _("核查属实后，涉及的民警在申辩期内可以申辩，期满后才计入考评。"),
        _("属实"),
    ),
    "reject_finding": Act(
        _("核查不属实"), reject, lambda _t: (reason(note=_("写明依据。不属实的保留记录，计入这条规则的误报率。")),),
        button=_("不属实"),
    ),
    "want_data": Act(
        _("要求补充数据"), want, lambda _t: (reason(_("需要补充什么")),),
        _("数据不全时先不作结论；到期后再核查。"), _("数据待补"),
    ),
    "give_opinion": Act(_("提出审核意见"), opine, lambda _t: (_HOLDS, reason()), _("意见无论是否采纳，都保留。")),
    "vote": Act(_("集体审议表决"), vote, lambda _t: (_HOLDS, reason(_("说明"), is_required=False))),
    "propose_waiver": Act(
        _("提请豁免"), propose,
        lambda _t: (
            Field("since", _("自"), Kind.DATE), Field("until", _("至（含当日）"), Kind.DATE), reason(),
            Field("risk", _("豁免期间可能出现的风险"), Kind.LONG, longest=LONGEST),
        ),
        _("豁免须经另一人批准，写明起止，永久可查；期满后自动恢复。"),
    ),
    "reopen_finding": Act(_("重新审查"), reopen, _only_reason),
    "dispute": Act(
        _("提出申辩"), reply, lambda _t: (reason(_("申辩内容")),), _("由本人在申辩期内提出；处理前不计入考评。")
    ),
    "decide_dispute": Act(
        _("处理申辩"), decide,
        lambda _t: (_yes_or_no("upheld", _("处理结果"), _("申辩成立，问题不成立"), _("申辩不成立")), reason()),
        _("核查人、发表过意见的人和被涉及的人不能处理。"),
    ),
    "approve_waiver": Act(_("批准豁免"), answer_waiver, _only_reason, _("按提请的起止批准。")),
    "refuse_waiver": Act(_("不同意豁免"), answer_waiver, _only_reason),
    "dispatch_order": Act(
        _("派单"), dispatch,
        lambda t: (
            *_to(t),
            Field("due_on", _("截止日期"), Kind.DATE, is_required=False, help=_("不填按程度对应的整改期限计算。")),
            reason(_("整改要求"), is_required=False),
        ),
    ),
    "sign_for_order": Act(_("签收"), sign),
    "mend": Act(
        _("提交整改"), mend_with_proof,
        lambda t: (
            reason(_("整改情况")),
            Field(
                "event", _("履行记录"), Kind.CHOICE, is_required=False, choices=events_of(t),
                help=_("派单以后登记的履行记录；账本据此核对义务是否已经履行。"),
            ),
            Field(
                "paper", _("书面材料"), Kind.FILE, is_required=False, accept=ACCEPTED,
                help=_("无法补做的，附书面整改材料。提交未成功时须重新选择文件。"),
            ),
        ),
        _("必须有履行记录或书面材料作为证明，由指挥链以外的人员复核。"),
    ),
    "return_order": Act(_("退回"), return_back, _only_reason, _("退回派单人，截止时间不变。")),
    "transfer_order": Act(_("转办"), transfer, lambda t: (*_to(t), reason()), _("转办不重新计算期限。")),
    "urge_order": Act(_("催办"), urge, _maybe_reason),
    "review_rectification": Act(
        _("复核"), review,
        lambda _t: (_yes_or_no("accepted", _("复核结果"), _("认可整改"), _("退回重改")), reason()),
    ),
    "close_order": Act(_("销号"), close, _maybe_reason, _("整改单和问题一并销号；以后再次发生时重新打开。")),
    "cancel_order": Act(_("撤销整改单"), cancel, _only_reason),
    "copy_order": Act(_("抄送"), copy, lambda _t: (_OFFICER, reason(_("说明"), is_required=False))),
    "ask_countersign": Act(
        _("送请会签"), ask_countersign, lambda _t: (_OFFICER, reason(_("说明"), is_required=False)),
        _("会签人同意之前，整改单不能销号。"),
    ),
}  # fmt: skip
"""By the names that ``actions.queries.list_next_steps`` gives."""
