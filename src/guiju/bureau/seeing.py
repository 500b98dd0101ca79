"""What of somebody in the registers a viewer may see: by the records that his roles show him, and where they reach."""

from guiju.bureau.registry import OfficerThen
from guiju.facts.tables.places import path_at
from guiju.facts.wiring import wiring
from guiju.values.scope import Scope


def sees_officer(viewer: Scope, officer: OfficerThen, kind: str, *, at: int) -> bool:
    """Whether the viewer may see records of a kind about somebody: his own, or of one who serves where he answers."""
    if officer.officer in viewer.officers:
        return True
    reaches = viewer.reaches_at(wiring().clock(), kind)
    if any(reach.is_everywhere for reach in reaches):
        return True
    paths = [path_at(row.unit, at) for row in officer.posts] if reaches else []
    return any(path is not None and reach.covers(path) for path in paths for reach in reaches)
