"""Which Chinese sentences the site says, and which of them have no English yet.

``python -m tests.translations`` prints the missing ones as entries of the catalogue, to be filled in and appended.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "guiju"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
FOLDERS = ("screens", "subjects", "actions", "findings", "project/site")
SAID = {"gettext", "gettext_lazy", "_", "ngettext", "ngettext_lazy", "pgettext"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def sentences() -> dict[str, str]:
    """Every sentence, with where it is said first."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((SOURCE / folder).rglob("*")):
            if path.suffix not in (".py", ".html") or "__pycache__" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            is_compiled = path.suffix == ".html" and "compiled" in path.parts
            said = (
                in_compiled(text)
                if is_compiled
                else in_python(text)
                if path.suffix == ".py"
                else in_template(text, path.name)
            )
            for sentence in said:
                found.setdefault(sentence, path.relative_to(ROOT).as_posix())
    for sentence in declared():
        found.setdefault(sentence, "declared")
    return found


def in_python(text: str) -> Iterator[str]:
    """What is said by gettext in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            first = node.args[0] if node.args else None
            if name in SAID and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def in_compiled(text: str) -> Iterator[str]:
    """What is said in a template of Jinja's."""
    yield from re.findall(r'\b_\("([^"]+)"\)', text)


def in_template(text: str, name: str) -> Iterator[str]:
    """What is said in a template: Django turns it into calls of gettext."""
    from django.utils.translation.template import templatize

    for line in templatize(text, origin=name).splitlines():
        if "gettext" not in line and "_(" not in line:
            continue
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline))
        for before, opening, said in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if before.string in SAID and opening.string == "(" and said.type == tokenize.STRING:
                yield str(ast.literal_eval(said.string))


def declared() -> Iterator[str]:
    """What is translated when it is shown: titles of pages, groups of the menu, labels of roles, words of lights."""
    from guiju.actions.acts import OrderState
    from guiju.actions.inspections.acts import KINDS, Answer
    from guiju.actions.queries.tray import TASKS
    from guiju.findings.duties import Nature
    from guiju.findings.lawmaking import weighing
    from guiju.findings.lawmaking.acts import PageState
    from guiju.findings.life.acts import State
    from guiju.project.catalogue import SUBJECTS
    from guiju.project.roles import ROLES
    from guiju.project.site.api.site import ENDPOINTS
    from guiju.project.site.sample_accounts import SAMPLE_ACCOUNTS
    from guiju.project.site.urls import PAGES
    from guiju.scores.reports.lights import BLUE, BROKEN, GREEN, GREY, NONE, RED, YELLOW
    from guiju.subjects.cases.projector import submission as submissions
    from guiju.subjects.cases.screens import words
    from guiju.values.yaml_text import read_yaml_text

    for page in PAGES:
        yield str(page.title)
        if page.menu is not None:
            yield str(page.menu.group)
    yield from (word for one in ENDPOINTS for word in (str(one.page.title), one.tag))
    yield from (role.label for role in ROLES.values())
    yield from (one.hint for one in SAMPLE_ACCOUNTS)
    yield from (one.label for kind in (State, OrderState, Nature, Answer, PageState) for one in kind)
    yield from (*KINDS.values(), *weighing.WORDS)
    yield from TASKS.values()
    yield from (word for subject in SUBJECTS for task in subject.tasks for word in (task.label, task.act))
    yield from (one.label for one in submissions.State)
    decisions = read_yaml_text((ROOT / "law" / "approvals.yaml").read_text(encoding="utf-8"))
    yield from (one["zh"] for part in ("features", "decisions") for one in decisions[part].values())
    for said in (words.STEP_WORDS, words.REFUSAL_WORDS, words.VOTE_WORDS, words.ANSWER_WORDS, words.ENDED_WORDS):
        yield from said.values()
    yield from (light.word for light in (BLUE, BROKEN, GREEN, GREY, NONE, RED, YELLOW))


def missing() -> dict[str, str]:
    """The sentences without a whole, certain English entry, with where they are said."""
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated() and "fuzzy" not in entry.flags}
    return {said: place for said, place in sentences().items() if CHINESE.search(said) and said not in known}


def main() -> None:
    """Print what is missing."""
    from guiju.project.ledger.opening import start_django

    start_django()
    for sentence, place in missing().items():
        entry = polib.POEntry(msgid=sentence, msgstr="", comment=place)
        sys.stdout.write(f"{entry}\n")


if __name__ == "__main__":
    main()
