"""The index of the law: by instrument and article, the pages that cite it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from guiju.project.catalogue import VOCABULARY
from guiju.project.desks.check_desk import OutputRefused
from guiju.project.env import PACKAGE, shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.load import load
from guiju.rules.model import Edition, Pack, Rule
from guiju.rules.pages.instruments import RANKS
from guiju.rules.words.articles import article_order
from guiju.scores.reports.wording import SEVERITIES

NAME = "law-index.md"
TITLE = "# 法条索引"
NOTE = "<!-- 由程序生成，请勿手改；更新：./guiju law index -->"
Cited = tuple[str, Rule, list[Edition]]
"""An article, a page that cites it, and the editions of the page that do."""


def law_index() -> str:
    """The index of the shipped law as it is shipped, whatever a bureau has decided for itself."""
    return "\n".join(_lines(load(shipped_law(), shipped=shipped_law(), vocabulary=VOCABULARY), "../law/")) + "\n"


def write_index(folder: Path | None, out: Path | None) -> Path:
    """Write the index of a folder of law, by default that of the shipped law into the documents of the checkout.

    Raises:
        GuijuError: the law is refused, or there is nowhere to write.
    """
    docs = PACKAGE.parents[1] / "docs"
    if out is None and (folder is not None or not docs.is_dir()):
        raise OutputRefused("没有写明索引写到哪里。", remedy="请加 --out 文件名.md。")
    path = out if out is not None else docs / NAME
    if path.is_file() and not path.read_bytes().startswith(TITLE.encode()):
        raise OutputRefused(f"“{path}”已有别的内容，不能用索引覆盖。")
    text = law_index() if folder is None and out is None else "\n".join(_lines(open_law(folder), "")) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputRefused(f"不能写到“{path}”：{error.strerror}。") from error
    return path


def _lines(pack: Pack, links: str) -> Iterator[str]:
    cited = _by_instrument(pack)
    articles = len({(name, article) for name, rows in cited.items() for article, _, _ in rows})
    yield from (TITLE, "", NOTE, "")
    yield f"按法规和条文排列：哪一条由哪些规则页负责。共 {len(cited)} 部、{articles} 条，规则页 {len(pack.rules)} 页。"
    yield "“适用期间”是页上引这一条的版本起止；标“待核”“未启用”的页只装载，不执行。"
    for name in sorted(cited, key=lambda name: _place(pack, name)):
        yield from ("", f"## {name}", "")
        about = _about(pack, name)
        if about:
            yield from (about, "")
        yield from ("| 条文 | 规则页 | 标题 | 严重程度 | 适用期间 |", "| --- | --- | --- | --- | --- |")
        shown = ""
        for article, rule, editions in sorted(cited[name], key=lambda row: (article_order(row[0]), row[1].id)):
            where = f"[`{rule.id}`]({links}{rule.file})" if links else f"`{rule.id}`"
            grade = SEVERITIES[editions[-1].shown_severity]
            title = _cell(rule.title["zh"]) + _mark(editions)
            yield f"| {_cell(article) if article != shown else ''} | {where} | {title} | {grade} | {_days(editions)} |"
            shown = article


def _by_instrument(pack: Pack) -> dict[str, list[Cited]]:
    found: dict[tuple[str, str, str], Cited] = {}
    for rule in pack.rules:
        for edition in rule.editions:
            for law in dict.fromkeys(edition.laws):
                key = (law.instrument, law.article, rule.id)
                found.setdefault(key, (law.article, rule, []))[2].append(edition)
    by_instrument: dict[str, list[Cited]] = {}
    for (instrument, _, _), row in found.items():
        by_instrument.setdefault(instrument, []).append(row)
    return by_instrument


def _place(pack: Pack, name: str) -> tuple[int, int, str]:
    """By rank, then as instruments.yaml lists them; what is not listed comes last."""
    listed = pack.instruments.get(name)
    if listed is None:
        return len(RANKS) + 1, 0, name
    rank = list(RANKS).index(listed.rank) if listed.rank in RANKS else len(RANKS)
    return rank, list(pack.instruments).index(name), name


def _about(pack: Pack, name: str) -> str:
    listed = pack.instruments.get(name)
    if listed is None:
        return ""
    parts = [listed.full_name if listed.full_name != name else "", RANKS.get(listed.rank, "")]
    if listed.superseded_by:
        parts.append(f"与《{'》《'.join(listed.superseded_by)}》不一致的从其规定")
    return "；".join(_cell(part) for part in parts if part)


def _mark(editions: list[Edition]) -> str:
    if any(edition.is_active for edition in editions):
        return ""
    return "（内部文件，未启用）" if any(edition.is_policy for edition in editions) else "（待核，未启用）"


def _days(editions: list[Edition]) -> str:
    """The days on which the article is cited, editions that follow each other joined."""
    spans: list[tuple[str, int | None]] = []
    reached: int | None = None
    for edition in editions:
        if spans and reached == edition.from_day:
            spans[-1] = (spans[-1][0], edition.to_day)
        else:
            spans.append((edition.label, edition.to_day))
        reached = edition.to_day
    told = (
        f"{first} 起" if to is None else f"{first} 至 {date.fromordinal(to - 1).isoformat()}" for first, to in spans
    )
    return "；".join(told)


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")
