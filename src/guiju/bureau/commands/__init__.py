"""What may be done in the bureau: each function appends events, and they are the change."""

from guiju.bureau.commands.accounts import close_account, found, open_account, reset_sign_in
from guiju.bureau.commands.corrections import may_approve
from guiju.bureau.commands.grants import delegate, grant_role, propose_role, refuse_role, revoke_role, withdraw
from guiju.bureau.commands.mending import approve_record, propose_record, refuse_record
from guiju.bureau.commands.officers import end_post, post_officer, register_officer
from guiju.bureau.commands.rosters import import_roster
from guiju.bureau.commands.tokens import ask_token, grant_token, revoke_token
from guiju.bureau.commands.unit_lists import import_units
from guiju.bureau.commands.units import (
    change_unit_kind,
    close_unit,
    fix_establishment,
    move_unit,
    open_unit,
    rename_unit,
)

__all__ = [
    "approve_record", "ask_token", "change_unit_kind", "close_account", "close_unit", "delegate", "end_post",
    "fix_establishment", "found", "grant_role", "grant_token", "import_roster", "import_units", "may_approve",
    "move_unit", "open_account", "open_unit", "post_officer", "propose_record", "propose_role", "refuse_record",
    "refuse_role", "register_officer", "rename_unit", "reset_sign_in", "revoke_role", "revoke_token", "withdraw",
]  # fmt: skip
