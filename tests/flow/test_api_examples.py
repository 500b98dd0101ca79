"""The examples of the interface do what they say, against the service as it runs."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from tests.sites import COMMAND, ROOT, Read, copy_of_sample, own_environment, served

from guiju.project.demo.sample import SITE_FROM

pytestmark = pytest.mark.slow
EXAMPLES = ROOT / "examples" / "api"


def guiju(home: Path, *words: str) -> str:
    done = subprocess.run(
        [*COMMAND, *words], env=own_environment(GUIJU_HOME=str(home)), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def grant_on_the_page(address: str, name: str) -> None:
    """The second signature, as a security administrator gives it who has signed in."""
    browser = build_opener(HTTPCookieProcessor())

    def send(path: str, button: str, **said: str) -> None:
        text = browser.open(f"{address}{path}", timeout=60).read().decode()
        form = next(one for one in Read(text).forms if one.action == button or ("_act", button) in one.buttons)
        request = Request(f"{address}{form.action or path}", urlencode({**form.fields, **said}, doseq=True).encode())
        request.add_header("Referer", f"{address}{path}")
        browser.open(request, timeout=60).read()

    send("/sign-in/", "/sign-in/sample/", account="security1")
    send(f"/account/tokens/{name}/", "grant", _act="grant")


@pytest.fixture(scope="module")
def token_and_address(tmp_path_factory):
    """A token as people get it at the command line, and the service over that ledger."""
    home = copy_of_sample("station", tmp_path_factory.mktemp("examples"))
    until = (datetime.fromisoformat(SITE_FROM) + timedelta(days=30)).isoformat()
    said = ("--role", "legal_officer", "--unit", "990151000000", "--until", until)
    token = guiju(home, "api", "token", "--as", "east.legal", *said)
    name = token.split("_")[1]
    assert re.fullmatch("guiju_[0-9a-f]{16}_[0-9a-f]{64}", token)
    words = [*COMMAND, "api", "grant", name, "--as", "security1"]
    twice = subprocess.run(
        words, env=own_environment(GUIJU_HOME=str(home)), capture_output=True, text=True, timeout=300
    )
    assert twice.returncode != 0 and "操作员" in twice.stdout + twice.stderr, "one operator does not sign twice"
    listed = guiju(home, "api", "tokens")
    assert "法制员" in listed and token.split("_")[2] not in listed
    with served(home) as service:
        grant_on_the_page(service.address, name)
        yield token, service.address


@pytest.mark.parametrize("words", [(sys.executable, "import_and_read.py"), ("sh", "import_and_read.sh")])
def test_an_example_imports_a_file_and_reads_its_findings(token_and_address, words):
    token, address = token_and_address
    done = subprocess.run(
        [*words, "cases.csv", "mapping.json"], cwd=EXAMPLES, capture_output=True, text=True, timeout=300,
        env=own_environment(GUIJU_TOKEN=token, GUIJU_ADDRESS=address),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "第 6 行" in done.stdout, "the row whose date nobody can read"
    [found] = [line for line in done.stdout.splitlines() if "不少于二人" in line]
    assert found.startswith("疑似问题：例A2026001") and "治安管理处罚法" in found
    assert "例A2026002" not in done.stdout, "two officers are as many as the law asks for"
    assert token not in done.stdout + done.stderr
