"""The verbs `guiju law …`: no logic of their own."""

from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import AsOfOption, LawOption, MappingOption, moment_of, refuse
from guiju.values.errors import GuijuError

law = typer.Typer(help="法条：列出、查看、验算、索引、覆盖、比较、试改、算日期、录日历。", no_args_is_help=True)


@law.command("lint")
def law_lint(folder: LawOption = None) -> None:
    """逐页装载并验算全部算例；有一处不符即退出 1。"""
    from guiju.project.law.pages import lint_folder

    report, refused = lint_folder(folder)
    for refusal in refused:
        typer.secho(refusal.sentence, fg="red")
    for failure in report.failures:
        typer.secho(str(failure), fg="red")
    typer.echo(f"{report.pages} 页，{report.cases} 个算例，{len(report.failures)} 处不符，{len(refused)} 页被拒。")
    raise typer.Exit(1 if refused or report.failures else 0)


@law.command("list")
def law_list(
    words: Annotated[list[str] | None, typer.Argument(help="只列含有这些字词的页（编号、标题、法规、条文）")] = None,
    folder: LawOption = None,
) -> None:
    """列出规则页：编号、标题、严重程度、依据。"""
    from guiju.project.law.pages import list_pages

    try:
        lines = list_pages(folder, words or [])
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)


@law.command("show")
def law_show(
    rule: Annotated[str, typer.Argument(help="规则编号")],
    folder: LawOption = None,
) -> None:
    """查看一页：标题、各版本与依据、期限、延长与停止、算例。"""
    from guiju.project.law.pages import show_page

    try:
        lines = show_page(folder, rule)
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)


@law.command("coverage")
def law_coverage(
    words: Annotated[
        list[str] | None, typer.Argument(help="只看含有这些字词的条文（编号、标题、法规、条文、页）")
    ] = None,
    folder: LawOption = None,
    pack: Annotated[str, typer.Option("--pack", help="只看一组，如 criminal。")] = "",
    csv: Annotated[Path | None, typer.Option("--csv", help="把逐条结果写成 CSV。")] = None,
) -> None:
    """收集的每一条法条对应哪些规则页，或者为什么没有页。退出码：0 全部有交代，1 有未交代或写错的，2 被拒。"""
    from guiju.project.law.coverage import cover, coverage_in_words

    try:
        covered = cover(folder, pack=pack, words=words or [], csv=csv)
    except GuijuError as error:
        refuse(error)
    for line in coverage_in_words(covered):
        typer.echo(line)
    for fault in covered.faults:
        typer.secho(fault.sentence, fg="red", err=True)
    raise typer.Exit(0 if covered.is_complete else 1)


@law.command("date")
def law_date(
    limit: Annotated[str, typer.Argument(help="期限，如 30 days、24 hours、5 workdays、2 months，或 30日、24小时")],
    start: Annotated[str, typer.Option("--from", help="起算：2026-01-30 或 2026-01-30T10:20（当地时间）。")],
    clock: Annotated[str, typer.Option("--clock", help="数法：period、custody、workdays、elapsed、plain。")] = "",
    instrument: Annotated[str, typer.Option("--instrument", help="按哪部法律的数法，如 行政处罚法。")] = "",
    stop: Annotated[list[str] | None, typer.Option("--stop", help="停止计算：停止日..恢复日；可以写几次。")] = None,
    extend: Annotated[
        list[str] | None, typer.Option("--extend", help="延长，如 30 days；可加 @批准日；可以写几次。")
    ] = None,
    restart: Annotated[list[str] | None, typer.Option("--restart", help="重新起算之日；可以写几次。")] = None,
    less: Annotated[str, typer.Option("--less", help="期满前多久，如 7 days：最迟哪一天提出。")] = "",
    folder: LawOption = None,
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """算一个期限并逐步说明：起算、延长、扣除、跳过的放假日、顺延、末日。退出码：0 算出，1 缺日历或还在停止，2 被拒。"""
    from guiju.project.law_folder import open_law
    from guiju.rules.pages.reckoning import Question, reckon
    from guiju.rules.words.reckoned import Teller, as_data

    try:
        reckoned = reckon(
            Question(
                limit, start, clock, instrument, tuple(stop or ()), tuple(extend or ()), tuple(restart or ()), less
            ),
            open_law(folder),
        )  # fmt: skip
    except GuijuError as error:
        refuse(error)
    told = Teller(reckoned).steps()
    if json:
        typer.echo(dumps(as_data(reckoned, told), ensure_ascii=False, indent=1))
    else:
        for _, text in told:
            typer.echo(text)
    raise typer.Exit(0 if reckoned.verdict.due_at is not None else 1)


@law.command("questions")
def law_questions(
    name: Annotated[str, typer.Argument(help="问题编号；不写则列出全部")] = "", folder: LawOption = None
) -> None:
    """未决的法律问题：各种读法、现取哪一种、由谁决定、换一种会移动哪些页。"""
    from guiju.project.law.questions import list_questions, show_question

    try:
        lines = list(show_question(folder, name) if name else list_questions(folder))
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)


@law.command("calendar")
def law_calendar(
    file: Annotated[Path, typer.Argument(help="放假通知：正文 .txt，或 .yaml、.csv")],
    folder: LawOption = None,
    year: Annotated[int | None, typer.Option("--year", help="哪一年；正文写明的不必给。")] = None,
    notice: Annotated[str, typer.Option("--notice", help="通知文号；正文写明的不必给。")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="该年已有不同的日历时，以本通知为准。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看，不写。")] = False,
    events: Annotated[Path | None, typer.Option("--in", help="案件事件文件：列出因此改变的到期日。")] = None,
    mapping: MappingOption = None,
    as_of: AsOfOption = "",
    csv: Annotated[Path | None, typer.Option("--csv", help="把改变的到期日写成 CSV（配 --in）。")] = None,
) -> None:
    """把放假通知录成一年的日历：核对星期、天数、调休，写入 law/calendars/，列出在办义务到期日的变化。"""
    from guiju.project.desks.check_desk import check_places
    from guiju.project.law.calendars import read_year, write_year, year_in_words
    from guiju.project.law.moved import HEAD, moved_duties, moved_in_words, moved_rows
    from guiju.project.law.tables import write_csv

    try:
        check_places([csv], [path for path in (file, events, mapping) if path is not None])
        added = read_year(file, folder, year=year, number=notice)
        for line in year_in_words(added):
            typer.echo(line)
        for line in ["没有写入（--dry-run）。"] if dry_run else write_year(added, replacing=replace):
            typer.echo(line)
        if events is not None:
            moves = moved_duties(
                added.law,
                added.pack,
                events,
                year=added.notice.year,
                mapping=mapping,
                as_of=moment_of(as_of),
            )
            for line in moved_in_words(moves):
                typer.echo(line)
            if csv is not None:
                write_csv(csv, HEAD, moved_rows(moves))
    except GuijuError as error:
        refuse(error)


@law.command("what-if")
def law_what_if(
    page: Annotated[Path, typer.Option("--page", help="改过的或新写的规则页(.yaml)；与现行同号的为替换。")],
    file: Annotated[Path, typer.Option("--in", help="案件事件文件")],
    mapping: MappingOption = None,
    folder: LawOption = None,
    as_of: AsOfOption = "",
    json: Annotated[Path | None, typer.Option("--json", help="把全部变化写成 JSON。")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="把全部变化写成 CSV。")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="大文件用几个线程；只影响用时。")] = 1,
) -> None:
    """改一页会怎样：同一个文件按现行和改后的法条各判一次，列出疑似问题的变化。退出码：0 无变化，1 有变化，2 被拒。"""
    from guiju.project.desks.check_desk import check_places
    from guiju.project.law.tables import write_csv, write_json
    from guiju.project.law.what_if import try_page
    from guiju.project.law.what_if_words import HEAD, trial_as_data, trial_in_words, trial_rows

    try:
        check_places([json, csv], [path for path in (page, file, mapping) if path is not None])
        trial = try_page(page, file, mapping=mapping, law=folder, as_of=moment_of(as_of), jobs=jobs)
        for line in trial_in_words(trial):
            typer.echo(line)
        if json is not None:
            write_json(json, trial_as_data(trial))
        if csv is not None:
            write_csv(csv, HEAD, trial_rows(trial))
    except GuijuError as error:
        refuse(error)
    raise typer.Exit(1 if trial.changes else 0)


@law.command("diff")
def law_diff(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="旧目录 新目录；只给一个则与 --law（默认随附法条）比")
    ] = None,
    folder: LawOption = None,
    on: Annotated[
        tuple[str, str] | None, typer.Option("--on", help="同一法条在两日之间变了什么：前一日 后一日。")
    ] = None,
) -> None:
    """两个法条目录有什么不同，或者同一法条在两日之间变了什么。退出码：0 相同，1 不同，2 被拒。"""
    from guiju.project.law.difference import compare, compare_days

    try:
        lines = compare(folders or [], folder) if on is None else compare_days(folders or [], folder, on)
    except GuijuError as error:
        refuse(error)
    for line in lines or ["内容相同。"]:
        typer.echo(line)
    raise typer.Exit(1 if lines else 0)


@law.command("index")
def law_index(
    folder: LawOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪里；默认为源码目录的 docs/law-index.md。")] = None,
) -> None:
    """写出法条索引：按法规、条文列出规则页、严重程度和适用期间。"""
    from guiju.project.law.index import write_index

    try:
        typer.echo(f"已写入 {write_index(folder, out)}")
    except GuijuError as error:
        refuse(error)
