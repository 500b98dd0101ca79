"""What is said once after an act: kept in the session until the next page shows it."""

from dataclasses import dataclass

from guiju.screens.kit.visit import Visit

_KEY = "messages"
MOST = 5


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence; ``tone`` is "good", "info", "warning" or "grave"."""

    text: str
    tone: str = "good"


def say(visit: Visit, text: str, tone: str = "good") -> None:
    """Let the next page say this."""
    session = visit.request.session
    session[_KEY] = [*session.get(_KEY, []), [text, tone]][-MOST:]


def take_messages(visit: Visit) -> list[Message]:
    """What was to be said, once."""
    session = getattr(visit.request, "session", None)
    if session is None or _KEY not in session:
        return []
    return [Message(text, tone) for text, tone in session.pop(_KEY)]
