"""Two who act on one submission in the same moment: one of them wins, and the ledger holds one decision."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections
from tests.flow.approvals.conftest import CHANGED, CONTENT

from guiju.subjects.cases.commands.deciding import approve, decline
from guiju.subjects.cases.commands.submitting import resubmit, submit
from guiju.subjects.cases.projector.submission import SUBMISSIONS, ContentChanged, State, StepRefused
from guiju.values.errors import GuijuError


def together(*acts):
    """Run acts at the same moment, each on a connection of its own; what each of them came to."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act().ids
        except GuijuError as error:
            return type(error)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(*kinds):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM event WHERE type IN ({', '.join(['%s'] * len(kinds))})", kinds)
        return cursor.fetchone()[0]


def winners(done):
    return sum(isinstance(one, tuple) for one in done)


def test_of_two_approvers_one_wins_and_the_other_is_refused_and_recorded(desk):
    name = desk.submitted()
    desk.reviewed(name)
    read, [opinion] = desk.read(name), desk.one(name).opinions
    words = [{"read": read, "reason": "意见", **desk.by(account)} for account in ("leader", "deputy")]
    done = together(
        lambda: approve(name, adoptions={opinion["event"]: True}, **words[0]),
        lambda: decline(name, adoptions={opinion["event"]: False}, **words[1]),
    )
    assert winners(done) == 1 and StepRefused in done
    assert count("cases.approved", "cases.approval_declined") == 1
    assert count("cases.opinion_adopted") == count("records.approval_refused") == 1
    assert SUBMISSIONS.differences() == []


def test_the_same_approval_from_three_windows_is_recorded_once(desk):
    name = desk.submitted()
    desk.reviewed(name)
    words = {"read": desk.read(name), **desk.by("leader")}
    adoptions = {one["event"]: True for one in desk.one(name).opinions}
    done = together(*([lambda: approve(name, adoptions=adoptions, **words)] * 3))
    assert len(set(done)) == 1 and winners(done) == 3
    assert count("cases.approved") == 1


def test_a_new_version_and_an_approval_never_both_stand(desk):
    name = desk.submitted()
    desk.reviewed(name)
    read, [opinion] = desk.read(name), desk.one(name).opinions
    words = [desk.by("leader"), desk.by("handler")]
    done = together(
        lambda: approve(name, adoptions={opinion["event"]: True}, read=read, **words[0]),
        lambda: resubmit(name, content=CHANGED, reason="改", read=read, **words[1]),
    )
    assert winners(done) == 1 and {StepRefused, ContentChanged} & set(done)
    one = desk.one(name)
    assert (one.state, one.version) in ((State.APPROVED, 1), (State.REVIEW, 2))


def test_the_same_decision_submitted_by_two_is_open_once(desk):
    case = desk.case()
    words = [desk.by("handler"), desk.by("mate")]
    done = together(*(lambda word=word: submit(case, kind="penalty", content=CONTENT, **word) for word in words))
    assert winners(done) == 1 and StepRefused in done
    assert count("cases.submitted_for_approval") == 1
