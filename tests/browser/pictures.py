"""The small pictures of docs/screens: `python -m tests.browser.pictures` takes them anew from a sample."""

import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.sample_people import Person, ask
from tests.sites import ROOT, Service, copy_of_sample, served

PLACE = ROOT / "docs" / "screens"
SIZES = {"": {"width": 1440, "height": 810}, "-390": {"width": 390, "height": 760}}
SCALES = {"": 0.6, "-390": 1.0}
"""A wide page is laid out wide, and drawn smaller."""
ACCOUNT = "east.legal"
MORE = {
    "steps": ("east.officer", "/cases/{case}/record/"),
    "rule": ("east.legal", "/law/rules/cases.notify-hearing-right/"),
    "write-rule": ("legal.department", "/law/write/"),
    "burden": ("legal.department", "/burden/"),
    "unit": ("political", "/manage/units/{unit}/"),
    "audit": ("audit", "/audit/"),
    "interface": ("sysadmin", "/api/"),
}
"""Pages of the second part: who looks, and at what."""


def take(browser: Browser, service: Service) -> None:
    """Take each page wide and narrow, and the in-tray in English as well."""
    [[case]] = ask(service.home, "SELECT value FROM finding WHERE rule = 'cases.notify-hearing-right'")
    [[finding]] = ask(service.home, "SELECT id FROM finding WHERE rule = 'cases.notify-hearing-right'")
    [[unit]] = ask(
        service.home, "SELECT code FROM bureau_unit_state WHERE name LIKE '%城东派出所' ORDER BY since DESC LIMIT 1"
    )
    pages = {"workbench": "/", "case": f"/threads/case/{case}/", "finding": f"/findings/one/{finding}/"}
    for ending, size in SIZES.items():
        outside = browser.new_page(viewport=size, device_scale_factor=SCALES[ending])
        outside.goto(f"{service.address}/sign-in/")
        outside.screenshot(path=PLACE / f"sign-in{ending}.png")
        outside.close()
        somebody = Person(browser, service, ACCOUNT, viewport=size, device_scale_factor=SCALES[ending])
        for name, address in pages.items():
            somebody.goto(address)
            somebody.page.wait_for_load_state("networkidle")
            somebody.page.screenshot(path=PLACE / f"{name}{ending}.png")
        somebody.leave()
    for name, (account, address) in MORE.items():
        for ending, size in SIZES.items():
            somebody = Person(browser, service, account, viewport=size, device_scale_factor=SCALES[ending])
            somebody.goto(address.format(case=case, unit=quote(unit)))
            somebody.page.screenshot(path=PLACE / f"{name}{ending}.png")
            somebody.leave()
    somebody = Person(browser, service, ACCOUNT, viewport=SIZES[""], device_scale_factor=SCALES[""])
    somebody.context.add_cookies([{"name": "django_language", "value": "en", "url": service.address}])
    somebody.goto("/")
    somebody.page.screenshot(path=PLACE / "workbench-en.png")
    somebody.leave()


if __name__ == "__main__":
    PLACE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(copy_of_sample("station", Path(folder))) as running:
            take(opened, running)
        opened.close()
