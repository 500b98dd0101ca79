"""A job is done once, however often the service dies over it; and nobody reads what is not his."""

from threading import Event, Thread

import pytest
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from guiju.facts.turns import DiskFull
from guiju.project.progress import INTERRUPTED
from guiju.project.site.jobs import commands, kinds, uploads
from guiju.project.site.jobs.queries import FAILED, FINISHED, WAITING, JobUnknown, count_jobs, get_job, list_jobs
from guiju.project.site.running.loop import Stopping
from guiju.project.site.running.worker import AT_MOST, Worker
from guiju.values.errors import GuijuError
from guiju.values.scope import Reach, Scope

KEEPER = Scope("sys", reaches=(Reach("system_administrator", is_everywhere=True),))
OFFICER = Scope("0151001", reaches=(Reach("legal_officer", kinds=("cases.",)),))


def asked(actor="0151001", at=1):
    return commands.enqueue_rebuild_check(actor=actor, at=at)


def dies(worker):
    """The worker takes a job and is no more."""
    row = worker._take()
    assert row is not None
    return row


def test_a_job_is_done_and_its_result_is_kept(book, doing):
    doing(lambda job, words, tell: {"differences": 3})
    job = asked()
    assert get_job(OFFICER, job).state == WAITING
    Worker().round()
    found = get_job(OFFICER, job)
    assert (found.state, found.result, found.share) == (FINISHED, {"differences": 3}, 1.0)


def test_what_a_dead_worker_had_taken_is_taken_again(book, doing):
    done = []
    doing(lambda job, words, tell: done.append(job) or {})
    job = asked()
    dies(Worker())
    Worker().round()
    assert done == [job]
    assert get_job(OFFICER, job).state == FINISHED


def test_what_a_living_worker_of_another_service_does_is_left_to_it(book, doing):
    """Several services share a PostgreSQL; SQLite has but one, whose lock says that the other is dead."""
    done, taken, may_end = [], Event(), Event()

    def works(job, words, tell):
        done.append(job)
        taken.set()
        may_end.wait(20)
        return {}

    def other():
        Worker().round()
        connections.close_all()

    if connection.vendor == "sqlite":
        return
    doing(works)
    job = asked()
    thread = Thread(target=other)
    thread.start()
    assert taken.wait(20)
    Worker().round()
    may_end.set()
    thread.join(20)
    assert done == [job]
    assert get_job(OFFICER, job).state == FINISHED


def test_a_job_that_always_takes_the_service_down_is_given_up(book, doing):
    doing(lambda job, words, tell: pytest.fail("it was tried once too often"))
    job = asked()
    for _ in range(AT_MOST):
        worker = Worker()
        worker._take_back()
        dies(worker)
    Worker().round()
    found = get_job(OFFICER, job)
    assert found.state == FAILED
    assert "不再重试" in found.message


@pytest.mark.parametrize("why", [Stopping("规矩服务正在停止。"), DiskFull("磁盘已满，没有记录。")])
def test_a_job_that_was_interrupted_waits_and_the_attempt_does_not_count(book, doing, why):
    def interrupted(job, words, tell):
        raise why

    doing(interrupted)
    job = asked()
    for _ in range(AT_MOST + 1):
        with pytest.raises(type(why)):
            Worker().round()
    assert get_job(OFFICER, job).state == WAITING
    assert DBTaskResult.objects.get().worker_ids == []


def test_telling_how_far_it_is_stops_a_job_when_the_service_stops(book, doing):
    def stop():
        raise Stopping("规矩服务正在停止。")

    doing(lambda job, words, tell: tell("记账", 0.5) or {})
    job = asked()
    token = INTERRUPTED.set(stop)
    try:
        with pytest.raises(Stopping):
            Worker().round()
    finally:
        INTERRUPTED.reset(token)
    assert get_job(OFFICER, job).state == WAITING


def test_a_refusal_is_told_in_its_sentence_and_a_fault_without_what_it_was_about(book, doing):
    def refuses(job, words, tell):
        raise GuijuError("文件读不出来。", remedy="请换一份。")

    def breaks(job, words, tell):
        raise ValueError("王某某 110101")

    doing(refuses)
    refused = asked()
    Worker().round()
    doing(breaks)
    broken = asked(at=2)
    Worker().round()
    assert get_job(OFFICER, refused).message == "文件读不出来。 请换一份。"
    told = get_job(OFFICER, broken)
    assert told.state == FAILED
    assert "内部出错" in told.message and "王某某" not in told.message


def test_one_sees_ones_own_jobs_and_the_keeper_of_the_system_no_contents(book, doing):
    doing(lambda job, words, tell: {"batch": 7})
    mine, other = asked(), asked("0151002", at=2)
    nightly = commands.enqueue_rebuild_check(at=3)
    worker = Worker()
    for _ in range(2):
        worker.round()
    assert [one.id for one in list_jobs(OFFICER)] == [mine]
    with pytest.raises(JobUnknown):
        get_job(OFFICER, other)
    with pytest.raises(JobUnknown):
        get_job(OFFICER, "no number at all")
    assert (count_jobs(Scope("")), list_jobs(Scope(""))) == (0, [])
    seen = {one.id: one for one in list_jobs(KEEPER)}
    assert set(seen) == {mine, other, nightly}
    assert {(one.title, one.message, one.result) for one in seen.values()} == {("", "", None)}
    assert (seen[other].kind, seen[other].state) == (kinds.REBUILD_CHECK, FINISHED)


def test_an_upload_is_kept_until_its_job_is_over_and_named_as_it_was(book, doing):
    seen = []

    def read(job, words, tell):
        with uploads.opened_upload(words["place"], words["name"]) as path:
            seen.append((path.name, path.read_text()))
        return {}

    doing(read, kinds.IMPORT)
    place = uploads.keep_upload([b"case,", b"type"])
    commands.enqueue_import(place, "../../导出 三月.csv", source="办案系统", actor="0151001", at=1)
    [sealed] = uploads.incoming(place).iterdir()
    assert b"case" not in sealed.read_bytes()
    Worker().round()
    assert (seen, list(uploads.incoming("").iterdir())) == ([("导出 三月.csv", "case,type")], [])
    for name in ("", "..", ".csv", "a\nb.csv", "长" * 80):
        with pytest.raises(uploads.UploadRefused):
            commands.enqueue_import(place, name, source="办案系统", actor="0151001", at=1)


def test_jobs_that_are_over_are_forgotten_and_those_that_wait_are_not(book, doing):
    doing(lambda job, words, tell: {})
    asked()
    Worker().round()
    waiting, new = asked(at=2), asked(at=9)
    assert commands.forget_jobs(before=5) == 1
    assert {one.id for one in list_jobs(OFFICER)} == {waiting, new}
