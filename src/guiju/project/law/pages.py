"""The pages of a folder of law as the command line shows them: listed, shown, tried."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import decisions_file, shipped_law
from guiju.project.law_folder import nearest, open_law
from guiju.rules.lint import LintReport, lint
from guiju.rules.load import load
from guiju.rules.model import Edition, Rule
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.words.explain import Explainer
from guiju.rules.words.wording import OUTCOMES, citations_in_words
from guiju.scores.reports.wording import SEVERITIES
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.verdict import Outcome


def lint_folder(folder: Path | None) -> tuple[LintReport, list[LawRefused]]:
    """Load every page and run every worked case, going on after each refusal; a bureau's decisions must load, too."""
    refused: list[LawRefused] = []
    try:
        read = partial(load, folder or shipped_law(), shipped=shipped_law(), vocabulary=VOCABULARY)
        pack = read(on_refusal=refused.append, as_shipped=True)
        decided: list[LawRefused] = []
        read(on_refusal=decided.append, decisions=decisions_file())
    except LawRefused as whole:
        return LintReport(), [whole]
    known = {refusal.sentence for refusal in refused}
    return lint(pack), [*refused, *(refusal for refusal in decided if refusal.sentence not in known)]


def list_pages(folder: Path | None, words: list[str]) -> list[str]:
    """One line per page that contains every one of ``words``, and a closing count."""
    pack = open_law(folder)
    lines = [line for line in map(_line, pack.rules) if all(word in line for word in words)]
    none = "没有符合的页；不带字词可列出全部。" if not lines else f"共 {len(lines)} 页（全部 {len(pack.rules)} 页）。"
    return [*lines, none]


def _line(rule: Rule) -> str:
    edition = rule.editions[-1]
    laws = citations_in_words(edition.laws)
    off = f"  [{_off(rule)}]" if not rule.is_active else ""
    return f"{rule.id}  {rule.title['zh']}  {SEVERITIES[edition.shown_severity]}  {laws}{off}"


def _off(rule: Rule) -> str:
    """Why a page does not run."""
    return "内部文件，本单位未采用" if rule.is_policy else "待核，未启用"


def show_page(folder: Path | None, rule_id: str) -> list[str]:
    """A page in words.

    Raises:
        GuijuError: there is no such page.
    """
    pack = open_law(folder)
    rule = pack.rule(rule_id)
    if rule is None:
        near = nearest(rule_id, [other.id for other in pack.rules])
        raise GuijuError(f"没有规则“{rule_id}”。", code="law.no_page", remedy=near or "见 guiju law list。")
    explainer = Explainer(pack, LocalTime.fixed(timedelta(hours=8)))
    off = "" if rule.is_active else f"（{_off(rule)}）"
    lines = [f"{rule.id}  {rule.title['zh']}", f"文件：{rule.file}{off}"]
    for edition in rule.editions:
        lines += [f"  {line}" for line in _edition(edition, explainer)]
    lines.append(f"算例 {len(rule.cases)} 个：")
    for case in rule.cases:
        expect = case["expect"] if isinstance(case["expect"], dict) else case["expect"][0]
        lines.append(f"  - {case['name']} → {_outcome(expect)}：{case.get('why', '')}")
    return lines


def _edition(edition: Edition, explainer: Explainer) -> Iterator[str]:
    laws = citations_in_words(edition.laws)
    yield f"版本 {explainer.in_force(edition)}  {SEVERITIES[edition.shown_severity]}  {laws}"
    yield from (f"  {line}" for line in explainer.duty(edition))


def _outcome(expect: Mapping[str, object]) -> str:
    """What a worked case expects, in words."""
    outcome = str(expect.get("outcome", ""))
    if outcome in set(Outcome):
        return OUTCOMES[Outcome(outcome)]
    return "在各版本之外" if outcome else "不产生义务"
