"""Every form, with nothing but links and forms, and after the server was killed while somebody was writing."""

from collections import deque

import pytest
from playwright.sync_api import Error, expect
from tests.browser.sample_people import PDF, Person, ask, is_page
from tests.flow.site_walk import joined, shape_of, starting_points
from tests.sites import Read, copy_of_sample, served

pytestmark = pytest.mark.slow
PEOPLE = ("east.officer", "east.legal", "east.chief", "legal.department", "sysadmin", "security1")
MOST = 70
LEADS_OUT = {"sign_in", "sign_in.first", "sign_out", "language"}
HALF = "写到一半的话"


def forms_of(somebody: Person, taken: set[object], more: list[str]) -> list[str]:
    """Addresses of pages with a form that was not taken yet, a page of each kind, as far as links lead."""
    waiting, seen, found = deque([*more, *starting_points()]), set(), []
    looked = 0
    while waiting and looked < MOST:
        address = waiting.popleft()
        shape = shape_of(address)
        kind = (shape, address.split("/do/")[1] if "/do/" in address else "")
        if shape is None or kind in seen or shape[0].startswith("kit") or shape[0] in LEADS_OUT or "export" in shape[1]:
            continue
        seen.add(kind)
        looked += 1
        answer = somebody.context.request.get(f"{somebody.service.address}{address}", max_redirects=0)
        if answer.status != 200 or not is_page(answer):
            continue
        read = Read(answer.text())
        links = [joined(address, one) for one in read.links]
        # What was asked for leads to its own forms before anything else.
        if address.startswith(tuple(more)):
            waiting.extendleft(reversed(links))
        else:
            waiting.extend(links)
        own = {tuple(sorted({*form.fields, *form.options})) for form in read.forms if "_key" in form.fields}
        new = {(shape[0], kind[1], one) for one in own if shape[0] != "saved_view" and "listing" not in one} - taken
        if new:
            taken |= new
            found.append(address)
    return found


def fill_anything(somebody: Person) -> None:
    """Put something into each field of the first form that is a page's own."""
    form = somebody.page.locator("form[id^=form-]").first
    folded = form.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    for field in form.locator("input:not([type=hidden]), textarea, select").all():
        kind = field.evaluate("one => one.tagName == 'SELECT' ? 'select' : (one.type || 'text')")
        if kind == "select":
            options = field.locator("option").evaluate_all("all => all.map(one => one.value).filter(one => one)")
            if options:
                field.select_option(options[0])
        elif kind in ("radio", "checkbox"):
            if not field.is_checked():
                field.check()
        elif kind == "file":
            field.set_input_files({"name": "材料.pdf", "mimeType": "application/pdf", "buffer": PDF})
        elif kind == "date":
            field.fill("2026-12-20")
        elif kind == "datetime-local":
            field.fill("2026-12-01T09:00")
        else:
            field.fill("试填")


def findings_at(somebody: Person, number: int) -> list[str]:
    """The pages of some findings, to begin with."""
    rows = ask(
        somebody.service.home, "SELECT id FROM finding WHERE unit LIKE '%城东%' ORDER BY id DESC LIMIT ?", number
    )
    return [f"/findings/one/{name}/" for (name,) in rows]


def sent_by(somebody: Person, account: str, taken: set[object]) -> dict[str, tuple[int, bool]]:
    """Each form that somebody is offered, filled in with anything and sent: the status, and whether he was told."""
    answered = {}
    for address in forms_of(somebody, taken, findings_at(somebody, 3)):
        if somebody.goto(address) != 200 or not somebody.page.locator("form[id^=form-]").count():
            continue
        fill_anything(somebody)
        with somebody.page.expect_navigation() as moved:
            somebody.page.locator("form[id^=form-] .form-acts button[type=submit]").first.click()
        status = moved.value.status
        is_told = somebody.page.locator(".message, [role=alert], .empty, h1").count() > 0
        answered[f"{account} {address}"] = (status, is_told)
    return answered


def test_each_form_can_be_sent_without_a_script(browser, tmp_path):
    # On a service of its own: what is sent here would be missed, or found, by those who look at the sample later.
    taken, answered = set(), {}
    with served(copy_of_sample("station", tmp_path)) as service:
        for account in PEOPLE:
            somebody = Person(browser, service, account, java_script_enabled=False)
            answered |= sent_by(somebody, account, taken)
            somebody.leave()
    assert {one: said for one, said in answered.items() if said[0] not in (200, 422) or not said[1]} == {}
    assert len(answered) > 12, answered


def test_what_is_half_written_when_the_server_is_killed_is_offered_again(browser, tmp_path):
    with served(copy_of_sample("station", tmp_path)) as service:
        people = [Person(browser, service, account) for account in ("east.legal", "legal.department", "east.chief")]
        taken, begun = set(), []
        for somebody in people:
            for address in forms_of(somebody, taken, findings_at(somebody, 2)):
                somebody.goto(address)
                fields = somebody.page.locator("form:has([name=_draft]) textarea")
                if fields.count():
                    fields.first.fill(HALF)
                    somebody.page.keyboard.press("Tab")
                    expect(somebody.page.locator(".draft-state").first).to_contain_text("自动保存")
                    begun.append((somebody, address))
        assert len(begun) >= 3
        writer, address = begun[-1]
        service.kill()
        with pytest.raises(Error):
            writer.page.reload()
        service.start()
        for somebody, address in begun:
            assert somebody.goto(address) == 200
            expect(somebody.page.locator("form:has([name=_draft]) textarea").first).to_have_value(HALF)
            expect(somebody.page.locator(".draft-found")).to_be_visible()
        writer, address = next(one for one in begun if "/reject_finding/" in one[1])
        writer.goto(address)
        writer.page.locator("#form-reject_finding .form-acts button[type=submit]").first.click()
        expect(writer.page.locator(".message-good")).to_contain_text("已记录")
        reasons = "SELECT count(*) FROM event WHERE type = 'findings.rejected'"
        assert ask(service.home, reasons) == [(1,)]
        for somebody in people:
            somebody.leave()
