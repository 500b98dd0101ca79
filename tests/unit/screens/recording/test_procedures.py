"""The usual order of steps is data: every word of it is known, and what the law wants of a case a step can answer."""

import shutil

import pytest
from tests.unit.papers.forms import declared

from guiju.project.catalogue import EVERY_SUBJECT, VOCABULARY, vocabulary_of
from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.model import Happen
from guiju.screens.recording.reading import ProcedureRefused, read_procedures

ELSEWHERE = {
    "custody.bedding_provided", "custody.outdoor_recorded", "custody.stop_ended", "custody.bail_documents_received",
    "cases.supplement_returned",
}  # fmt: skip
"""继续盘问 has no case, the detention house keeps its own book, other organs' papers: recorded by whoever has them."""


@pytest.fixture(scope="module")
def procedures():
    return read_procedures(shipped_law(), VOCABULARY)


def test_both_kinds_of_case_have_their_order(procedures):
    assert set(procedures) == {"administrative", "criminal"}
    for one in procedures.values():
        assert 20 <= sum(step.is_usual for step in one) <= 30
        assert all(len(step.asks) <= 4 for step in one), "few fields"
        assert one.step(one.opens).is_usual


def test_every_event_exists_and_declares_what_is_asked(procedures):
    for one in procedures.values():
        for step in one:
            for field in (*(asked.field for asked in (*step.asks, *step.more)), *step.sets, *step.fills):
                assert VOCABULARY.declares(step.event, field), (step.id, field)
            for event, field in step.fills.values():
                assert VOCABULARY.declares(event, field), (step.id, event, field)


def test_what_a_step_sets_running_a_step_of_some_procedure_can_answer(procedures):
    answered = {event for one in procedures.values() for step in one for event in step.events}
    unanswered = set()
    for rule in open_law(None).rules:
        edition = max(rule.editions, key=lambda one: one.from_day)
        trigger = edition.trigger.event
        if edition.owed_by or trigger is None or not isinstance(edition.verb, Happen):
            continue
        if answered & set(trigger.types):
            wanted = {name for one in edition.verb.answers for name in one.types}
            if not wanted & (answered | ELSEWHERE) and not any(VOCABULARY.is_internal(one) for one in wanted):
                unanswered.add(rule.id)
    assert unanswered == set()


def test_the_paper_of_a_step_is_one_that_the_pack_has(procedures):
    folder = shipped_law() / "papers"
    shipped = {path.stem for path in folder.glob("*.yaml")}
    wanted = {step.paper for one in procedures.values() for step in one if step.paper}
    assert len(wanted) >= 14
    assert wanted <= shipped


def test_the_paper_of_a_step_is_one_of_its_procedure(procedures):
    forms = declared()
    foreign = {
        (procedure.id, step.id) for procedure in procedures.values() for step in procedure
        if step.paper and procedure.id not in forms[step.paper].procedures
    }  # fmt: skip
    assert foreign == set()


@pytest.mark.parametrize("gone", EVERY_SUBJECT, ids=lambda subject: subject.name)
def test_a_subject_that_is_switched_off_takes_its_steps_along(gone, procedures):
    left = read_procedures(shipped_law(), vocabulary_of([one for one in EVERY_SUBJECT if one is not gone]))
    assert set(left) == (set() if gone.name == "cases" else set(procedures))
    for name, one in left.items():
        names = [step.id for step in procedures[name] if not step.event.startswith(f"{gone.name}.")]
        assert [step.id for step in one] == names
        assert not any(event.startswith(f"{gone.name}.") for step in one for event in step.events)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("event: cases.accepted", "event: cases.acepted", "是否应为“cases.accepted”"),
        ("asks: [public_order]", "asks: [public_odrer]", "是否应为“public_order”"),
        ("after: [acceptance], paper", "after: [aceptance], paper", "是否应为“acceptance”"),
        ("opens: acceptance", "opens: nothing", "没有环节“nothing”"),
        ("id: receipt,", "id: acceptance,", "写了两次"),
        ("paper: acceptance_receipt", "papers: acceptance_receipt", "是否应为“paper”"),
        ("act: joins 到案", "act: jions 到案", "是否应为“joins”"),
        ("event: cases.receipt_given", "event: ledger.backup_made", "词汇表里没有可以登记的"),
        ("usual: false", "usual: no", "usual 只能写"),
        ("fills: {public_order: cases.accepted}", "fills: {public_order: cases.receipt_given}", "没有“public_order”"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_file_and_the_nearest_word(tmp_path, before, after, told):
    shutil.copytree(shipped_law() / "procedures", tmp_path / "procedures")
    path = tmp_path / "procedures" / "administrative.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ProcedureRefused) as refused:
        read_procedures(tmp_path, VOCABULARY)
    assert told in refused.value.sentence
    assert "administrative.yaml" in refused.value.sentence
