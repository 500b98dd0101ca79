"""Django's sessions in the database, read by one plain statement: every request reads one.

They are read each time and kept by nobody: a session that its owner has ended elsewhere is ended.
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """The same rows, written as Django writes them."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it has ended, and then it gets another key."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_READ, (self.session_key, now))
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])
