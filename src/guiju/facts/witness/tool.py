"""The witness as one file: what the superior's legal unit or the discipline body runs on a machine of its own."""

from pathlib import Path

from guiju.facts.verify.one_file import join

TOOL = "guiju-witness.py"
_MAIN = "guiju.facts.witness.parts.main"
_HEADER = '''#!/usr/bin/env python3
"""guiju-witness：规矩账本的见证方。由上级法制部门或纪检监察部门在自己的机器上运行，只需要 Python 3.11 或更高版本。

guiju-witness signs under a Guiju ledger only what continues everything it has signed before. It needs Python 3.11 or
newer and nothing else. Its folder must be one that nobody at the ledger can write.

    python3 -I -S guiju-witness.py init  --home DIR
    python3 -I -S guiju-witness.py trust --home DIR --ledger NAME KEYFILE
    python3 -I -S guiju-witness.py sign  --home DIR REQUEST.json --out ANSWER.json
    python3 -I -S guiju-witness.py serve --home DIR --spool DIR
    python3 -I -S guiju-witness.py show  --home DIR
    python3 -I -S guiju-witness.py held  --home DIR

退出码 exit status: 0 完成 done, 1 拒绝 refused, 2 不可读 unreadable.
格式 format: docs/ledger-format.md, version 1. 许可 licence: Apache-2.0.
"""

'''


def build() -> str:
    """The text of ``guiju-witness.py``, the same for the same parts."""
    return join(_MAIN, _HEADER)


def write_tool(path: Path) -> None:
    """Write the witness as one file."""
    path.write_text(build(), encoding="utf-8")
