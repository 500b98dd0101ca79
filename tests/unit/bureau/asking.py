"""Every query put to the records of one unit: does its answer hold any of them?"""

from tests.unit.bureau.land import RELATIONS

from guiju.bureau import queries as bureau
from guiju.facts import queries as facts
from guiju.findings import queries as findings
from guiju.project.site.jobs import queries as jobs
from guiju.screens.threads import queries as threads
from guiju.screens.threads.wanted import Wanted
from guiju.values.errors import GuijuError


def seen(ask):
    """Whether an answer holds anything."""
    try:
        answer = ask()
    except GuijuError:
        return False
    return bool(answer.items) if isinstance(answer, bureau.Page) else bool(answer)


def asked(land, viewer, relation):
    """Every query put to the records of one unit: does its answer hold any of them?"""
    unit, now, case = RELATIONS[relation], land.office.now, f"C-{relation}"
    holder, number = f"holder-{relation}", f"P-{relation}"
    entered = land.events[relation]
    finding = findings.FindingShown(
        id="another", rule="r", edition="", kind="case", value=case, trigger=0, trigger_at=now, outcome="late",
        due_at=None, due_on=None, settled_at=None, severity="", measure="", unit=unit, officers=(), keys={},
        unverified=(), law=(), pack="", published="", is_standing=True, found_at=None, returns=0, late_seconds=0,
    )  # fmt: skip
    return {
        facts.get_event: any(seen(lambda one=one: facts.get_event(viewer, one)) for one in entered),
        facts.list_events: seen(lambda: facts.list_events(viewer, "case", case)),
        facts.list_stream: seen(lambda: facts.list_stream(viewer, f"case:{case}")),
        facts.count_events: seen(lambda: facts.count_events(viewer, "case", case)),
        facts.list_said: seen(lambda: facts.list_said(viewer, "case", [case])),
        facts.list_recorded: seen(lambda: facts.list_recorded(viewer, facts.Sought(who=number))),
        facts.count_recorded: seen(lambda: facts.count_recorded(viewer, facts.Sought(who=number))),
        bureau.get_unit: seen(lambda: bureau.get_unit(viewer, unit, at=now)),
        bureau.list_units: any(one.code == unit for one in bureau.list_units(viewer, at=now).items),
        bureau.get_officer: seen(lambda: bureau.get_officer(viewer, number, at=now)),
        bureau.list_officers: seen(lambda: bureau.list_officers(viewer, at=now, text=number)),
        bureau.list_posted: seen(lambda: bureau.list_posted(viewer, [unit], at=now, size=99)),
        bureau.get_account: seen(lambda: bureau.get_account(viewer, holder, at=now)),
        bureau.list_accounts: seen(lambda: bureau.list_accounts(viewer, at=now, text=holder)),
        bureau.list_grants: seen(lambda: bureau.list_grants(viewer, at=now, account=holder)),
        bureau.list_proposals: seen(lambda: bureau.list_proposals(viewer, at=now, account=f"wanting-{relation}")),
        bureau.list_delegations: seen(lambda: bureau.list_delegations(viewer, at=now, account=holder)),
        bureau.get_token: seen(lambda: bureau.get_token(viewer, land.tokens[relation].name)),
        bureau.list_tokens: seen(lambda: bureau.list_tokens(viewer, account=holder)),
        findings.get_finding: seen(lambda: findings.get_finding(viewer, f"F-{relation}")),
        findings.list_findings: seen(lambda: findings.list_findings(viewer, search=case)),
        findings.count_findings: seen(lambda: findings.count_findings(viewer, unit=unit)),
        findings.count_recurrence: seen(lambda: findings.count_recurrence(viewer, finding)),
        findings.list_due: seen(lambda: findings.list_due(viewer, until=now + 1, search=case)),
        findings.count_due: seen(lambda: findings.count_due(viewer, until=now + 1, unit=unit)),
        findings.list_findings_named: seen(lambda: findings.list_findings_named(viewer, [f"F-{relation}"])),
        findings.list_duties_named: seen(lambda: findings.list_duties_named(viewer, [f"D-{relation}"])),
        threads.get_thread: seen(lambda: threads.get_thread(viewer, "case", case, at=now)),
        threads.list_threads: any(one.value == case for one in threads.list_threads(viewer, "case", at=now)),
        threads.count_threads: seen(lambda: threads.count_threads(viewer, "case", Wanted(text=case), at=now)),
        threads.list_units: unit in threads.list_units(viewer, "case"),
        threads.list_contents: seen(lambda: lies_in(threads.list_contents(viewer, land.threads[relation]))),
        jobs.list_jobs: any(one.id == land.jobs[relation] and told(one) for one in jobs.list_jobs(viewer)),
        jobs.find_job: seen(lambda: told(jobs.find_job(viewer, land.jobs[relation]))),
        jobs.get_job: seen(lambda: told(jobs.get_job(viewer, land.jobs[relation]))),
    }


def lies_in(contents):
    """What a thread shows of what lies in it."""
    return [*contents.events, *contents.duties, *contents.findings]


def told(job):
    """What a job tells of the list that somebody wanted: who keeps the system sees only that there is one."""
    return job and (job.title or job.message or job.result)
