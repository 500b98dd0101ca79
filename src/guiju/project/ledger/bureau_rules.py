"""What the bureau is handed: the roles of `project/roles.py` and the words of other people's events."""

from guiju.bureau.wiring import BureauWiring
from guiju.project.catalogue import VOCABULARY
from guiju.project.roles import CASE_POSTS, LEVELS, OWN_KINDS, ROLES, WITHHELD
from guiju.values.clock import LocalTime


def bureau_wiring(permission_key: bytes, local: LocalTime) -> BureauWiring:
    """The wiring of this bureau; the key seals its permissions."""
    return BureauWiring(
        permission_key,
        ROLES,
        local,
        credential_types=VOCABULARY.credential_types,
        levels=LEVELS,
        case_posts=CASE_POSTS,
        own_kinds=OWN_KINDS,
        withheld=WITHHELD,
    )
