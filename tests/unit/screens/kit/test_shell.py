"""The shell: who is here, what he may open, in which language; and nothing inline in any of it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from tests.unit.screens.kit.conftest import AT, Markup

from guiju.project.site.urls import PAGES
from guiju.screens.kit.entrance import url_of
from guiju.screens.kit.messages import say
from guiju.screens.kit.page import SIGNED_IN, Entry, Page
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import NOBODY, Visit
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

HOSTILE = '"><script>alert(1)</script>'


class Missing(GuijuError):
    code = "thing.not_found"


def own(visit: Visit) -> HttpResponse:
    return show(visit, "kit/listing.html", {"list": HOSTILE}, title=HOSTILE, crumbs=(Crumb(HOSTILE, "/own/"),))


def missing(visit: Visit) -> HttpResponse:
    raise Missing("没有。")


def broken(visit: Visit) -> HttpResponse:
    raise RuntimeError("内情")


OWN = (
    Page("broken", "broken/", broken, SIGNED_IN, "出错"),
    Page("own", "own/", own, SIGNED_IN, "案件", menu=Entry("办案", 1, "folder", lambda visit: 7)),
    Page("secret", "secret/", own, "grant_role", "授权", menu=Entry("办案", 2)),
    Page("missing", "missing/", missing, SIGNED_IN, "没有"),
)
handler400 = "guiju.screens.kit.faults.bad_request"
handler404 = "guiju.screens.kit.faults.page_not_found"
handler500 = "guiju.screens.kit.faults.server_error"
urlpatterns = [*(url_of(page) for page in (*PAGES, *OWN)), path("bare/", lambda request: HttpResponse("x"))]


@pytest.fixture
def client(settings_here, visiting):
    """A browser in whose session sits whoever ``client.holder`` is."""
    browser = Client(SERVER_NAME="localhost")
    browser.holder = NOBODY

    def visit_of(request):
        return Visit(request, Scope(browser.holder.account, at=AT), browser.holder, AT)

    install(Site((*PAGES, *OWN), visit_of, notes=lambda: ("演示数据",)))
    return browser


@pytest.fixture
def settings_here(monkeypatch):
    """The pages of this test among the site's own."""
    from django.conf import settings
    from django.urls import clear_url_caches

    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture
def officer(client, visiting):
    client.holder = visiting(account="jia", may=("correct",)).holder
    return client


def test_the_live_page_shows_every_component_and_holds_nothing_inline(client):
    answer = client.get("/kit/")
    markup = Markup(answer.content.decode())
    assert answer.status_code == 200
    assert [one for one in markup.all("script") if "src" not in one] == []
    names = {name for _tag, attributes in markup.tags for name in attributes}
    assert {name for name in names if name.startswith(("on", "hx-on")) or name == "style"} == set()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_the_menu_shows_what_the_visitor_may_open_and_no_more(officer):
    markup = Markup(officer.get("/own/").content.decode())
    addresses = [link["href"] for link in markup.all("a")]
    assert "/own/" in addresses and "/secret/" not in addresses
    assert officer.get("/secret/").status_code == 403
    assert "示例甲" in markup.text and "法制员" in markup.text and "演示数据" in markup.text


def test_a_title_or_crumb_cannot_run(officer):
    markup = Markup(officer.get("/own/").content.decode())
    assert [one for one in markup.all("script") if "src" not in one] == []
    assert markup.text.count(HOSTILE) >= 4


def test_foreign_and_absent_are_answered_alike(officer):
    first, second = officer.get("/missing/"), officer.get("/missing/?x=1")
    assert first.status_code == second.status_code == 404
    assert "不在您的权限范围内" in first.content.decode()


def test_the_drawer_gets_the_content_without_the_shell(officer):
    text = officer.get("/own/", headers={"HX-Request": "true", "HX-Target": "drawer"}).content.decode()
    assert "<!doctype" not in text and "打开整页" in text
    assert HOSTILE in Markup(text).text


def test_chinese_is_spoken_unless_english_was_chosen(client):
    assert 'lang="zh-hans"' in client.get("/kit/why/", headers={"Accept-Language": "en"}).content.decode()
    answer = client.post("/kit/language/", {"language": "en", "next": "/kit/why/"})
    assert (answer.status_code, answer.url) == (302, "/kit/why/")
    assert "Why this date" in client.get("/kit/why/").content.decode()
    client.post("/kit/language/", {"language": "zh-hans", "next": "/kit/why/"})
    assert "为什么是这一天" in client.get("/kit/why/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.invalid/", "//evil.invalid", "javascript:alert(1)", ""])
def test_the_switch_of_language_never_leads_away(client, back):
    assert client.post("/kit/language/", {"language": "xx", "next": back}).url == "/"


def test_a_message_is_said_once(settings_here, visiting):
    visit = visiting(account="jia")
    install(Site((*PAGES, *OWN), lambda request: visit))
    say(visit, "已记录。")
    assert "已记录。" in own(visit).content.decode()
    assert "已记录。" not in own(visit).content.decode()


def test_a_post_without_its_token_is_refused_and_says_what_to_do(client):
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = strict.post("/kit/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "刷新后重新提交" in answer.content.decode()


def test_what_another_site_sends_is_refused(client):
    answer = client.post("/kit/language/", {"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "django_language" not in answer.cookies


def test_an_address_that_does_not_exist_is_answered_like_one_that_is_foreign(officer):
    nowhere, foreign = officer.get("/nowhere/"), officer.get("/missing/")
    assert nowhere.status_code == foreign.status_code == 404
    assert officer.get("/nowhere/").content.count("不在您的权限范围内".encode()) == 1


def test_a_fault_of_ours_is_told_without_its_inside(officer):
    officer.raise_request_exception = False
    answer = officer.get("/broken/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "没有完成" in text and "内情" not in text and "Traceback" not in text


def test_a_host_that_is_not_ours_is_refused():
    answer = Client(SERVER_NAME="evil.invalid").get("/kit/")
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
