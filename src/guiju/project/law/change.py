"""The document of one day of change, for `docs/`."""

from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.model import Pack
from guiju.rules.pages.changes import NO_DUTY, SIDES, Change, Side, read_changes
from guiju.rules.words.wording import OUTCOMES, citations_in_words
from guiju.values.verdict import Outcome


def change_table(day: str) -> str:
    """The document of one day of change, for `docs/`."""
    pack = open_law(None)
    on = read_changes(shipped_law() / "changes" / f"{day}.yaml", pack)
    listed = on.changes
    paged = sum(bool(change.page) for change in listed)
    switched = sum(change.sides["before"].found != change.sides["after"].found for change in listed if change.sides)
    lines = [
        f"# {on.instrument}：{day} 前后 What changed on {day}",
        "",
        "<!-- 由程序生成，请勿手改；更新：.venv/bin/python -m guiju.project.docs -->",
        "",
        f"同一段经过，一次从 {on.before} 起，一次从 {on.after} 起，按各自当日有效的版本判断。"
        f"{len(listed)} 处改动：{paged} 处有规则页，其中 {switched} 处同一段经过的结果不同，"
        f"其余 {paged - switched} 处结果相同（依据、严重程度或者口径换了，或者未变）；"
        f"{len(listed) - paged} 处没有规则页，写明理由。",
        "",
        "| 旧法 | 新法 | 改动 | 施行前 | 施行后 | 算法或理由 | 规则页 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(change, pack) for change in listed]
    return "\n".join(lines) + "\n"


def _line(change: Change, pack: Pack) -> str:
    told = [_told(change.sides[side]) if change.sides else "—" for side in SIDES]
    rule = pack.rule(change.page) if change.page else None
    link = f"[`{change.page}`](../law/{rule.file})" if rule else "—"
    return f"| {change.old} | {change.new} | {change.what} | {told[0]} | {told[1]} | {change.why} | {link} |"


def _told(side: Side) -> str:
    words = "、".join("不产生义务" if one == NO_DUTY else OUTCOMES[Outcome(one)] for one in side.found)
    return f"**{words}**" + (f"<br>{citations_in_words(side.laws)}" if side.laws else "")
