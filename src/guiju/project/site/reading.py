"""What the site does about looking: who may look on, what is entered in the read log, and how much is too much."""

import secrets
from collections.abc import Sequence

from guiju.bureau.permissions.holding import peers_of
from guiju.bureau.roles import EXPORT
from guiju.facts.draft import Actor
from guiju.facts.events import LIST_EXPORTED
from guiju.facts.privacy.look_log import BudgetSpent, Look, LookLog, Thing
from guiju.facts.privacy.looked import LookLimits, Outlier, list_outliers
from guiju.facts.privacy.reads import note_read
from guiju.project import env
from guiju.project.ledger.bureau_desks.personal.look_limits import read_look_limits
from guiju.screens.kit.seen import Seen, conditions_said
from guiju.screens.kit.site import Exported
from guiju.screens.kit.visit import Visit
from guiju.values.clock import to_micros

LONGEST = 160


class Reading:
    """The read log of one service: handed to the site as its three hooks, and to the thread that flushes it."""

    def __init__(self, limits: LookLimits) -> None:
        self.limits = limits
        self.log = LookLog(limits.daily, lambda: to_micros(env.now()))

    def looking(self, visit: Visit, seen: Seen) -> None:
        """Make sure that a visitor may look at one thing more.

        Raises:
            BudgetSpent, LooksWait: he may not.
        """
        self.log.check(visit.holder.account, seen.kind, seen.value, visit.at)

    def looked(self, visit: Visit, seen: Seen) -> None:
        """Enter what a visitor was shown in the read log; it stands in the ledger within a second."""
        reaches = visit.viewer.reaches_at(visit.at)
        purposes = ",".join(sorted({purpose for reach in reaches for purpose in reach.purposes}))
        self.log.note(
            Look(
                visit.at, visit.holder.account, visit.holder.officer, seen.page, seen.kind, seen.value,
                purposes[:LONGEST], seen.detail, any(reach.handles_withheld for reach in reaches),
            )
        )  # fmt: skip

    def listed(self, visit: Visit, seen: Seen, things: Sequence[Thing], query: str) -> None:
        """Enter what an answer of the interface listed: each thing once a day, within the budget of one person.

        What goes beyond that is an export by another name: for who may export, and recorded as one.

        Raises:
            BudgetSpent: he may not.
            NotSealed: it could not be sealed.
        """
        account = visit.holder.account
        new = self.log.unseen(account, things, visit.at)
        if self.log.has_room(account, len(new), visit.at):
            for kind, value in new:
                self.looked(visit, Seen(seen.page, kind, value, seen.detail))
        elif visit.may(EXPORT):
            self.exported(visit, Exported(seen.page, query, "json", secrets.token_hex(8), len(things)))
        else:
            raise BudgetSpent("您今日查阅的案件、警情、人员、问题等已达限量，令牌没有导出权限，不能继续成批读取。")

    def standing_out(self, visit: Visit) -> Sequence[Outlier]:
        """Who looked at far more today than he used to and than others in the same roles; for whoever audits that."""
        return list_outliers(visit.viewer, visit.at, self.limits, peers_of(visit.at))

    def exported(self, visit: Visit, exported: Exported) -> None:
        """Enter an export in the read log, and let it go on only when that is sealed.

        Raises:
            NotSealed: it is not.
        """
        purposes = sorted({purpose for reach in visit.viewer.reaches_at(visit.at) for purpose in reach.purposes})
        note_read(
            visit.viewer, LIST_EXPORTED,
            {
                "list_name": exported.what, "list_conditions": conditions_said(exported.query),
                "export_format": exported.form, "export_number": exported.number, "row_count": exported.rows,
                "purpose": ",".join(purposes)[:LONGEST],
            },
            actor=Actor(visit.holder.account), at=visit.at,
        )  # fmt: skip


_installed: list[Reading] = []


def reading() -> Reading:
    """The read log of this process, made on first use; its limits are read once."""
    if not _installed:
        _installed.append(Reading(read_look_limits(env.shipped_law())))
    return _installed[0]
