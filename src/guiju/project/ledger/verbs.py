"""The verbs that work on this bureau's ledger; each of them hands over to a desk of its own."""

import typer

from guiju.project.ledger import bureau_verbs, findings_verbs, import_verbs, proof_verbs, witness_verbs
from guiju.project.ledger.bureau_desks import correction_verbs
from guiju.project.options import refuse
from guiju.values.errors import GuijuError


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(name="open")(open_)
    import_verbs.register(app)
    findings_verbs.register(app)
    proof_verbs.register(app)
    witness_verbs.register(app)
    bureau_verbs.register(app)
    correction_verbs.register(app)


def open_() -> None:
    """建立本单位的账本：数据库表、签名密钥、第一个检查点。已有账本时不做任何改动。"""
    from guiju.project import env
    from guiju.project.ledger.opening import make_ledger

    try:
        name = make_ledger()
    except GuijuError as error:
        refuse(error)
    typer.echo(f"账本已建立，编号 {name}。")
    typer.echo(f"签名密钥在“{env.keys_folder()}”：请由另一名管理员另行备份，不要与数据库备份放在一起。")
