"""What the build brings along, and that the site stands without it."""

import importlib.util
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from guiju.project import env
from guiju.project.site.static_files import StaticFiles, collect_static
from guiju.screens.templatetags import vendor

ROOT = Path(__file__).parents[4]
SPEC = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
build = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(build)


@pytest.fixture
def checkout(tmp_path):
    """A checkout that has only what the build reads."""
    for name in (*build.NEEDED, "hatch_build.py"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def pretend_npm(place):
    modules = place / "node_modules"
    for source in build.COPIED:
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_text(source, encoding="utf-8")
    (modules / "lucide-static" / "icons").mkdir(parents=True)
    for name in build.ICONS:
        icon = f'<svg class="lucide" width="24">\n<path d="M1 1"/>\n<!-- {name} --></svg>'
        (modules / "lucide-static" / "icons" / f"{name}.svg").write_text(icon, encoding="utf-8")


def test_the_named_files_are_fetched_once_and_again_when_the_lock_changes(checkout, monkeypatch):
    asked = []
    monkeypatch.setattr(build, "run_npm", lambda place: (asked.append(place), pretend_npm(place)))
    assert build.fetch_vendor(checkout)
    assert not build.fetch_vendor(checkout)
    (checkout / "package-lock.json").write_text("{}", encoding="utf-8")
    assert build.fetch_vendor(checkout)
    (checkout / build.VENDOR / "echarts.min.js").unlink()
    assert build.fetch_vendor(checkout)
    assert len(asked) == 3
    assert '<symbol id="printer" viewBox="0 0 24 24">' in (checkout / build.VENDOR / build.SPRITE).read_text("utf-8")


def test_a_failed_fetch_leaves_no_stamp_and_stops_only_a_wheel(checkout, monkeypatch, capsys):
    def fail(place):
        raise build.FetchFailed("没有网络")

    monkeypatch.setattr(build, "run_npm", fail)
    hook = build.BuildHook(str(checkout), {}, None, None, str(checkout), "wheel")
    hook.initialize("editable", {})
    said = capsys.readouterr().err
    assert "没有网络" in said and "hatch_build.py" in said
    with pytest.raises(build.FetchFailed):
        hook.initialize("standard", {})
    assert not (checkout / build.VENDOR / build.STAMP).exists()


def test_from_a_wheelhouse_nothing_is_asked_of_the_network(checkout, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(build, "run_npm", asked.append)
    (checkout / "wheelhouse").mkdir()
    build.BuildHook(str(checkout), {}, None, None, str(checkout), "wheel").initialize("editable", {})
    assert asked == []
    assert "wheelhouse" in capsys.readouterr().err


def test_the_catalogue_is_compiled_when_it_is_newer(checkout):
    folder = checkout / build.LOCALE / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "甲"\nmsgstr "A"\n', encoding="utf-8")
    assert [path.name for path in build.compile_catalogues(checkout)] == ["django.mo"]
    assert build.compile_catalogues(checkout) == []


def test_without_the_fetched_files_pages_say_so_by_leaving_them_out(monkeypatch):
    monkeypatch.setattr(vendor, "find", lambda name: None)
    assert not vendor.has_vendor.__wrapped__("echarts.min.js")


def test_static_files_are_collected_once_and_again_when_one_changes(tmp_path, monkeypatch):
    source, home = tmp_path / "source", tmp_path / "home"
    (source / "kit").mkdir(parents=True)
    home.mkdir()
    (source / "kit" / "a.css").write_text("a{}", encoding="utf-8")
    monkeypatch.setattr(env, "home", lambda: home)
    calls = []

    class Storage:
        def path(self, name):
            return str(source / name)

    class Finder:
        def list(self, ignored):
            return [("kit/a.css", Storage())]

    monkeypatch.setattr("guiju.project.site.static_files.get_finders", lambda: [Finder()])
    monkeypatch.setattr(
        "django.core.management.call_command", lambda *words, **more: (calls.append(words), (home / "static").mkdir())
    )
    assert collect_static()
    assert not collect_static()
    (source / "kit" / "a.css").write_text("a{b:c}", encoding="utf-8")
    assert collect_static()
    assert len(calls) == 2


@pytest.mark.filterwarnings("error")
def test_a_folder_that_nobody_has_collected_into_is_no_fault(tmp_path, settings_with_home):
    assert StaticFiles(lambda request: None).files


@pytest.fixture
def settings_with_home(tmp_path, monkeypatch):
    """A home in which nothing has been collected."""
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "nothing")


def test_our_own_files_are_found():
    for name in ("kit/tokens.css", "kit/kit.js", "kit/chart.js", "kit/icon.svg", "django_htmx/htmx-2.min.js"):
        assert finders.find(name), name
