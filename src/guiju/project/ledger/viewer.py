"""Who looks, when somebody sits at the machine itself."""

from guiju.project import env
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError
from guiju.values.scope import Reach, Scope


class AccountNeeded(GuijuError):
    """Cases were asked for by nobody in particular, in a bureau that has accounts."""

    code = "viewer.account"
    remedy = "请用 --as 账号 写明以谁的权限查看；该账号看得到什么，这里就显示什么。"


def operator() -> Scope:
    """Whoever sits at the machine, as far as imports go: they are his work, row by row."""
    everything = Reach(role="operator", kinds=("",), is_everywhere=True, sees_unplaced=True, handles_withheld=True)
    return Scope(account="operator", reaches=(everything,))


def viewer_of(account: str) -> Scope:
    """The scope of an account; without one, everything as long as the bureau has no accounts at all.

    Raises:
        AccountNeeded: there are accounts, and none was named: the operator of the machine reads no cases.
    """
    # Models are classes that only an opened ledger knows.
    from guiju.bureau.models import Account
    from guiju.bureau.scope import scope_of

    if account:
        return scope_of(account, to_micros(env.now()))
    if Account.objects.exists():
        raise AccountNeeded("本单位已设账号，机器的操作员不直接查看案件。")
    return operator()
