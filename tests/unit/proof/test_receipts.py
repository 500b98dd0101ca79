"""What a receipt is worth to the person who holds it."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, connections
from tests.ledgers import CLERK, SHANGHAI, moment

from guiju.facts.draft import Draft
from guiju.facts.keys.signer import Signer
from guiju.facts.proof.answering import NotSealed, append_sealed
from guiju.facts.proof.receipt import NoReceipt, ProofBroken, find_event, receipt_of
from guiju.facts.proof.receipt_check import ReceiptUnreadable, Standing, check_receipt
from guiju.facts.proof.receipt_page import page_of
from guiju.facts.proof.verifier import TOOL, key_lines, write_tool
from guiju.facts.seal.sealer import seal
from guiju.facts.tables.guards import drop_guards
from guiju.facts.turns import writing
from guiju.facts.wiring import Wiring, install, wiring
from guiju.project.catalogue import VOCABULARY

COMPLAINT = "conduct.complaint_received"


@pytest.fixture
def counter(book):
    """A counter where complaints are received and answered with a receipt."""
    hand = wiring()
    install(Wiring(clock=hand.clock, signer=hand.signer, receipted=frozenset({COMPLAINT})))
    return book


def complain(book, act="C1", key="K1"):
    fields = {"act": act, "unit": "U1", "place": "东河派出所"}
    draft = Draft.of(COMPLAINT, moment("2026-03-02T08:30"), fields, local=SHANGHAI)
    return append_sealed([draft], actor=CLERK, idem_key=key)


def publics(book):
    return {book.signer.key_id: book.signer.public}


def owner_runs(*statements):
    """What the database owner does with the triggers out of the way."""

    class Editor:
        def __init__(self):
            self.connection = connection

        def execute(self, statement):
            with connection.cursor() as cursor:
                cursor.execute(statement)

    drop_guards(None, Editor())
    with connection.cursor() as cursor:
        for statement, *values in statements:
            cursor.execute(statement, values)


def fill(book, count):
    for number in range(count):
        book.record("cases.accepted", "2026-03-01T10:00", key=f"F{number}", case=f"A{number % 7}", nth=number)


def test_a_complaint_is_answered_with_a_receipt_that_a_stranger_can_check_without_us(counter, tmp_path):
    fill(counter, 20)
    [receipt] = complain(counter).receipts
    (tmp_path / "receipt.json").write_text(receipt.to_json(), encoding="utf-8")
    (tmp_path / "keys.txt").write_text(key_lines(publics(counter)), encoding="ascii")
    write_tool(tmp_path / TOOL)
    words = [sys.executable, "-I", "-S", TOOL, "receipt.json", "--key", "keys.txt"]
    assert subprocess.run(words, cwd=tmp_path, env={}, capture_output=True).returncode == 0
    (tmp_path / "receipt.json").write_text(receipt.to_json().replace("东河", "西河"), encoding="utf-8")
    assert subprocess.run(words, cwd=tmp_path, env={}, capture_output=True).returncode == 1


def test_an_event_of_another_class_gets_no_receipt_and_does_not_wait(counter):
    draft = Draft.of("cases.accepted", moment("2026-03-01T10:00"), {"case": "A1"}, local=SHANGHAI)
    answered = append_sealed([draft], actor=CLERK, idem_key="K1")
    assert (len(answered.appended.ids), answered.receipts) == (1, ())
    with pytest.raises(NoReceipt, match="还没有封存"):
        receipt_of(answered.appended.ids[0], publics(counter))


def test_the_same_complaint_submitted_twice_gets_the_same_receipt(counter):
    first, second = complain(counter), complain(counter)
    assert second.appended.is_repeat
    assert first.receipts == second.receipts


def test_a_receipt_is_not_given_inside_a_transaction_that_may_yet_be_undone(counter):
    with pytest.raises(NotSealed), writing():
        complain(counter)


def test_many_complaints_at_once_are_each_answered_with_a_receipt_that_holds(counter):
    def complains(number):
        try:
            return complain(counter, act=f"C{number % 3}", key=f"K{number}").receipts[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(complains, range(24)))
    assert sorted(one.said["index"] for one in receipts) == list(range(24))
    standings = {check_receipt(one.to_json().encode(), [counter.signer.public]).standing for one in receipts}
    assert standings == {Standing.VALID}


@pytest.mark.slow
def test_the_receipts_of_every_place_in_a_large_ledger_hold(counter):
    fill(counter, 530)
    while seal():
        pass
    for event in (1, 2, 255, 256, 257, 511, 512, 513, 530):
        assert check_receipt(
            receipt_of(event, publics(counter)).to_json().encode(), [counter.signer.public]
        ).standing == (Standing.VALID)


def test_an_event_is_found_by_its_short_code_however_it_is_typed(counter):
    answered = complain(counter)
    code, number = answered.receipts[0].code, answered.appended.ids[0]
    assert find_event(code) == find_event(code.lower().replace("-", "")) == find_event(str(number)) == number
    for wrong in ("G1-0000-0000-0000-0000", "旧编号", "G1-1"):
        with pytest.raises(NoReceipt):
            find_event(wrong)


def test_the_receipt_of_a_deleted_complaint_says_recorded_now_missing(counter):
    answered = complain(counter)
    number = answered.appended.ids[0]
    data = answered.receipts[0].to_json().encode()
    assert check_receipt(data, [counter.signer.public]).standing is Standing.VALID
    owner_runs(("DELETE FROM event_key WHERE event = %s", number), ("DELETE FROM event WHERE id = %s", number))
    found = check_receipt(data, [counter.signer.public])
    assert found.standing is Standing.MISSING
    assert "已登记，现已缺失" in found.sentence
    owner_runs(("DELETE FROM leaf WHERE event = %s", number), ("DELETE FROM checkpoint WHERE size > 0",))
    assert check_receipt(data, [counter.signer.public]).standing is Standing.MISSING


def test_the_receipt_of_a_complaint_whose_place_was_given_to_another_says_missing_too(counter):
    answered = complain(counter)
    number, data = answered.appended.ids[0], answered.receipts[0].to_json().encode()
    owner_runs(
        ("DELETE FROM event_key WHERE event = %s", number),
        ("DELETE FROM leaf WHERE event = %s", number),
        ("DELETE FROM event WHERE id = %s", number),
    )
    counter.record(COMPLAINT, "2026-03-02T08:31", act="C1")
    assert check_receipt(data, [counter.signer.public]).standing is Standing.MISSING


def test_a_receipt_names_what_was_altered(counter):
    answered = complain(counter)
    data = answered.receipts[0].to_json().encode()
    owner_runs(("UPDATE event SET unit_as_of = 'U2', happened_at = happened_at + 1",))
    found = check_receipt(data, [counter.signer.public])
    assert (found.standing, found.differences) == (Standing.ALTERED, ("happened_at", "unit_as_of"))


def test_a_receipt_tells_that_the_checkpoint_it_bears_is_gone(counter):
    data = complain(counter).receipts[0].to_json().encode()
    owner_runs(("DELETE FROM checkpoint WHERE size > 0",))
    assert check_receipt(data, [counter.signer.public]).standing is Standing.REWRITTEN


def test_a_receipt_that_was_altered_or_signed_by_a_stranger_proves_nothing(counter):
    [receipt] = complain(counter).receipts
    stranger = Signer.of(Ed25519PrivateKey.generate()).public
    changed = receipt.to_json().replace("东河", "西河").encode()
    assert check_receipt(changed, [counter.signer.public]).standing is Standing.INVALID
    assert check_receipt(receipt.to_json().encode(), [stranger]).standing is Standing.INVALID
    for broken in (b"", b"{}", b"[1]", receipt.to_json()[:-9].encode()):
        with pytest.raises(ReceiptUnreadable):
            check_receipt(broken, [counter.signer.public])


def test_no_receipt_is_made_of_rows_that_prove_nothing(counter):
    number = complain(counter).appended.ids[0]
    fill(counter, 3)
    seal()
    owner_runs(("UPDATE event SET leaf = %s WHERE id = %s", bytes(32), number))
    with pytest.raises(ProofBroken):
        receipt_of(number, publics(counter))


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [None, "body", "proof", "signature", "root", "key"])
def test_the_page_checks_itself_in_a_browser(counter, tmp_path, spoil):
    fill(counter, 20)
    [receipt] = complain(counter).receipts
    page = page_of(receipt, publics(counter), {COMPLAINT: "收到检举控告"})
    said = json.loads(receipt.to_json())
    keys = {name: public.hex() for name, public in publics(counter).items()}
    other, root = "0123456789abcdef", said["checkpoint"]["text"].split("root: ")[1]
    spoilt = {
        "body": ("东河", "西河"),
        "proof": (said["proof"][1], said["proof"][1][:-1] + other[1 - (said["proof"][1][-1] == "1")]),
        "signature": (said["checkpoint"]["signature"], said["checkpoint"]["signature"][:-2] + "7f"),
        "root": (f"\\nroot: {root[:8]}", f"\\nroot: {root[1:8]}{root[0]}"),
        "key": (f'"{next(iter(keys.values()))}"', f'"{"00" * 32}"'),
    }
    if spoil is not None:
        old, new = spoilt[spoil]
        assert old in page
        page = page.replace(old, new)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    # Files of a root-owned test are read by root's browser, which wants no sandbox then.
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*words, "--dump-dom", (tmp_path / "page.html").as_uri()], capture_output=True, text=True, timeout=120
    )
    visible = shown.stdout.split("<body", 1)[1].split("<script", 1)[0]
    if spoil is None:
        assert "回执成立。" in visible
        assert "收到检举控告" in visible
        assert receipt.code in visible
    else:
        assert "回执成立。" not in visible
        assert "不成立" in visible or "不能核对" in visible


def test_the_page_holds_no_way_out_and_no_foreign_script(counter):
    fields = {"act": "C1", "place": "</script><script>alert(1)</script>"}
    draft = Draft.of(COMPLAINT, moment("2026-03-02T08:30"), fields, local=SHANGHAI)
    [receipt] = append_sealed([draft], actor=CLERK, idem_key="K1").receipts
    page = page_of(receipt, publics(counter), {})
    assert "alert(1)</script>" not in page
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "").replace("http%3A%2F%2Fwww.w3.org", "")


def test_every_kind_of_event_that_somebody_takes_a_receipt_for_is_declared():
    told = {name for name, kind in VOCABULARY.types.items() if kind.is_receipted}
    assert {
        COMPLAINT, "custody.area_entered", "custody.area_left", "custody.released", "cases.document_served",
        "property.handed_over", "conduct.unlawful_order_reported",
    } <= told  # fmt: skip
