"""The English of everything a report says; the key is the Chinese sentence. A test fails on one that is missing."""

_WORDS = {
    "规矩": "Guiju 规矩",
    "规矩检查结果": "Guiju check",
    "执法办案检查报告": "Check of police procedure",
    "摘要": "Summary",
    "疑似问题": "Suspected findings",
    "案件评分": "Case scores",
    "单位评分": "Unit scores",
    "民警评分": "Officer scores",
    "未决": "Undecided",
    "未映射环节": "Unmapped steps",
    "退回行": "Refused rows",
    "严重": "Severe",
    "一般": "Ordinary",
    "瑕疵": "Flaw",
    "正常": "In order",
    "提醒": "Reminder",
    "临期": "Due soon",
    "超期": "Overdue",
    "不符": "Broken",
    "未涉及": "Not concerned",
    "符合要求": "Kept",
    "依法例外": "Excused",
    "超期办结": "Done late",
    "超期未办": "Overdue, not done",
    "不符合要求": "Broken",
    "在办未到期": "Running",
    "不在施行期内": "Outside editions",
    "案件": "Case",
    "当事人": "Person",
    "物品": "Item",
    "措施": "Measure",
    "警情": "Call",
    "房间": "Room",
    "录音录像": "Recording",
    "民警": "Officer",
    "单位": "Unit",
    "方案": "Plan",
    "状态": "State",
    "规则": "Rule",
    "规则编号": "Rule id",
    "依据": "Article",
    "严重程度": "Severity",
    "义务": "Duties",
    "其中由其他机关负责": "Of these owed by others",
    "序号": "No.",
    "对象": "About",
    "触发": "Trigger",
    "触发环节": "Trigger",
    "触发时间": "Triggered at",
    "到期": "Due",
    "办结或发生": "Done or happened",
    "超出多少": "By how much",
    "结果": "Outcome",
    "口径": "Measure of",
    "法定": "law",
    "内部口径": "house measure",
    "未核实项": "Not recorded",
    "原因": "Why",
    "版本起始日": "Edition from",
    "未决数": "Undecided",
    "数据待补": "What is missing",
    "文件中的环节名": "Name in the file",
    "行数": "Rows",
    "文件行号": "Row",
    "退回原因": "Reason",
    "其中有未核实项": "With unrecorded exceptions",
    "疑似扣分": "Suspected deduction",
    "全部属实时得分": "Points if all are verified",
    "全部属实时平均得分": "Mean points if all are verified",
    "案件数": "Cases",
    "有疑似问题的案件": "Cases with findings",
    "单位、民警": "Unit, officer",
    "涉及案件": "Cases concerned",
    "各规则情况": "How each rule stands",
    "。": ".",
    "……（以下略）": " … (cut)",
}

_DATES = {
    "最迟 {at}": "by {at}",
    "最迟 {at} 当日": "by the end of {at}",
    "不早于 {at}": "not before {at}",
    "{at} 届满后": "only after {at}",
    "差 {span}": "too early by {span}",
    "差不足 1 分钟": "too early by less than 1 min",
    "超期 {span}": "late by {span}",
    "超期不足 1 分钟": "late by less than 1 min",
    "{n} 天": "{n} d",
    "{n} 小时": "{n} h",
    "{n} 分钟": "{n} min",
    "{law}（{day} 起）": "{law} (from {day})",
    "已办结，但晚于到期时间": "done, but after the due time",
    "期限已过，截至比对时间未见办结记录": "the time is over and no record says that it was done",
    "记录与规则要求不符": "the records do not meet what the rule asks",
}

_GAPS = {
    "本数据源不含该环节": "this source does not record the step",
    "缺 {year} 年节假日历，请在 law/calendars/{year}.yaml 中补录": (
        "no holiday calendar for {year}: add law/calendars/{year}.yaml"
    ),
    "“{term}”的内部口径尚未确定": "the house measure of “{term}” has not been decided",
    "记录中未填写：{fields}": "empty in the records: {fields}",
    "数据不足，不能判断；不算问题，也不算符合。补齐后再比对。": (
        "Not enough data to decide: neither a finding nor kept. Check again once it is complete."
    ),
    "没有未决的义务。": "No duty is undecided.",
    "这些环节没有写进映射文件，没有参加比对。": "The mapping does not name these steps; they were not checked.",
    "全部环节都已映射。": "Every step is mapped.",
    "这些行没有读入，其余各行照常比对。": "These rows were not taken in; the rest was checked.",
    "没有退回的行。": "No row was refused.",
    "没有判断的部分": "Not decided",
    "{n} 条规则所需的环节不在本数据源中，没有判断。": "Rules whose steps this source does not record: {n}.",
    "{n} 种环节名没有映射，未参加比对：{names}": "Names of steps not mapped and not checked ({n}): {names}",
    "退回 {n} 行，其余照常比对；首行为第 {row} 行：{reason}": (
        "Rows refused: {n}, the rest was checked; the first is row {row}: {reason}"
    ),
}

_NOTES = {
    "疑似问题，未经法制员核实": "Suspected findings, not verified by a legal officer",
    "疑似问题，未经法制员核实，不作为认定、评分或者追责的依据。": (
        "Suspected findings, not verified by a legal officer: no basis for a determination, a score or accountability."
    ),
    "以上均为疑似问题，未经法制员核实，不作为认定、评分或者追责的依据。": (
        "All of this is suspected, not verified by a legal officer: "
        "no basis for a determination, a score or accountability."
    ),
    "数据 {source} · 截至 {as_of}（{zone}）· 法条 {pages} 页 {digest}": (
        "Data {source} · as of {as_of} ({zone}) · law {pages} pages {digest}"
    ),
    "（第 {n} 册，共 {all} 册）": " (file {n} of {all})",
    "疑似问题一栏的数字可点击，跳到该规则的第一条；筛选请在“疑似问题”表按规则编号进行。": (
        "The number of suspected findings leads to the first of the rule; to filter, use the rule id on their sheet."
    ),
    "法条目录中没有正在执行的规则。": "No rule of the law is active.",
    "每条规则最严重的 {n} 条写明日期由来，其余用 guiju explain 查看。"
    "未核实项：本数据源不记录的例外、中止或延长，以及本案没有读入的行，核查时请一并查明。": (
        "The {n} gravest of each rule say why the date is what it is; ask guiju explain for the others. "
        "Not recorded: exceptions, stops or extensions that this source does not hold, and rows of the case that "
        "were not taken in; look for them when verifying."
    ),
    "未发现疑似问题。": "No suspected finding.",
    "疑似扣分，核实前不计分。起评 {full} 分，按 {year} 年标准："
    "严重扣 {fatal} 分、一般扣 {major} 分、瑕疵扣 {minor} 分，扣到 {floor} 分为止。": (
        "Suspected deductions; nothing scores before it is verified. {full} points, scale of {year}: "
        "severe {fatal}, ordinary {major}, flaw {minor}, not below {floor}."
    ),
    "另有 {n} 条疑似问题不属于任何案件，不进入评分。": "{n} suspected findings belong to no case and are not scored.",
    "其余 {n} 案未发现疑似问题，均为 {full} 分，不逐一列出。": (
        "{n} other cases have no finding and {full} points; they are not listed."
    ),
    "只计写明该单位或民警的疑似问题，按编号排列，不是排名。": (
        "Only findings that name the unit or officer count; ordered by name, not a ranking."
    ),
    "文件中没有案件编号。": "The file names no case.",
    "文件中没有这一项。": "The file does not say.",
}

_PAGE = {
    "严重 {fatal} · 一般 {major} · 瑕疵 {minor}": "severe {fatal} · ordinary {major} · flaw {minor}",
    "共 {cases} 案，{events} 条记录": "of {cases} cases, {events} records",
    "截至比对时间未见办结记录": "no record of it by the time of the check",
    "已办结，晚于到期时间": "done after the due time",
    "次序、条件、人员等与要求不符": "order, conditions or persons not as required",
    "含依法例外；共查义务 {duties} 项": "with excused; {duties} duties in all",
    "临期 {close} · 提醒 {reminded}": "due soon {close} · reminder {reminded}",
    "期限尚未届满": "the time is not over yet",
    "数据待补，不算问题": "data missing, not findings",
    "另有 {n} 项超期由其他机关负责，不列为问题": "{n} more are owed by other bodies and are no findings",
    "未发现问题": "nothing found",
    "办理时间已过三分之二": "two thirds of the time are over",
    "余三日内到期": "due within three days",
    "有超期的疑似问题": "suspected findings that are late",
    "有不符合要求的疑似问题": "suspected findings that break a requirement",
    "数据不足，不能判断": "not enough data to decide",
    "文件中没有产生任何义务的记录：请核对映射文件中的环节名称。": (
        "Nothing in the file gives rise to a duty: check the names of steps in the mapping."
    ),
    "未发现问题的规则 {n} 条": "Rules with nothing found: {n}",
    "文件未涉及的规则 {n} 条": "Rules that the file does not concern: {n}",
    "不在施行期内 {n} 项": "{n} outside all editions",
    "内部文件": "internal document",
    "依据是本单位采用的内部文件，不是法律": "stands in an internal document that this bureau has adopted, not in law",
    "含内部口径期限，不是法定期限": "rests on a house measure, not on a limit set by law",
    "这个日期怎么来的": "Why this date?",
    "这个结论怎么来的": "Why this outcome?",
    "未核实项：{names}。核查时请一并查明。": "Not recorded: {names}. Look for them when verifying.",
    "本案第 {rows} 行未读入": "rows {rows} of this case were not taken in",
    "以上为最严重的 {shown} 条，另有 {n} 条见 {file} 的“疑似问题”表。": (
        "These are the {shown} gravest; {n} more stand in {file}, sheet “Suspected findings”."
    ),
    "以上为最严重的 {shown} 条，另有 {n} 条；加 --xlsx 可导出全部。": (
        "These are the {shown} gravest, {n} more remain; --xlsx exports them all."
    ),
    "有 {n} 项义务未决，见下。": "{n} duties are undecided, see below.",
    "另有 {n} 行，见 Excel。": "{n} more rows: see the workbook.",
    "由 guiju check 生成。每一条都可以用 guiju explain 复算；同一数据、同一法条、同一截至时间，结果相同。": (
        "Made by guiju check. Each finding can be recomputed with guiju explain; "
        "the same data, law and instant give the same."
    ),
}

_TERMINAL = {
    "{source}：{cases} 案，{events} 条记录，截至 {as_of}（{zone}）": (
        "{source}: {cases} cases, {events} records, as of {as_of} ({zone})"
    ),
    "法条 {pages} 页（{digest}），义务 {duties} 项": "Law: {pages} pages ({digest}), {duties} duties",
    "疑似问题 {findings} 条，涉及 {cases} 案：严重 {fatal}，一般 {major}，瑕疵 {minor}": (
        "{findings} suspected findings in {cases} cases: severe {fatal}, ordinary {major}, flaw {minor}"
    ),
    "  超期办结 {late}，超期未办 {overdue}，不符合要求 {broken}": (
        "  done late {late}, overdue {overdue}, broken {broken}"
    ),
    "  符合要求或依法例外 {in_order}，在办未到期 {running}，未决（数据待补）{unknown}": (
        "  kept or excused {in_order}, running {running}, undecided (data missing) {unknown}"
    ),
    "  另有 {n} 项超期由其他机关负责，不列为问题": "  {n} more are owed by other bodies and are no findings",
    "疑似问题最多的规则": "Rules with the most suspected findings",
    "  另有 {n} 条规则": "  and {n} more rules",
    "最严重的 {n} 条": "The {n} gravest",
    "已写入 {path}": "Written: {path}",
    "要 Excel 明细，加 --xlsx 疑似问题.xlsx": "For a workbook add --xlsx findings.xlsx",
    "要网页报告，加 --html 报告.html": "For a page add --html report.html",
}

ENGLISH = {**_WORDS, **_DATES, **_GAPS, **_NOTES, **_PAGE, **_TERMINAL}
