"""Joins the parts of a program into one file that needs nothing but Python."""

import ast
from importlib.util import find_spec
from pathlib import Path

_INTERNAL = "guiju.facts."
_MAIN = "guiju.facts.verify.parts.main"
_HEADER = '''#!/usr/bin/env python3
"""guiju-verify：核对规矩的账本导出文件或回执，只需要 Python 3.11 或更高版本，不需要规矩本身。

guiju-verify checks a dump of a Guiju ledger, or a receipt. It needs Python 3.11 or newer and nothing else.

    python3 -I -S guiju-verify.py DUMP --key KEYS [--held HELD] [--witness WITNESSES] [--json]

KEYS: 每行“编号 公钥（十六进制）” lines of key id and public key in hexadecimal.
退出码 exit status: 0 完好 in order, 1 有问题 problems, 2 文件不可读 unreadable.
格式 format: docs/ledger-format.md, version 1. 许可 licence: Apache-2.0.
"""

'''
_FOOTER = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


def build() -> str:
    """The text of ``guiju-verify.py``, the same for the same parts."""
    return join(_MAIN, _HEADER)


def join(main: str, header: str) -> str:
    """One file of the module ``main`` and all that it imports of ours, each part after those that it needs."""
    texts = _gathered(main)
    trees = {name: ast.parse(text) for name, text in texts.items()}
    wanted = {name: _internal_imports(tree) for name, tree in trees.items()}
    outside: dict[str, set[str]] = {}
    bodies = []
    for name in _in_order(wanted):
        _collect(trees[name], outside)
        bodies.append(f"# ---- {name.rpartition('.')[2]} ----\n\n{_without_imports(texts[name], trees[name])}")
    plain = sorted(f"import {name}" for name, names in outside.items() if not names)
    some = sorted(f"from {name} import {', '.join(sorted(names))}" for name, names in outside.items() if names)
    return header + "\n".join([*plain, *some]) + "\n\n" + "\n\n\n".join(bodies) + _FOOTER


def _gathered(main: str) -> dict[str, str]:
    """The text of a module and of every module of ours that it needs, by name."""
    texts: dict[str, str] = {}
    waiting = {main}
    while waiting:
        name = waiting.pop()
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"no module {name}", name=name)
        texts[name] = Path(spec.origin).read_text(encoding="utf-8")
        waiting |= _internal_imports(ast.parse(texts[name])) - set(texts)
    return texts


def _internal_imports(tree: ast.Module) -> set[str]:
    return {
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(_INTERNAL)
    }


def _in_order(wanted: dict[str, set[str]]) -> list[str]:
    """Each part after those that it needs, else by name."""
    done: list[str] = []
    while len(done) < len(wanted):
        done.append(min(name for name, needs in wanted.items() if name not in done and needs <= set(done)))
    return done


def _collect(tree: ast.Module, outside: dict[str, set[str]]) -> None:
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                outside.setdefault(alias.name, set())
        elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(_INTERNAL):
            outside.setdefault(node.module, set()).update(alias.name for alias in node.names)


def _without_imports(text: str, tree: ast.Module) -> str:
    """The part's own lines: imports dropped, the module's docstring turned into a comment."""
    lines = text.split("\n")
    for node in reversed(tree.body):
        if isinstance(node, ast.Import | ast.ImportFrom):
            del lines[node.lineno - 1 : node.end_lineno]
    docstring = tree.body[0]
    end = docstring.end_lineno or 1
    about = [f"# {line}".rstrip() for line in (ast.get_docstring(tree) or "").split("\n")]
    return "\n".join([*about, *lines[end:]]).strip("\n")
