"""What the pages of changing the law are handed once at start: the queue of the service, and the signed packs."""

from collections.abc import Callable
from dataclasses import dataclass

from guiju.findings.lawmaking.packs import Taken
from guiju.screens.kit.intake import JobSeen
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope


class LawDeskMissing(GuijuError):
    """The law was to be changed before `project` had handed over the queue."""

    code = "law.desk"
    remedy = "请用 guiju serve 启动站点。"


@dataclass(frozen=True, slots=True)
class LawDesk:
    """``try_out`` asks for the outlook of a page, ``judge`` for what was published to be judged; both give a job's id.

    ``find_job`` gives a job of the viewer's own. ``pack`` is the law in force as one signed file; ``take_in`` proposes
    what a superior bureau's file says otherwise.
    """

    try_out: Callable[..., str]
    judge: Callable[..., str]
    find_job: Callable[[Scope, str], JobSeen | None]
    pack: Callable[[], bytes]
    take_in: Callable[..., Taken]


_installed: list[LawDesk] = []


def install(desk: LawDesk) -> None:
    """Hand over the desk; a later call replaces the former."""
    _installed[:] = [desk]


def law_desk() -> LawDesk:
    """What was installed.

    Raises:
        LawDeskMissing: nothing was.
    """
    if not _installed:
        raise LawDeskMissing("还没有接好后台任务。")
    return _installed[0]
