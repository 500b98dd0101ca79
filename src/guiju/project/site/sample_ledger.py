"""The sample bureau in a ledger of its own: keys, bureau, records and findings, made step by step and only once.

A run that was cut short is taken up where it stopped; one that is whole changes nothing.
"""

import json
import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from guiju.project import env
from guiju.project.demo.made import Made, made_sample, read_note
from guiju.project.demo.sample import SITE_FROM
from guiju.project.demo.wall_calendar import minute
from guiju.project.demo.writer import write_earlier
from guiju.project.ledger.opening import kept_open, make_ledger, owned, start_django
from guiju.project.progress import Tell
from guiju.project.site.sample_accounts import SAMPLE_ACCOUNTS, SampleAccount
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError

__all__ = ["SAMPLE_ACCOUNTS", "SampleAccount", "is_sample_ledger", "make_sample_ledger", "sample_note"]

HOME, NOTE, LOCK = "home", "sample.json", "guiju.lock"
SOURCE = "样本县案件系统"
IMPORTER = "演示程序"


class HomeRefused(GuijuError):
    """The folder holds something that is no sample: it is left alone."""

    code = "demo.home"
    remedy = "请用 --folder 换一个空目录。"


class ElsewhereConnected(GuijuError):
    """This process works on another database already: a sample is never written into it."""

    code = "demo.database"
    remedy = "请单独执行 guiju demo。"


def make_sample_ledger(folder: Path, scale: str, seed: int, tell: Tell) -> Path:
    """Make the sample's files and, below ``folder``, the home of its ledger; the home.

    From then on this process works in that home, on the sample's clock.

    Raises:
        ScaleUnknown: there is no such scale.
        FolderRefused: nothing can be written there.
        HomeRefused: something else lies where the ledger is to be.
        LedgerInUse: somebody is working with this sample.
    """
    made = made_sample(folder, scale, seed, tell)
    home = (folder / HOME).absolute()
    origin = {**made.origin, "program": _program()}
    _check_home(home)
    env.live_in(home)
    start_django()
    _check_database(home)
    if read_note(home / NOTE).get("origin") != origin or not read_note(home / NOTE).get("is_open"):
        _lay_out(home, made, origin)
        make_ledger(sample_from=datetime.fromisoformat(SITE_FROM))
        _write_note(home, {"origin": origin, "is_open": True})
    with kept_open():
        _fill(home, made, scale, tell)
    return home


def is_sample_ledger() -> bool:
    """Tell whether the ledger that is open says of itself that all of it is invented."""
    from guiju.facts.seal.sample import find_sample_time

    return find_sample_time() is not None


def sample_note() -> str:
    """What stands above every page of a sample: that it is one, and what its clock says; empty over a real ledger."""
    if not env.is_sample_clock():
        return ""
    from guiju.findings.law import law_in_force

    now = env.now().astimezone(law_in_force().local.zone)
    return _("演示数据·演示时钟：%(now)s") % {"now": f"{now:%Y-%m-%d %H:%M}"}


def _fill(home: Path, made: Made, scale: str, tell: Tell) -> None:
    """Whatever of the steps is still missing; the law in force may have changed since the last time."""
    from guiju.findings.law import law_in_force
    from guiju.project.ledger.judging_desk import tick
    from guiju.project.site.jobs.commands import note_night
    from guiju.project.site.sample_bureau import name_officers, open_bureau

    note, law = read_note(home / NOTE), law_in_force().pack.digest
    if not note.get("is_filled"):
        tell("单位与账号", 0)
        open_bureau(scale)
        tell("单位与账号", 1)
        _import(home, made, tell)
        name_officers(scale, lambda share: tell("花名册", share))
        note["is_filled"] = True
        _write_note(home, note)
    if note.get("law") != law:
        # What has just come in waits to be judged anyway; only another law asks for everything once more.
        tick(tell, everything="law" in note)
        # All of it is new: there is nothing yet that a night's comparison could find.
        note_night(to_micros(env.now()))
        _write_note(home, {**note, "law": law})


def _import(home: Path, made: Made, tell: Tell) -> None:
    from guiju.facts.importing.order import ImportOrder
    from guiju.facts.importing.run import import_file
    from guiju.facts.take_in.mapping import load_mapping
    from guiju.project.catalogue import VOCABULARY

    digest = sha256(made.mapping.read_bytes()).hexdigest()
    export = home / made.events.name
    write_earlier(made.events, export, minute(SITE_FROM[:16]))
    order = ImportOrder(export, SOURCE, IMPORTER, load_mapping(made.mapping), digest, "", known=VOCABULARY)
    import_file(order, progress=tell)
    export.unlink()


def _check_home(home: Path) -> None:
    if home.exists() and not (home / NOTE).is_file() and any(home.iterdir()):
        raise HomeRefused(f"“{home}”里已有别的内容，没有改动。")


def _check_database(home: Path) -> None:
    from django.db import connection

    # An address of three slashes before a path of one gives a path of two.
    if f"/{str(connection.settings_dict['NAME']).lstrip('/')}" != str(home / "guiju.sqlite3"):
        raise ElsewhereConnected("本进程已连接另一个数据库，没有写入演示数据。")


def _lay_out(home: Path, made: Made, origin: dict[str, object]) -> None:
    """An empty home, with a note of whose it is before anything else lies in it."""
    from django.db import connection

    with owned():
        connection.close()
        _write_note(home, {"origin": origin})
        for path in home.iterdir():
            if path.name in (NOTE, LOCK):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copyfile(made.decisions, home / "decisions.yaml")


def _write_note(home: Path, note: dict[str, object]) -> None:
    new = home / f"{NOTE}.new"
    new.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    new.replace(home / NOTE)


def _program() -> str:
    """A digest of what decides how the sample's ledger looks: its bureau, and the tables of every package."""
    total = sha256()
    for path in sorted([*Path(__file__).parent.glob("sample_*.py"), *env.PACKAGE.rglob("migrations/0*.py")]):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]
