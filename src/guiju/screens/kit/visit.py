"""Who is here: a value that the entrance makes once for each request, and that every view is handed."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token

from guiju.values.scope import Scope


@dataclass(frozen=True, slots=True)
class Holder:
    """The person behind the account, as the bureau knows him at this instant; empty where nobody has signed in.

    ``roles`` are the labels of what he holds, own and delegated; ``permissions`` is what these allow somewhere (what
    a command allows in one unit, the command decides).
    """

    account: str = ""
    name: str = ""
    officer: str = ""
    unit: str = ""
    unit_name: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] = frozenset()


NOBODY = Holder()
_TOKEN = "guiju_form_token"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asks, what he may see, and when (microseconds since the epoch)."""

    request: HttpRequest
    viewer: Scope
    holder: Holder
    at: int

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is known to be here."""
        return bool(self.holder.account)

    @property
    def target(self) -> str:
        """The id of the element that htmx will exchange; empty where a whole page is asked for."""
        return self.request.headers.get("HX-Target", "") if self.is_fragment else ""

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page only."""
        asked = self.request.headers
        is_htmx = asked.get("HX-Request") == "true"
        return is_htmx and "HX-Boosted" not in asked and "HX-History-Restore-Request" not in asked

    @property
    def token(self) -> str:
        """What every form of this page sends along, so that no other site can send it: one for the whole answer."""
        known: str | None = getattr(self.request, _TOKEN, None)
        if known is None:
            known = get_token(self.request)
            setattr(self.request, _TOKEN, known)
        return known

    def may(self, permission: str) -> bool:
        """Tell whether the visitor's roles allow this anywhere; where exactly, the command decides."""
        return permission in self.holder.permissions
