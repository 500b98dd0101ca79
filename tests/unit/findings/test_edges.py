"""Where an incremental verdict could part from one made from the whole ledger, or a lawful case be accused."""

import threading

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment

from guiju.facts.draft import Draft
from guiju.facts.histories import history
from guiju.findings import whole
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.judging import source_of
from guiju.findings.law import LawInForce, install_law
from guiju.findings.rebuild import check_findings
from guiju.findings.whole import judge_whole
from guiju.rules.matching import Source
from guiju.values.clock import to_micros


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def rules():
    return sorted(row[0] for row in rows("SELECT rule FROM finding"))


def corrected(book, event, type_name, at, **fields):
    why = {"corrects": event, "reason": "登错", "approver": "chief"}
    return book.write(Draft.of(type_name, moment(at), fields, local=SHANGHAI, **why)).ids[0]


def differences(book):
    judge_due(to_micros(book.now), nightly=True)
    return check_findings(to_micros(book.now))


def granted(book, officer):
    said = {"officer": officer, "name": "基本级执法资格", "until": "2030-01-01"}
    return book.record("credentials.granted", "2026-01-01T08:00", **said)


def test_a_credential_that_is_corrected_to_another_officer_is_looked_up_again_for_both(judged):
    grant = granted(judged, "O1")
    judged.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer=("O1", "O2"))
    granted(judged, "O2")
    assert rules() == []
    said = {"officer": "O3", "name": "基本级执法资格", "until": "2030-01-01"}
    corrected(judged, grant, "credentials.granted", "2026-01-01T08:00", **said)
    assert rules() == ["cases.qualified"]
    assert differences(judged) == []


def imported(book, batch, type_name, at, row, **fields):
    """What an import of some source brings: the batch says which types and columns its source carries."""
    begun = rows("SELECT seq FROM event WHERE id = %s", batch)[0][0]
    more = {"batch": batch, "row": row, "begun": begun}
    return book.write(Draft.of(type_name, moment(at), fields, local=SHANGHAI, **more), key=f"{batch}-{row}").ids[0]


def begun(book, number, types, columns):
    said = {"recorded_types": types, "carried_columns": columns, "unit": "U1", "row_count": number}
    return book.write(
        Draft.of("ledger.import_begun", moment("2026-03-01T07:00"), said, local=SHANGHAI, stream="import:甲"),
        key=f"begun-{number}",
    ).ids[0]


def test_a_second_import_whose_source_records_more_is_judged_by_every_rule(judged):
    first = begun(judged, 1, "custody.detained", "case、person")
    imported(judged, first, "custody.detained", "2026-03-01T08:00", 1, case="A1", person="P1")
    assert rows("SELECT rule, missing FROM data_gap") == [("custody.notify-family", "source")]
    second = begun(judged, 2, "custody.family_notified、cases.accepted", "case")
    imported(judged, second, "cases.accepted", "2026-03-01T09:00", 1, case="A1")
    judged.now = moment("2026-03-03T09:00")
    judge_due(to_micros(judged.now))
    assert rules() == ["custody.notify-family"]
    assert differences(judged) == []


def test_what_is_written_here_beside_an_import_adds_its_type_and_no_column(judged):
    first = begun(judged, 1, "custody.detained、custody.released", "case、person")
    imported(judged, first, "custody.detained", "2026-03-01T08:00", 1, case="A1", person="P1")
    second = begun(judged, 2, "cases.accepted", "case、kind")
    imported(judged, second, "cases.accepted", "2026-03-01T09:00", 1, case="A1")
    known = source_of("case", "A1", history("case", "A1"))
    assert known.types == {"custody.detained", "custody.released", "cases.accepted"}
    assert known.fields == {"case", "person", "kind"}
    judged.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer="O1", in_person=True)
    report_findings(at=to_micros(judged.now))
    after = source_of("case", "A1", history("case", "A1"))
    assert (after.types - known.types, after.fields) == ({"cases.searched"}, known.fields)
    judged.record("cases.accepted", "2026-03-02T08:00", case="N1")
    assert source_of("case", "N1", history("case", "N1")) == Source()


def test_what_was_begun_here_and_corrected_away_does_not_make_the_import_record_everything(judged):
    own = judged.record("cases.accepted", "2026-03-01T07:30", case="A1")
    first = begun(judged, 1, "custody.detained", "case、person")
    imported(judged, first, "custody.detained", "2026-03-01T08:00", 1, case="A1", person="P1")
    corrected(judged, own, "cases.accepted", "2026-03-01T07:30", case="B1")
    judged.now = moment("2026-03-05T09:00")
    assert differences(judged) == []
    assert rules() == [], "the source does not record whether the family was told"


def test_a_row_that_leaves_a_case_while_the_whole_ledger_is_judged_leaves_its_finding_behind_for_no_long(
    judged, monkeypatch
):
    search = judged.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer="O1")
    real = whole._sources

    def meanwhile():
        corrected(judged, search, "cases.accepted", "2026-03-02T08:00", case="B1")
        return real()

    monkeypatch.setattr(whole, "_sources", meanwhile)
    judge_whole(to_micros(judged.now))
    judge_due(to_micros(judged.now))
    assert rules() == []
    assert differences(judged) == []


@pytest.mark.slow
def test_two_who_write_to_different_streams_of_one_history_do_not_overlook_each_other(book, small_pack):
    install_law(LawInForce(small_pack, SHANGHAI))
    book.record("cases.accepted", "2026-03-01T08:00", case="A1", officer="O1")
    waits = threading.Event()

    def slowly(recorded):
        follow_findings(recorded)
        waits.wait(0.5)

    book.follow(slowly)

    def run(work):
        try:
            work()
        finally:
            connection.close()

    search = {"case": "A1", "act": "S1", "officer": ("O1", "O2")}
    works = [
        lambda: granted(book, "O1"),
        lambda: granted(book, "O2"),
        lambda: book.record("cases.searched", "2026-03-02T08:00", **search),
    ]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book.follow(follow_findings)
    assert rules() == []
    assert differences(book) == []
