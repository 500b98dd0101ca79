"""The accounts of the sample bureau: one for each role, with what to try first. All of these people are invented."""

from dataclasses import dataclass

from django.utils.translation import gettext

from guiju.project.demo.roster import COUNTIES

COUNTY, LEADERS, LEGAL = "990100000000", "990101000000", "990103000000"
ORDER, AREA, STORE = "990105000000", "990106000000", "990107000000"
INSPECTION, POLITICAL, TECHNICAL = "990133000000", "990141000000", "990142000000"
EAST, WEST = "990151000000", "990152000000"
SYSTEM, FIRST, SECOND, AUDIT = "sysadmin", "security1", "security2", "audit"
CHIEF, DEPUTY = "east.chief", "east.deputy"
_SURNAMES = "江方程沈范石顾孟秦邵汤尹黎易武乔贺龚文庞"
_PLACES = ("01", "02", "03", "04", "05", "06", "07", "33", "41", "42", *(str(place) for place in range(51, 61)))
_MARKS = "例样范仿演试拟虚设托寓喻象影摹临习校核标"
_NUMBERS, _HELPERS = "一二三四五", "甲乙丙丁戊"


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A way into the sample: who it is, as what, where, and one hint on what to try.

    ``units`` are those that the role is granted for, none for an administrator; who has no number is a visitor.
    ``days`` bounds the role. ``is_lent``: the role was delegated by the chief of the station.
    """

    account: str
    officer: str
    role: str
    role_label: str
    unit: str
    hint: str
    units: tuple[str, ...] = ()
    days: int = 0
    is_lent: bool = False

    @property
    def sentence(self) -> str:
        """What to try first, in the reader's language."""
        return gettext(self.hint)

    @property
    def person(self) -> str:
        """What he is called."""
        return invented_name(self.officer) if self.officer else _VISITOR


def invented_name(officer: str) -> str:
    """A name for a number, the same every time, that nobody bears.

    >>> invented_name("0151001"), invented_name("0152001"), invented_name("F0151001")
    ('方寓一', '方喻一', '方寓甲')
    """
    number = int(officer[-3:])
    mark = _MARKS[_PLACES.index(officer[-5:-3])]
    rows = _HELPERS if officer.startswith("F") else _NUMBERS
    return f"{_SURNAMES[number % len(_SURNAMES)]}{mark}{rows[number // len(_SURNAMES)]}"


def _of(name: str) -> str:
    return f"{COUNTIES[0]}公安局{name}"


_VISITOR = "来访检查人员"
SAMPLE_ACCOUNTS = (
    SampleAccount(
        "east.officer", "0151003", "lead_officer", "主办民警", _of("城东派出所"),
        "看自己主办的案件和本周到期的事项。", (EAST,),
    ),
    SampleAccount(
        "east.legal", "0151002", "legal_officer", "法制员", _of("城东派出所"),
        "按到期先后看所服务单位的案件，逐条核实疑似问题。", (EAST, WEST),
    ),
    SampleAccount(
        CHIEF, "0151001", "unit_chief", "所队长", _of("城东派出所"),
        "找出城东派出所本周到期的案件；看不到城西派出所的内容。", (EAST,),
    ),
    SampleAccount(
        DEPUTY, "0151092", "unit_chief", "所队长", _of("城东派出所"),
        "以所长委托的权限查看本所；委托到期自动失效。", (EAST,), 30, is_lent=True,
    ),
    SampleAccount(
        "east.instructor", "0151091", "political_instructor", "政治教导员", _of("城东派出所"),
        "看本所的训练、考评和队伍管理；不看案件内容。", (EAST,),
    ),
    SampleAccount(
        "west.chief", "0152001", "unit_chief", "所队长", _of("城西派出所"),
        "与城东派出所所长对比：同一页面，只有本所的内容。", (WEST,),
    ),
    SampleAccount(
        "legal.department", "0103001", "legal_department", "法制部门", _of("法制大队"),
        "看全县的疑似问题，按单位和规则筛选；批准更正。", (COUNTY,),
    ),
    SampleAccount(
        "evaluator", "0103002", "evaluator", "执法考评评审人", _of("法制大队"),
        "看考评所需的案件和记录；授权一年内有效。", (COUNTY,), 300,
    ),
    SampleAccount(
        "leader", "0101001", "bureau_leader", "局领导", _of("局领导"),
        "看全县各所的到期事项和疑似问题的分布。", (COUNTY,),
    ),
    SampleAccount(
        "inspector", "0133001", "inspector", "督察员", _of("警务督察大队"),
        "看检举控告的受理和答复；被反映的人看不到这些内容。", (COUNTY,),
    ),
    SampleAccount(
        "political", "0141001", "political_department", "政工部门", _of("政工监督室"),
        "维护单位和花名册，看训练和考评。", (COUNTY,),
    ),
    SampleAccount(
        "custodian", "0107001", "custodian", "涉案财物保管员", _of("涉案财物管理中心"),
        "看本中心保管的涉案财物：入库、调用、归还、处置。", (STORE,),
    ),
    SampleAccount(
        "area.warden", "0106001", "area_warden", "办案区管理员", _of("执法办案管理中心"),
        "看办案区的进出、看管和录音录像。", (AREA,),
    ),
    SampleAccount(
        "visitor", "", "visiting_inspector", "来访检查人员", _of(""),
        "在有效期内查看案件的办理程序；到期后立即看不到任何内容。", (COUNTY,), 20,
    ),
    SampleAccount(
        SYSTEM, "0142001", "system_administrator", "系统管理员", _of("科技信息化大队"),
        "开立和注销账号；看不到任何案件。",
    ),
    SampleAccount(
        FIRST, "0142002", "security_administrator", "安全管理员", _of("科技信息化大队"),
        "提请授予角色；须由另一名安全管理员批准。",
    ),
    SampleAccount(
        SECOND, "0142003", "security_administrator", "安全管理员", _of("科技信息化大队"),
        "批准或驳回另一名安全管理员的提请。",
    ),
    SampleAccount(
        AUDIT, "0142004", "audit_administrator", "审计管理员", _of("科技信息化大队"),
        "查看授权和账本自身的记录；不能改动任何内容。",
    ),
)  # fmt: skip
"""The role labels are those of `project/roles.py`, which a test compares; the legal officer serves two stations."""
