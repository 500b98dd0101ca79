"""改法条: what may be done about the law in force, and how a proposal to change it stands."""

from enum import StrEnum

PROPOSE_LAW = "propose_law"
PUBLISH_LAW = "publish_law"


class PageState(StrEnum):
    """How a proposed page of law stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word for it."""
        return {
            PageState.WAITING: "待签发", PageState.PUBLISHED: "已发布", PageState.REFUSED: "未同意",
            PageState.WITHDRAWN: "已撤回",
        }[self]  # fmt: skip
