"""The verbs that work on this bureau's ledger; each of them hands over to a desk of its own."""

from enum import StrEnum
from typing import Annotated

import typer

from guiju.project.ledger import bureau_verbs, findings_verbs, import_verbs, proof_verbs, witness_verbs
from guiju.project.ledger.bureau_desks import correction_verbs
from guiju.project.ledger.proof import bundle_verbs
from guiju.project.options import refuse
from guiju.values.errors import GuijuError


class Hash(StrEnum):
    """What a ledger is hashed with."""

    SHA256 = "sha256"
    SM3 = "sm3"


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(name="open")(open_)
    import_verbs.register(app)
    findings_verbs.register(app)
    proof_verbs.register(app)
    witness_verbs.register(app)
    bundle_verbs.register(app)
    bureau_verbs.register(app)
    correction_verbs.register(app)


def open_(
    hash_: Annotated[Hash, typer.Option("--hash", help="摘要算法：sha256，或国密 sm3；建账后不能更换。")] = Hash.SHA256,
) -> None:
    """建立本单位的账本：数据库表、签名密钥、第一个检查点。已有账本时不做任何改动。"""
    from guiju.project import env
    from guiju.project.ledger.opening import make_ledger

    try:
        name = make_ledger(hash_name=hash_.value)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"账本已建立，编号 {name}。")
    typer.echo(f"签名密钥在“{env.keys_folder()}”：请由另一名管理员另行备份，不要与数据库备份放在一起。")
