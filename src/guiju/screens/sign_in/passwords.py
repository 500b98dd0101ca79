"""What a password must be, said in our words, and the code with which somebody sets his first one."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guiju.screens.sign_in.models import FirstCode, SiteAccount
from guiju.values.clock import DAY_SECONDS, SECOND

LASTS = DAY_SECONDS * SECOND
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that is taken for another when it is copied from paper."""
_GROUPS, _LONG = 4, 4


def fault_of(password: str, account: str) -> str:
    """Why this may not be a password, in sentences; empty where it may."""
    found = [_("不能与账号相同或包含账号。")] if account and account.lower() in password.lower() else []
    try:
        validate_password(password)
    except ValidationError as error:
        for one in error.error_list:
            found.append(_sentence(str(one.code), one.params or {}))
    return "".join(found)


def issue_code(account: str, at: int) -> str:
    """A new code for an account, good for a day; the one before is good no more.

    It is drawn from more than 10²⁴, so that nobody guesses it; what is kept is salted and cannot be read back.
    """
    code = "-".join("".join(secrets.choice(_LETTERS) for _letter in range(_LONG)) for _group in range(_GROUPS))
    said = {"digest": make_password(_plain(code)), "until": at + LASTS}
    FirstCode.objects.update_or_create(account=account, defaults=said)
    return code


def is_right_code(account: str, code: str, at: int) -> bool:
    """Whether this is the code of that account and still good; an unknown account takes as long to refuse."""
    row = FirstCode.objects.filter(account=account, until__gt=at).first()
    return check_password(_plain(code), row.digest if row is not None else "")


def spend_code(account: str) -> bool:
    """Use the code up; false where somebody else was quicker."""
    return FirstCode.objects.filter(account=account).delete()[0] == 1


def set_password(row: SiteAccount, password: str) -> None:
    """Let this be the password of an account."""
    row.set_password(password)
    row.save(update_fields=["password"])


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def _sentence(code: str, said: dict[str, object]) -> str:
    sentences = {
        "password_too_short": _("至少 %(least)s 个字符。") % {"least": said.get("min_length", "")},
        "password_too_common": _("这个密码太常见，容易被猜中。"),
        "password_entirely_numeric": _("不能全是数字。"),
    }
    return sentences.get(code, _("这个密码不符合要求。"))
