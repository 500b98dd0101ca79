"""Open questions of the law and what a bureau has decided, in words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from guiju.project.env import decisions_file, shipped_law
from guiju.project.law_folder import nearest, open_law
from guiju.rules.pages.decisions import LEVELS, Decision
from guiju.rules.pages.house import House, read_house
from guiju.rules.pages.interpretation import Interpretation, Move
from guiju.values.errors import GuijuError

_MATTERS = {"question": "问题", "term": "内部口径", "adopt": "采用文件"}
HOW = (
    "本单位的决定写在一个 YAML 文件里（写法见 law/README.md），"
    "用环境变量 GUIJU_DECISIONS 指明，或命名为 decisions.yaml 与规则页放在一起。"
)


def house_of(folder: Path | None) -> House:
    """The questions and decisions of a folder of law, or of the shipped one.

    Raises:
        LawRefused: the folder, a question or a decision is not fully understood.
    """
    pack = open_law(folder)
    return read_house(folder or shipped_law(), decisions_file(), pack.instruments)


def list_questions(folder: Path | None) -> Iterator[str]:
    """One line per question with the reading followed, then every decision, those without effect too."""
    house = house_of(folder)
    for question in house.questions:
        yield f"{question.id}  {question.question['zh']}"
        yield f"  现取：{question.choice.title['zh']}（{_by(question.decided)}）"
    none = (
        "没有未决问题。" if not house.questions else f"共 {len(house.questions)} 个问题；加上编号可看各选项移动哪些页。"
    )
    yield none
    if house.decisions:
        yield "决定："
    for decision in house.decisions:
        yield f"  {_decision(decision)}"
    if not house.decisions:
        yield f"还没有本单位的决定。{HOW}"


def show_question(folder: Path | None, name: str) -> Iterator[str]:
    """One question: what is in conflict, each reading, what it would move, who has decided.

    Raises:
        GuijuError: there is no such question.
    """
    house = house_of(folder)
    known = {question.id: question for question in house.questions}
    if name not in known:
        near = nearest(name, list(known))
        raise GuijuError(f"没有问题“{name}”。", code="law.no_question", remedy=near or "见 guiju law questions。")
    question = known[name]
    yield f"{question.id}  {question.question['zh']}"
    if question.between:
        yield f"涉及：{'；'.join(question.between)}"
    if question.source:
        yield f"由来：{question.source}"
    for option in question.options:
        chosen = "（现取）" if option is question.choice else ""
        yield f"- {option.name}：{option.title['zh']}{chosen}" + (f"  依据 {option.basis}" if option.basis else "")
        yield from (f"    {line}" for line in _moves(question, option.moves, option.name == question.shipped))
    yield f"决定：{_by(question.decided)}"
    for decision in house.decisions:
        if decision.about == name and not decision.holds:
            yield f"  不生效：{_decision(decision)}"


def _moves(question: Interpretation, moves: tuple[Move, ...], is_shipped: bool) -> Iterator[str]:
    if is_shipped:
        yield "各页现在的写法"
    elif not moves:
        yield "目前不移动任何页"
    for move in moves:
        what = "；".join(f"时钟 {old} → {new}" for old, new in move.clock.items()) or f"改写 {'、'.join(move.restate)}"
        yield (
            f"{move.page}"
            + (f" 版本 {move.edition}" if move.edition else "")
            + f"：{what}（算例 {len(move.cases)} 个）"
        )


def _by(decision: Decision | None) -> str:
    if decision is None:
        return "随附的选择，尚无法制部门决定"
    paper = f"，{decision.document}" if decision.document else ""
    return f"{LEVELS[decision.level]} {decision.by}，{date.fromordinal(decision.on_day).isoformat()}{paper}"


def _decision(decision: Decision) -> str:
    effect = "" if decision.holds else "  〔上级或较晚的决定优先，不生效〕"
    return f"{_MATTERS[decision.matter]} {decision.about} → {decision.outcome}（{_by(decision)}）{effect}"
