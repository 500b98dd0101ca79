"""How often a token may ask: a number for each minute, counted by the process that serves."""

from threading import Lock

from guiju.values.clock import SECOND
from guiju.values.errors import GuijuError

MINUTE = 60 * SECOND


class TooOften(GuijuError):
    """A token has asked more often within a minute than it may."""

    code = "api.too_often"
    remedy = "请放慢调用；成批取数请用 limit 参数，每页最多 100 条。"


class RateLimit:
    """Counts what each token asked for within the present minute. Unit: instants in microseconds."""

    def __init__(self, most: int) -> None:
        self._most, self._door = most, Lock()
        self._minute, self._asked = -1, dict[str, int]()

    def count(self, token: str, at: int) -> None:
        """Take in one request.

        Raises:
            TooOften: it is one too many.
        """
        with self._door:
            if self._minute != at // MINUTE:
                self._minute, self._asked = at // MINUTE, {}
            self._asked[token] = asked = self._asked.get(token, 0) + 1
        if asked > self._most:
            raise TooOften(f"这个令牌本分钟已请求 {self._most} 次，达到上限。")
