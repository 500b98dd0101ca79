"""A first password needs a code handed over in person; nobody alone becomes somebody else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from tests.unit.sign_in.browsing import PASSWORD, as_sample, current_code, enrol, is_in, send

from guiju.bureau import commands
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.facts.histories import every_event
from guiju.project.ledger.bureau_desks.permissions import give_code
from guiju.screens.sign_in.models import FirstCode
from guiju.screens.sign_in.passwords import fault_of, issue_code
from guiju.screens.sign_in.proving import has_second_factor

NEW = "沿河而下-七里-柳-91"


def events(kind):
    return [one for part in every_event() for one in part if one.event.type == kind]


def first(site, code, account="chief", password=NEW, again=None):
    client = site.new_client()
    fields = {"account": account, "code": code, "password": password, "again": password if again is None else again}
    return client, send(client, "/sign-in/first/", **fields)


def test_a_code_sets_the_password_once_and_the_second_factor_comes_next(site):
    code = issue_code("chief", site.office.now)
    client, answer = first(site, code)
    assert answer.headers["Location"] == "/sign-in/enrol/"
    assert not is_in(client)
    assert send(site.client, "/sign-in/", account="chief", password=PASSWORD).status_code == 422
    assert send(site.client, "/sign-in/", account="chief", password=NEW).status_code == 302
    assert first(site, code)[1].status_code == 422, "a code is good once"
    [told] = events("bureau.account_renewed")
    assert (told.actor, dict(told.event.fields)) == ("chief", {"account": "chief", "sign_in_part": "password"})


def test_a_code_may_be_typed_in_small_letters_and_without_lines(site):
    code = issue_code("chief", site.office.now)
    assert first(site, code.lower().replace("-", " "))[1].status_code == 302


@pytest.mark.parametrize("what", ["wrong", "old", "unknown", "replaced", "closed"])
def test_what_is_no_good_code_gets_one_answer(site, what):
    code, account = issue_code("chief", site.office.now), "chief"
    if what == "wrong":
        code = "AAAA-BBBB-CCCC-DDDD"
    elif what == "old":
        site.office.book.pass_time(hours=24)
    elif what == "unknown":
        account = "nobody"
    elif what == "replaced":
        issue_code("chief", site.office.now)
    else:
        commands.close_account("chief", **site.office.words("sys"))
    _, answer = first(site, code, account=account)
    assert answer.status_code == 422
    assert "账号或一次性口令不对，或口令已过期" in answer.content.decode()


def test_nothing_of_a_code_can_be_read_back(site):
    code = issue_code("chief", site.office.now)
    other = issue_code("other", site.office.now)
    rows = {row.account: row.digest for row in FirstCode.objects.all()}
    plain = code.replace("-", "")
    assert len(plain) == 16 and code != other
    assert all(part not in rows["chief"] for part in code.split("-"))
    assert rows["chief"].startswith("pbkdf2_sha256$")
    assert issue_code("chief", site.office.now) and rows["chief"] != FirstCode.objects.get(account="chief").digest


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "至少 12 个字符。"), ("123456789012", "不能全是数字。"), ("passwordpassword", ""),
        ("xx-CHIEF-2026-yy", "不能与账号相同或包含账号。"), (NEW, ""),
    ],
)  # fmt: skip
def test_a_password_is_refused_in_our_own_words(site, password, said):
    assert fault_of(password, "chief") in (said, said + "这个密码太常见，容易被猜中。")


def test_a_refused_password_does_not_use_the_code_up(site):
    code = issue_code("chief", site.office.now)
    assert first(site, code, password="short")[1].status_code == 422
    assert first(site, code, again="something else")[1].status_code == 422
    assert first(site, code)[1].status_code == 302


def test_who_gives_the_password_cannot_take_the_second_factor(site):
    words = site.office.words
    with pytest.raises(PermissionRefused):
        commands.reset_sign_in("chief", "second_factor", **words("sys"))
    with pytest.raises(PermissionRefused):
        commands.reset_sign_in("chief", "password", **words("sec1"))
    for signer in ("sys", "sec1", "aud"):
        with pytest.raises(PermissionRefused):
            commands.reset_sign_in("chief", "recovery_codes", **words(signer))
    with pytest.raises(PermissionRefused, match="自己的第二重验证"):
        commands.reset_sign_in("sec1", "second_factor", **words("sec1"))
    assert commands.reset_sign_in("chief", "second_factor", **words("sec1")).ids


def test_after_a_reset_the_old_device_is_no_good_and_the_sessions_are_over(site):
    client, secret, _ = enrol(site)
    security = as_sample(site, "sec1")
    answer = send(security, "/manage/accounts/chief/second-factor/")
    assert answer.status_code == 302
    assert not is_in(client)
    assert not has_second_factor(site.row)
    again = site.new_client()
    assert send(again, "/sign-in/", account="chief", password=PASSWORD).headers["Location"] == "/sign-in/enrol/"
    page = again.get("/sign-in/enrol/").content.decode()
    assert re.search(r'class="secret">(\w+)<', page).group(1) != secret
    [told] = events("bureau.account_renewed")
    assert told.actor == "sec1" and secret not in str(told)


def test_the_secret_of_a_second_factor_does_not_lie_in_the_database_as_it_is(site):
    _, secret, _ = enrol(site)
    stored = [str(row.data) for row in Authenticator.objects.all()]
    assert stored and all(secret not in one for one in stored)


def test_a_wrong_second_factor_is_told_in_our_own_words(site):
    _, secret, _ = enrol(site)
    client = site.new_client()
    send(client, "/sign-in/", account="chief", password=PASSWORD)
    pages = [send(client, "/sign-in/second/", code="000000").content.decode() for _ in range(7)]
    assert "口令不对或已过期" in pages[0] and "尝试次数过多" in pages[-1]
    assert send(client, "/sign-in/second/", code=current_code(secret)).status_code == 422, (
        "the right one comes too late"
    )
    assert not any("ncorrect" in page or "Too many" in page for page in pages)


def test_at_the_machine_the_first_administrator_gets_his_code_from_the_operator(site, capsys):
    give_code("sys", by="sys")
    code = re.search(r"[A-Z2-9-]{19}", capsys.readouterr().out).group()
    _, answer = first(site, code, account="sys")
    assert answer.headers["Location"] == "/sign-in/enrol/"
    assert [(one.actor, one.actor_kind) for one in events("bureau.account_renewed")] == [
        ("sys", "operator"), ("sys", "person"),
    ]  # fmt: skip
