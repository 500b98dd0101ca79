"""Every form about a finding, an order or a gathering: sent without a script, and after the server was killed in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect
from tests.browser.forms.open_forms import Bureau, OpenForm, ledger_of, open_forms
from tests.browser.sample_people import Person
from tests.sites import Service, copy_of_sample, served

from guiju.screens.findings.acts.declared import ACTS

pytestmark = pytest.mark.slow
HALF = "写到一半的话"


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[tuple[Service, list[OpenForm]]]:
    """A bureau of this test's own, served, and its open forms."""
    home = copy_of_sample("station", tmp_path)
    with ledger_of(home):
        forms = open_forms(Bureau())
    with served(home) as service:
        yield service, forms


def sent(somebody: Person, form: OpenForm) -> str:
    """What is wrong after a form was sent; empty where it was carried out."""
    somebody.page.locator(f"#form-{form.name} .form-acts button[type=submit]").first.click()
    good = somebody.page.locator(".message-good")
    try:
        expect(good).to_be_visible()
    except AssertionError:
        return f"{form.name}: {somebody.text()[:300]}"
    return ""


def test_each_is_carried_out_without_a_script(prepared, browser: Browser):
    service, forms = prepared
    people = {who: Person(browser, service, who, java_script_enabled=False) for who in {one.who for one in forms}}
    wrong = []
    for form in forms:
        somebody = people[form.who]
        assert somebody.goto(form.address) == 200, form
        somebody.fill(form.name, **form.values)
        wrong.append(sent(somebody, form))
    assert [one for one in wrong if one] == []
    for somebody in people.values():
        somebody.leave()


def test_each_is_carried_out_after_the_server_was_killed_in_the_middle_of_it(prepared, browser: Browser):
    service, forms = prepared
    people = {who: Person(browser, service, who) for who in {one.who for one in forms}}
    begun = [half_written(people[form.who], form) for form in forms]
    assert sum(begun) > 20
    service.kill()
    for somebody in people.values():
        with pytest.raises(Error):
            somebody.page.reload()
    service.start()
    wrong = []
    for form, is_begun in zip(forms, begun, strict=True):
        somebody, values = people[form.who], dict(form.values)
        assert somebody.goto(form.address) == 200, form
        if is_begun:
            field = somebody.page.locator(f"#form-{form.name} textarea").first
            expect(field, form.name).to_have_value(HALF)
            values.pop(str(field.get_attribute("name")))
        somebody.fill(form.name, **values)
        wrong.append(sent(somebody, form))
    assert [one for one in wrong if one] == []
    for somebody in people.values():
        somebody.leave()


def half_written(somebody: Person, form: OpenForm) -> bool:
    """Begin to fill in a form; whether it has a draft that could be kept."""
    somebody.goto(form.address)
    fields = somebody.page.locator(f"#form-{form.name}:has([name=_draft]) textarea")
    if not fields.count():
        return False
    fields.first.fill(HALF)
    somebody.page.keyboard.press("Tab")
    expect(somebody.page.locator(f"#form-{form.name} .draft-state")).to_contain_text("自动保存")
    return True


def test_every_step_is_among_them(prepared):
    assert set(ACTS) - {form.name for form in prepared[1]} == set()
