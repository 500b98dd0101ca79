"""Two cases handled at a browser from the first report to the end, by somebody without a case system."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.sample_people import Person
from tests.unit.screens.recording.told import ADMINISTRATIVE, CRIMINAL, PERSON, VICTIM

pytestmark = pytest.mark.slow
CASES = {"administrative": (ADMINISTRATIVE, "BN-1", {"public_order": "yes"}), "criminal": (CRIMINAL, "BN-2", {})}
NAMES = {PERSON: "石**", VICTIM: "秦**"}


class Recorder:
    """An officer who fills in only what does not stand there yet; ``typed`` counts his fields."""

    def __init__(self, somebody: Person) -> None:
        self.somebody, self.page, self.typed = somebody, somebody.page, 0

    def sends(self, form: str, fields: dict[str, str]) -> None:
        """Fill in a form and send it."""
        for name, value in fields.items():
            self._put(self.page.locator(f"#form-{form}"), name, value)
        self.page.locator(f"#form-{form} .form-acts button[type=submit]").first.click()
        expect(self.page.locator(".message-good").first).to_contain_text("已登记")

    def _put(self, form, name: str, value: str) -> None:
        field = form.locator(f"[name={name}]")
        kind = field.first.evaluate("one => one.type || one.tagName")
        if not field.first.is_visible():
            form.locator("details.form-more > summary").click()
        if name == "person":
            wanted = form.locator("label.option", has_text=NAMES[value]).locator("input")
            for box in form.locator("[name=person]:checked").all():
                box.uncheck()
            wanted.check()
            return
        self.typed += 1
        if kind == "radio":
            form.locator(f"[name={name}][value='{value}']").check()
        elif kind == "checkbox":
            field.check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("kind", CASES)
def test_a_case_is_handled_from_the_first_report_to_the_end(person, kind):
    steps, number, more = CASES[kind]
    officer = person("east.officer")
    recorder = Recorder(officer)
    officer.goto("/cases/new/")
    recorder.sends("new_case", {"number": number, "category": kind, **more})
    expect(officer.page.locator("h1")).to_have_text(f"{number} 登记")
    for _at, step, typed in steps:
        # What just happened is recorded as it happens: the instant and the officers stand in the form.
        said = {name: value for name, value in typed.items() if name not in ("happened_at", "ended_at", "officer")}
        assert officer.goto(f"/cases/{number}/record/{step}/") == 200
        recorder.sends("record", said)
    officer.goto(f"/cases/{number}/record/")
    counted = int(re.search(r"本案由人填写的字段：(\d+) 项", officer.text())[1])
    print(f"{kind}: {len(steps) + 1} forms, {recorder.typed} fields filled in by hand, {counted} counted by the site")
    assert recorder.typed <= 2 * (len(steps) + 1)
    # What the site counts is what he did, but for what opens with a choice that he merely left.
    assert abs(counted - recorder.typed) <= len(steps) // 4
    assert officer.page.locator(".steps .badge, .steps [class*=badge]").count() > 20
    assert officer.faults == []


def test_the_page_of_a_case_leads_to_the_next_step_and_back_without_a_script(person):
    officer = person("east.officer", java_script_enabled=False)
    officer.goto("/cases/new/")
    officer.page.locator("[name=number]").fill("BN-3")
    officer.page.locator("[name=category][value=criminal]").check()
    officer.page.locator("#form-new_case .form-acts button").first.click()
    officer.goto("/threads/case/BN-3/")
    officer.page.get_by_role("link", name="登记下一步").click()
    officer.page.locator("#owed").get_by_role("link", name="交付受案回执").click()
    officer.page.locator("#form-record .form-acts button").first.click()
    expect(officer.page.locator(".message-good")).to_have_text("已登记“交付受案回执”。")
    assert officer.faults == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_fit(person, width):
    officer = person("east.legal", viewport={"width": width, "height": 900})
    officer.goto("/cases/new/")
    number = f"BN-{width}"
    officer.fill("new_case", number=number, category="administrative", public_order="yes")
    officer.page.locator("#form-new_case .form-acts button").first.click()
    for address in ("/cases/new/", f"/cases/{number}/record/", f"/cases/{number}/record/decision/"):
        assert officer.goto(address) == 200
        if officer.page.locator("details.form-more > summary").count():
            officer.page.locator("details.form-more > summary").click()
        assert officer.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address
