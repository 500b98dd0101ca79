"""What people decide about findings: each function appends events, and they are the change."""

from guiju.findings.life.commands.disputes import decide_dispute, dispute, give_opinion, vote
from guiju.findings.life.commands.triage import reject_finding, reopen_finding, verify_group, want_data
from guiju.findings.life.commands.waivers import approve_waiver, propose_waiver, refuse_waiver, reopen_expired

__all__ = [
    "approve_waiver", "decide_dispute", "dispute", "give_opinion", "propose_waiver", "refuse_waiver", "reject_finding",
    "reopen_expired", "reopen_finding", "verify_group", "vote", "want_data",
]  # fmt: skip
