"""The people of the sample at their browsers, over the real service in a process of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, expect
from tests.sites import Service

PATIENCE = 8_000
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Person:
    """Somebody of the sample who has signed in with one click."""

    def __init__(self, browser: Browser, service: Service, account: str, **words: Any) -> None:
        wanted = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **words}
        self.context: BrowserContext = browser.new_context(**wanted)
        self.service, self.account, self.faults = service, account, []
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        self.page.goto(f"{service.address}/sign-in/")
        self.page.locator(f".samples button[value='{account}']").click()
        expect(self.page.locator("header.head")).to_be_visible()

    def goto(self, address: str) -> int:
        """Open a page; the status of the answer."""
        answer = self.page.goto(f"{self.service.address}{address}")
        assert answer is not None
        return answer.status

    def do(self, address: str, command: str, **values: str) -> None:
        """Take a step about a finding or an order by its form: open its page, follow the button, fill in, send."""
        step = self._step(address, command).first
        expect(step).to_be_visible()
        self.goto(str(step.get_attribute("href")))
        self.fill(command, **values)
        self.page.locator(f"#form-{command} .form-acts button[type=submit]").first.click()
        expect(self.page.locator(".message-good")).to_contain_text("已记录")

    def fill(self, form: str, **values: str) -> None:
        """Fill in fields by their names: text, choice, radio, one of several, or file."""
        for name, value in values.items():
            field = self.page.locator(f"#form-{form} [name={name}]")
            kind = field.first.evaluate("one => one.type || one.tagName")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"#form-{form} [name={name}][value='{value}']").check()
            elif kind.startswith("select"):
                field.select_option(value)
            elif kind == "file":
                field.set_input_files({"name": value, "mimeType": "application/pdf", "buffer": PDF})
            else:
                field.fill(value)

    def may(self, address: str, command: str) -> bool:
        """Whether the page offers a step."""
        return self._step(address, command).count() > 0

    def _step(self, address: str, command: str) -> Locator:
        """The button of a step; where the steps are a part that the page loads afterwards, from that part."""
        assert self.goto(address) == 200, address
        if self.page.locator("#steps a[href$='/steps/'], #steps [hx-get$='/steps/']").count():
            self.goto(f"{address}steps/")
        return self.page.locator(f"main a[href*='/do/{command}/']")

    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()


def is_page(answer: APIResponse) -> bool:
    """Whether an answer is a page to look at, not a file to keep."""
    return "html" in answer.headers.get("content-type", "")


def ask(home: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in the database of a served home, seen from outside."""
    with closing(sqlite3.connect(f"file:{home / 'guiju.sqlite3'}?mode=ro", uri=True)) as file:
        return file.execute(statement, values).fetchall()
