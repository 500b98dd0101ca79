"""The law in force as a signed pack, and a superior bureau's pack as proposals that wait for a local signature.

Law: house.md, "Law". The manifest names every file by its digest; the signature is over the manifest's exact bytes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from guiju.facts.draft import Actor
from guiju.facts.keys.signer import Signer
from guiju.facts.verify.parts.keys import KeyRing, key_id_of
from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.wiring import wiring
from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.checking import first_changed, read_id
from guiju.findings.lawmaking.commands import propose_page
from guiju.rules.pages.yaml_text import MAX_BYTES
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError

FORMAT = "guiju-law-pack/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOST_FILES, MOST_MANIFEST = 6_000, 4 * 1024 * 1024
_BESIDE = ("instruments.yaml", "terms.yaml", "ranks.yaml")


class PackRefused(GuijuError):
    """A pack is not what its signature says, or its signature is nobody's whom this bureau trusts."""

    code = "law.pack"
    remedy = "请向发出机关重新索取规则包，并核对其公钥；没有任何一页被采用。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a pack: the pages proposed with their numbers, and those refused with the reason.

    ``same`` pages say what is in force already.
    """

    origin: str
    proposed: tuple[tuple[str, int], ...]
    refused: tuple[tuple[str, str], ...]
    same: int


def pack_files(law: LawInForce, signer: Signer, *, name: str) -> dict[str, bytes]:
    """The law in force as files, with a signed manifest; ``name`` says whose it is."""
    assert law.folder is not None
    home = law.folder.pages.folder
    files = {rule.file: law.text_of(rule.id).encode() for rule in law.pack.rules}
    for path in [*(home / one for one in _BESIDE), *sorted((home / "calendars").glob("*.yaml"))]:
        if path.is_file():
            files[path.relative_to(home).as_posix()] = path.read_bytes()
    manifest = {
        "format": FORMAT, "name": name, "made_at": from_micros(wiring().clock(), law.local.zone).isoformat(),
        "shipped_digest": law.pack.digest, "published": dict(sorted(law.pack.published.items())),
        "key": signer.public.hex(), "files": {path: _digest(content) for path, content in sorted(files.items())},
    }  # fmt: skip
    text = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return {**files, MANIFEST: text, SIGNATURE: (signer.sign(text).hex() + "\n").encode()}


def read_pack(files: Mapping[str, bytes], trusted: Iterable[bytes]) -> tuple[str, dict[str, str]]:
    """Whose a pack is, and its pages by their files; nothing of it is looked at before its signature holds.

    Raises:
        PackRefused: it is not signed by one of the ``trusted`` public keys, or a file is missing, changed or added.
    """
    text, signature = files.get(MANIFEST, b""), files.get(SIGNATURE, b"")
    if not text or not signature or len(text) > MOST_MANIFEST:
        raise PackRefused("这不是规则包：没有清单或签名。")
    said = _manifest(text)
    try:
        key, signed = bytes.fromhex(str(said["key"])), bytes.fromhex(signature.decode("ascii").strip())
        fault = KeyRing(trusted).fault(key_id_of(key), signed, text)
    except (KeyError, ValueError, Unreadable) as error:
        raise PackRefused("规则包的签名读不出来。") from error
    if fault:
        is_strange = fault.endswith("key")
        raise PackRefused("规则包不是本单位信任的机关签发的。" if is_strange else "规则包的签名不符，内容被改动过。")
    listed = said.get("files")
    if not isinstance(listed, dict) or said.get("format") != FORMAT or len(listed) > MOST_FILES:
        raise PackRefused("规则包的清单不是本版本认识的格式。")
    for path in sorted({*listed, *files} - {MANIFEST, SIGNATURE}):
        if path not in listed:
            raise PackRefused(f"规则包里多出文件“{path}”。")
        if path not in files or _digest(files[path]) != listed[path]:
            raise PackRefused(f"规则包里的文件“{path}”缺失或被改动过。")
    return f"{said.get('name', '')}（{key_id_of(key)}）", dict(_pages(files))


def take_in_pack(
    files: Mapping[str, bytes], trusted: Iterable[bytes], *, reason: str, actor: Actor, at: int, idem_key: str
) -> Taken:
    """Propose each page of a superior bureau's pack that says something else than the law in force.

    Each waits for the signature of a second person here. One that changes what already holds is proposed as a
    correction, for the superior bureau has put it in force before.

    Raises:
        PackRefused: as ``read_pack``; nothing is proposed.
        NotForYou: no role of the actor allows it.
    """
    origin, pages = read_pack(files, trusted)
    law, same = current_law(), 0
    today = law.local.locate(wiring().clock())[0]
    proposed, refused = [], []
    for path, text in sorted(pages.items()):
        try:
            name = read_id(text)
            if _is_same(law.text_of(name), text):
                same += 1
                continue
            first = first_changed(law.text_of(name), text)
            is_past = first is not None and first < today
            done = propose_page(
                text, in_force_from=date.fromordinal(first or today).isoformat(), reason=reason, basis=origin,
                is_correction=is_past, origin=origin, actor=actor, at=at,
                idem_key=f"{idem_key}:{sha256(path.encode()).hexdigest()[:24]}",
            )  # fmt: skip
            proposed.append((name, done.ids[0]))
        except GuijuError as error:
            if error.code not in ("law.refused", "law.change"):
                raise
            refused.append((path, error.sentence))
    return Taken(origin, tuple(proposed), tuple(refused), same)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _manifest(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackRefused("规则包的清单读不出来。") from error
    if not isinstance(said, dict):
        raise PackRefused("规则包的清单读不出来。")
    return said


def _pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for path, content in files.items():
        if not path.startswith("rules/") or not path.endswith(".yaml"):
            continue
        try:
            if len(content) > MAX_BYTES:
                raise PackRefused(f"规则包里的“{path}”超过 {MAX_BYTES // 1024} KB。")
            yield path, content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PackRefused(f"规则包里的“{path}”不是 UTF-8 编码。") from error


def _is_same(ours: str, theirs: str) -> bool:
    return ours.strip() == theirs.strip()
