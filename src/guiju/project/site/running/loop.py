"""A thread of the service that does its round again and again, says when it is in trouble, and ends when it is told."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, connection, connections

from guiju.facts.turns import DatabaseLost
from guiju.project.progress import INTERRUPTED
from guiju.project.site.running.standing import note
from guiju.values.errors import GuijuError

AFTER_TROUBLE = 5.0
_log = logging.getLogger("guiju")


class Stopping(GuijuError):
    """The service is being stopped while something is going on; what was recorded stays."""

    code = "service.stopping"
    remedy = "请在服务重新启动后再执行一次：已经记录的不会记两次，导入会接着上次中断处。"


class Loop(Thread):
    """``work`` does one round and gives the seconds until the next."""

    def __init__(self, name: str, work: Callable[[], float], stopping: Event) -> None:
        super().__init__(name=f"guiju-{name}", daemon=True)
        self._part, self._work, self._stopping = name, work, stopping

    def run(self) -> None:
        """Go round until the service stops; a round that fails is told, and tried again."""
        INTERRUPTED.set(self._stop_if_told)
        try:
            while not self._stopping.is_set():
                self._stopping.wait(self._round())
        finally:
            connections.close_all()

    def _round(self) -> float:
        try:
            pause = self._work()
        except Stopping:
            return 0
        except GuijuError as trouble:
            self._tell(trouble)
            if isinstance(trouble, DatabaseLost):
                connection.close()
        except (OperationalError, InterfaceError) as error:
            _log.warning("%s: %s", self._part, error)
            is_remote = connection.vendor == "postgresql"
            self._tell(DatabaseLost("数据库连接中断。") if is_remote else GuijuError(f"数据库出错：{error}"))
            connection.close()
        except Exception:
            _log.exception("a round of %s broke off", self._part)
            self._tell(GuijuError("规矩服务内部出错，详见服务的日志。", code="service.fault"))
        else:
            note(self._part, None)
            return pause
        return AFTER_TROUBLE

    def _tell(self, trouble: GuijuError) -> None:
        _log.warning("%s: %s", self._part, trouble.sentence)
        note(self._part, trouble)

    def _stop_if_told(self) -> None:
        if self._stopping.is_set():
            raise Stopping("规矩服务正在停止。")
