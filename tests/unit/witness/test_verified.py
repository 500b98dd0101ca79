"""What the verifier makes of cosignatures: wrong ones are problems, missing ones a warning after a day."""

import json

import pytest
from tests.unit.verify.dumps import SECOND, Ledger, sample
from tests.unit.witness.visits import grown, request_of, witness_in

from guiju.facts.verify.parts.dump import verify_dump
from guiju.facts.verify.parts.outside.cosignature import read_witness_file
from guiju.facts.verify.parts.outside.held import read_held
from guiju.facts.verify.parts.saying import Unreadable

DAY = 86_400 * SECOND


class Watched:
    """A plain ledger, its witness, and the rows of its dump with what the witness signed."""

    def __init__(self, folder, ledger):
        self.ledger, self.witness, self.path = ledger, witness_in(folder), folder / "dump"
        self.witness.trust(ledger.name, ledger.key_file())
        self.cosigned = []

    def sign(self, *sizes):
        self.witness.now = self.ledger.now + 3
        status, said = self.witness.sign(request_of(self.ledger, *sizes))
        assert status == 0
        one = said["cosignature"]
        self.cosigned.append(
            ["cosignature", said["checkpoint"]["size"], one["key_id"], one["signature"], one["signed_at"]]
        )

    def report(self, *held, witnesses=True):
        rows = self.ledger.rows()
        at = max(number for number, row in enumerate(rows) if row[0] == "checkpoint") + 1
        rows[at:at] = self.cosigned
        self.path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        known = self.witness.listed() if witnesses is True else witnesses
        return verify_dump(str(self.path), [self.ledger.public], held, witnesses=known or None)

    def named(self, **words):
        return [(problem.kind, dict(problem.details).get("size")) for problem in self.report(**words).problems]


@pytest.fixture
def watched(tmp_path):
    """A ledger of 35 leaves that its witness has signed."""
    made = Watched(tmp_path, sample(1, events=35))
    made.sign()
    return made


def warnings(report):
    return [zh for zh, _ in report.notes if zh.startswith("警告")]


def test_a_ledger_that_is_witnessed_to_its_end_is_in_order_without_a_warning(watched):
    report = watched.report()
    assert (report.clean, report.figures["witnessed"], warnings(report)) == (True, 35, [])


def test_a_checkpoint_that_waits_longer_than_a_day_is_named_as_a_warning_and_no_problem(watched):
    grown(watched.ledger)
    watched.ledger.now += DAY - 10 * SECOND
    grown(watched.ledger)
    assert warnings(watched.report()) == []
    watched.ledger.now += 20 * SECOND
    grown(watched.ledger)
    report = watched.report()
    assert report.clean
    (warning,) = warnings(report)
    assert "大小为 40 的检查点" in warning
    watched.sign(35)
    assert warnings(watched.report()) == []


def test_a_ledger_without_any_witness_is_warned_of_from_its_beginning(tmp_path):
    ledger = Ledger(1)
    ledger.now += 2 * DAY
    watched = Watched(tmp_path, grown(ledger))
    (warning,) = warnings(watched.report())
    assert "大小为 0 的检查点" in warning


def test_two_needed_and_one_there_is_not_enough(watched, tmp_path):
    other = witness_in(tmp_path, "second")
    need = read_witness_file(f"{watched.witness.line(2)}{(other.home / 'witness.pub').read_text().strip()} 纪检\n")
    assert watched.report(witnesses=need).figures["witnessed"] == 0


def test_without_a_list_the_signatures_are_said_to_be_unchecked(watched):
    watched.cosigned[0][3] = "00" * 64
    report = watched.report(witnesses=None)
    assert report.clean
    assert "1 个见证签名没有核对" in report.notes[-1][0]


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        (1, 28, "cosignature.signature"),
        (1, 29, "cosignature.checkpoint"),
        (1, None, "cosignature.checkpoint"),
        (1, {"real": "1.5"}, "cosignature.checkpoint"),
        (2, "0" * 16, "cosignature.key"),
        (2, None, "cosignature.key"),
        (3, "00" * 64, "cosignature.signature"),
        (3, "00", "cosignature.form"),
        (3, {"text": "x"}, "cosignature.form"),
        (4, 7, "cosignature.signature"),
        (4, "7", "cosignature.form"),
        (4, 1 << 63, "cosignature.form"),
    ],
)
def test_an_edited_column_of_a_cosignature_is_named(watched, column, value, kind):
    watched.cosigned[0][column] = value
    assert [found for found, _ in watched.named()] == [kind]


def test_a_checkpoint_signed_anew_is_not_the_one_that_was_witnessed(watched):
    watched.ledger.checkpoints.pop()
    watched.ledger.checkpoint(schema="6" * 64)
    assert watched.named() == [("cosignature.signature", 35)]


def test_what_the_witness_holds_is_vouched_for_by_either_signature(watched, capsys):
    capsys.readouterr()
    watched.witness("held")
    text = capsys.readouterr().out
    (one,) = read_held(text.encode())
    assert len(one.cosignatures) == 1
    assert not any("按持有人所说比对" in zh for zh, _ in watched.report(one).notes)
    (alone,) = read_held("".join(line for line in text.splitlines(True) if not line.startswith("signature")).encode())
    assert not any("按持有人所说比对" in zh for zh, _ in watched.report(alone).notes)
    (bare,) = read_held("".join(line for line in text.splitlines(True) if "signature" not in line).encode())
    assert any("按持有人所说比对" in zh for zh, _ in watched.report(bare).notes)
    wrong = alone._replace(cosignatures=(alone.cosignatures[0]._replace(signed_at=1),))
    assert [problem.kind for problem in watched.report(wrong).problems] == ["held.signature"]


@pytest.mark.parametrize(
    "text",
    [
        "", "need 1\n", "need 2\n{line} 甲\n", "need 0\n{line} 甲\n", "{line} 甲\n", "need 1\nneed 1\n{line} 甲\n",
        "need 1\n{line} 甲\n{line} 乙\n", "need 1\n0000000000000000 {public} 甲\n", "need 1\nnonsense\n",
    ],
)  # fmt: skip
def test_a_list_of_witnesses_that_is_none_is_refused(watched, text):
    line = (watched.witness.home / "witness.pub").read_text().strip()
    with pytest.raises(Unreadable):
        read_witness_file(text.format(line=line, public=line.split()[1]))


def test_a_list_of_witnesses_may_hold_comments_and_names_with_spaces(watched):
    found = read_witness_file(f"# 名单\n{watched.witness.line()}".replace("上级法制部门", "上级 法制部门  # 2026"))
    assert (found.need, list(found.names.values())) == (1, ["上级 法制部门"])
