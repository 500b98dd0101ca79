"""The law travels as a signed pack; a superior bureau's pack is proposed, never simply applied."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import LATER, PAGE, LawStation

from guiju.facts.commands import IdemKeyReused
from guiju.facts.keys.signer import Signer, create_keys
from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.packs import MANIFEST, SIGNATURE, PackRefused, pack_files, read_pack, take_in_pack
from guiju.findings.lawmaking.proposals import every_proposal
from guiju.findings.life.steps import NotForYou
from guiju.project.law_folder import open_law
from guiju.rules.load import Folder


@pytest.fixture
def superior(tmp_path) -> Signer:
    """Another bureau's key."""
    return create_keys(tmp_path / "superior")


def their_pack(folder: Folder, signer: Signer, *pages: str) -> dict[str, bytes]:
    """A pack of a bureau that has published these pages."""
    law = LawInForce(folder.pack, SHANGHAI, folder=folder)
    texts = {page.split("id: ")[1].split("\n")[0]: page for page in pages}
    return pack_files(law.with_pages(texts, b"") if texts else law, signer, name="省厅")


def taken(bureau: LawStation, files: dict[str, bytes], signer: Signer, by: str = "law1"):
    return take_in_pack(files, [signer.public], reason="按来文执行", **bureau.by(by))


def test_the_law_in_force_is_a_folder_that_loads_by_itself(lawful, tmp_path):
    lawful.publish(lawful.propose())
    files = pack_files(current_law(), lawful.book.signer, name="本局")
    for name, content in files.items():
        (tmp_path / "pack" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / name).write_bytes(content)
    pack = open_law(tmp_path / "pack")
    assert [one.label for one in pack.rule("custody.notify-family").editions] == ["2013-01-01", "2026-03-10"]
    said = json.loads(files[MANIFEST])
    assert said["shipped_digest"] == lawful.folder.pack.digest
    assert list(said["published"]) == ["custody.notify-family"]
    origin, pages = read_pack(files, [lawful.book.signer.public])
    assert origin == f"本局（{lawful.book.signer.key_id}）"
    assert pages["rules/custody/notify-family.yaml"] == LATER


def test_each_page_that_differs_waits_for_a_local_signature(lawful, superior):
    files = their_pack(lawful.folder, superior, LATER)
    found = taken(lawful, files, superior)
    assert (found.same, found.refused) == (1, ())
    [(name, number)] = found.proposed
    assert name == "custody.notify-family"
    [proposal] = every_proposal()
    assert (proposal.number, proposal.origin) == (number, f"省厅（{superior.key_id}）")
    assert (proposal.in_force_from, proposal.is_correction) == ("2026-03-10", False)
    assert current_law().texts == {}
    with pytest.raises(NotForYou):
        lawful.publish(number, by="law1")
    lawful.publish(number)
    assert current_law().texts == {name: LATER}


def test_what_the_superior_changed_in_the_past_is_told_as_a_correction(lawful, superior):
    past = LATER.replace("2026-03-10", "2026-01-20")
    taken(lawful, their_pack(lawful.folder, superior, past), superior)
    [proposal] = every_proposal()
    assert (proposal.in_force_from, proposal.is_correction) == ("2026-01-20", True)


@pytest.mark.parametrize("name", ["rules/custody/notify-family.yaml", "instruments.yaml", MANIFEST, SIGNATURE])
def test_one_byte_changed_and_nothing_is_taken(lawful, superior, name):
    files = their_pack(lawful.folder, superior, LATER)
    for place in {0, len(files[name]) // 2, len(files[name]) - 2}:
        changed = bytearray(files[name])
        changed[place] ^= 1
        with pytest.raises(PackRefused):
            taken(lawful, {**files, name: bytes(changed)}, superior)
    assert every_proposal() == ()


def test_a_file_more_or_less_and_nothing_is_taken(lawful, superior):
    files = their_pack(lawful.folder, superior, LATER)
    with pytest.raises(PackRefused, match="多出"):
        taken(lawful, {**files, "rules/custody/more.yaml": PAGE.encode()}, superior)
    less = {name: content for name, content in files.items() if name != "rules/custody/notify-family.yaml"}
    with pytest.raises(PackRefused, match="缺失"):
        taken(lawful, less, superior)
    with pytest.raises(PackRefused, match="没有清单"):
        taken(lawful, {}, superior)


def test_a_pack_of_somebody_unknown_is_not_taken(lawful, superior, tmp_path):
    stranger = create_keys(tmp_path / "stranger")
    with pytest.raises(PackRefused, match="不是本单位信任的机关"):
        taken(lawful, their_pack(lawful.folder, stranger, LATER), superior)
    # A stranger who writes the trusted key into his manifest has still not its signature.
    files = their_pack(lawful.folder, replace(superior, key=stranger.key), LATER)
    with pytest.raises(PackRefused, match="签名不符"):
        taken(lawful, files, superior)


def test_the_same_pack_again_proposes_nothing_more(lawful, superior):
    files = their_pack(lawful.folder, superior, LATER)
    words = lawful.by("law1")
    take_in_pack(files, [superior.public], reason="按来文执行", **words)
    take_in_pack(files, [superior.public], reason="按来文执行", **words)
    assert len(every_proposal()) == 1
    with pytest.raises(IdemKeyReused):
        take_in_pack(files, [superior.public], reason="另一理由", **words)


def test_a_page_that_cannot_stand_here_is_named_and_the_others_are_proposed(lawful, superior):
    files = their_pack(lawful.folder, superior, LATER)
    said = json.loads(files[MANIFEST])
    bad = PAGE.replace("custody.notify-family", "custody.notify-again").replace("when: custody.detained", "when: x.y")
    files["rules/custody/notify-again.yaml"] = bad.encode()
    said["files"]["rules/custody/notify-again.yaml"] = sha256(bad.encode()).hexdigest()
    text = json.dumps(said, ensure_ascii=False).encode()
    files |= {MANIFEST: text, SIGNATURE: superior.sign(text).hex().encode()}
    found = taken(lawful, files, superior)
    assert [name for name, _ in found.proposed] == ["custody.notify-family"]
    assert [path for path, _ in found.refused] == ["rules/custody/notify-again.yaml"]
