"""What was looked at is recorded by the service within a second, however many looks, in as few events as may be."""

import logging

from django.db import DatabaseError

from guiju.project.site.reading import reading
from guiju.values.errors import GuijuError

NAME = "reads"
PAUSE = 0.9
_log = logging.getLogger("guiju")


def flush_looks() -> float:
    """Record what waits; the seconds until the next look."""
    reading().log.flush()
    return PAUSE


def flush_last() -> None:
    """Record what was looked at until the web stopped; what cannot be recorded then is lost, and the log says so."""
    try:
        reading().log.flush()
    except (GuijuError, DatabaseError) as error:
        _log.error("looks of the last second could not be recorded: %s", error)
