"""A declared paper is law pages' cousin: what is not fully understood is refused, with file and nearest word."""

import pytest
from tests.unit.papers.forms import LAW, declared, rule_ids

from guiju.facts.papers.producing.loading import PapersRefused, read_forms
from guiju.project.catalogue import VOCABULARY
from guiju.values.vocabulary import Vocabulary

WANTED = (
    "acceptance_register", "acceptance_receipt", "summons", "interview_record", "interrogation_record",
    "prenotice_record", "penalty_decision", "service_receipt", "filing_decision", "detention_certificate",
    "detention_notice", "seizure_list", "prosecution_opinion", "closing_report",
)  # fmt: skip
WHOLE = (LAW / "papers" / "filing_decision.yaml").read_text(encoding="utf-8")


def read(tmp_path, text: str):
    (tmp_path / "sample.yaml").write_text(text, encoding="utf-8")
    return read_forms(tmp_path, VOCABULARY, rule_ids())


def test_the_commonest_papers_of_both_life_cycles_are_declared():
    assert set(WANTED) <= set(declared())
    assert {one for form in declared().values() for one in form.procedures} == {"administrative", "criminal"}


def test_no_paper_states_an_article_of_its_own():
    """Articles come from the law pages by date; where none is known a line is left to write on."""
    texts = [
        text for form in declared().values() for block in form.body
        for text in (block.text, *(cell for row in block.rows for cell in row))
    ]  # fmt: skip
    texts += [one.default for form in declared().values() for one in form.blanks]
    assert [text for text in texts if "第" in text.replace("第＿", "").replace("第{{", "") and "条" in text] == []


@pytest.mark.parametrize(
    ("said", "instead", "named"),
    [
        ("steps: [cases.filed]", "steps: [cases.fild]", "cases.filed"),
        ("from: organ", "from: orgn", "organ"),
        ("from: law cases.approve-filing", "from: law cases.approve-fling", "cases.approve-filing"),
        ("{{ cause }}", "{{ couse }}", "cause"),
        ("procedures:", "procedure:", "procedures"),
        ("  - right:", "  - rigth:", "right"),
        ("zh: 文号", "zhh: 文号", "zh"),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_the_nearest(tmp_path, said, instead, named):
    with pytest.raises(PapersRefused, match="sample.yaml") as refused:
        read(tmp_path, WHOLE.replace(said, instead))
    assert named in str(refused.value)


def test_a_blank_that_stands_nowhere_in_the_text_is_refused(tmp_path):
    with pytest.raises(PapersRefused, match="cause"):
        read(tmp_path, WHOLE.replace("{{ cause }}", "本案"))


def test_what_no_yaml_says_is_refused(tmp_path):
    for text in ("[", "a: 1", WHOLE.replace("order: 70", "order: &x 70")[:40] + "\nb: *x"):
        with pytest.raises(PapersRefused):
            read(tmp_path, text)


def test_papers_of_a_subject_that_is_switched_off_are_left_out_and_its_facts_typed():
    types = [one for one in VOCABULARY.types.values() if not one.name.startswith("custody.")]
    without = Vocabulary(types, absent=("custody",))
    rules = [one for one in rule_ids() if not one.startswith("custody.")]
    found = {one.id: one for one in read_forms(LAW / "papers", without, rules)}
    assert set(declared()) - set(found) == {
        "summons", "interview_record", "interrogation_record", "detention_certificate", "detention_notice"
    }  # fmt: skip
    assert found["closing_report"].steps == declared()["closing_report"].steps
