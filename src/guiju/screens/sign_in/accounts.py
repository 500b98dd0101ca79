"""From what somebody types or a gateway says to an account that the bureau has opened."""

from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import account_at
from guiju.screens.sign_in.models import SiteAccount


def open_account_named(name: str, at: int) -> str:
    """The account of that name, or of that police number, if it is open at an instant; empty where there is none.

    A number with several open accounts is none of them: a certificate must say which.
    """
    if account_at(name, at) is not None:
        return name
    numbered = Account.objects.filter(officer=name, opened_at__lte=at, closed_at__gt=at).values_list("name", flat=True)
    found = [account for account in numbered if account_at(account, at) is not None]
    return found[0] if name and len(found) == 1 else ""


def find_row(account: str) -> SiteAccount | None:
    """The site's row of an account, where there is one already."""
    return SiteAccount.objects.filter(name=account).first()


def row_of(account: str) -> SiteAccount:
    """The site's row of an account, made when it is first needed; without a password nobody signs in by one."""
    row, is_new = SiteAccount.objects.get_or_create(name=account)
    if is_new:
        row.set_unusable_password()
        row.save()
    return row
