"""What `guiju law try`, `export` and `import` do between the ledger and the reader."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from guiju.project import env
from guiju.project.desks.check_desk import OutputRefused
from guiju.project.ledger.viewer import viewer_of
from guiju.project.progress import Tell
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.yaml_text import MAX_BYTES
from guiju.values.clock import DAY_SECONDS, SECOND, to_micros

if TYPE_CHECKING:
    from guiju.findings.lawmaking.packs import Taken

SUPERIOR = "superior.pub"
"""The public keys of those whose packs this bureau takes, in the key store; lines as in the list of our own keys."""
MOST_BYTES = 64 * 1024 * 1024


def try_page(file: Path, *, days: int, account: str, tell: Tell) -> Iterator[str]:
    """What a page would do with the last days of this bureau's ledger, in lines.

    Raises:
        LawRefused, ChangeRefused: the page is not fully understood.
    """
    from guiju.findings.law import current_law
    from guiju.findings.lawmaking.outlook import what_if
    from guiju.findings.lawmaking.trying import outcome_in_words, try_text

    text, now = _text_of(file), to_micros(env.now())
    trial = try_text(current_law(), text)
    if trial.rule is None:
        raise LawRefused(f"第 {trial.line} 行：{trial.refusal}" if trial.line else trial.refusal)
    for case in trial.cases:
        if not case.is_met:
            yield f"算例“{case.name}”不符：应为 {case.expected}；实为 {case.found}"
    yield from trial.others
    since = now - days * DAY_SECONDS * SECOND
    found = what_if(viewer_of(account), text, since=since, until=now, as_of=now, progress=tell)
    words = {"new": "新增疑似问题", "gone": "不再成立", "moved": "到期时刻移动", "other": "其他变化"}
    counts = "，".join(f"{word} {found.counts[kind]}" for kind, word in words.items())
    yield f"{found.title}（{found.rule}）：近 {days} 天的义务 {found.duties} 项；{counts}。"
    for line in found.lines:
        before, after = (outcome_in_words(one.outcome) if one else "不产生义务" for one in (line.before, line.after))
        yield f"  {words[line.kind]}  {line.history_value}  {line.unit}  {before} → {after}"


def export_law(folder: Path) -> int:
    """Write the law in force as a signed pack; how many pages.

    Raises:
        OutputRefused: the folder is not empty, or cannot be written.
    """
    files = signed_files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputRefused(f"“{folder}”不是空目录。")
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputRefused(f"“{folder}”写不进去（{error.strerror}）。") from error
    return sum(name.startswith("rules/") for name in files)


def signed_files() -> dict[str, bytes]:
    """The law in force as the files of a signed pack."""
    from guiju.facts.proof.receipt_check import own_name
    from guiju.facts.wiring import wiring
    from guiju.findings.law import current_law
    from guiju.findings.lawmaking.packs import pack_files

    return pack_files(current_law(), wiring().signer, name=own_name())


def zipped(files: dict[str, bytes]) -> bytes:
    """A pack as one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return buffer.getvalue()


def files_of(place: Path) -> dict[str, bytes]:
    """The files of a pack: a folder, or one zipped file; never more than a pack can be.

    Raises:
        PackRefused: it is neither, or far too large.
    """
    from guiju.findings.lawmaking.packs import MOST_FILES, PackRefused

    try:
        if place.is_dir():
            paths = [path for path in sorted(place.rglob("*")) if path.is_file() and not path.is_symlink()]
            sizes = [path.stat().st_size for path in paths]
            if len(paths) > MOST_FILES or sum(sizes) > MOST_BYTES:
                raise PackRefused("规则包太大。")
            return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
        with place.open("rb") as stream:
            return unzipped(stream)
    except OSError as error:
        raise PackRefused("规则包读不出来。") from error


def unzipped(stream: BinaryIO) -> dict[str, bytes]:
    """The files of a zipped pack.

    Raises:
        PackRefused: it is none, or far too large.
    """
    from guiju.findings.lawmaking.packs import MOST_FILES, PackRefused

    try:
        with zipfile.ZipFile(stream) as archive:
            listed = [one for one in archive.infolist() if not one.is_dir()]
            if len(listed) > MOST_FILES or sum(one.file_size for one in listed) > MOST_BYTES:
                raise PackRefused("规则包太大。")
            return {one.filename: _unzipped(archive, one) for one in listed}
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
        raise PackRefused("规则包读不出来。") from error


def _unzipped(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """What the archive says of a size, the content must keep."""
    with archive.open(one) as stream:
        return stream.read(one.file_size)


def trusted_keys(file: Path | None = None) -> list[bytes]:
    """The public keys of those whose packs are taken: those of a file, else those in the key store.

    Raises:
        PackRefused: there are none, or the file is none of keys.
    """
    from guiju.facts.verify.parts.keys import read_key_file
    from guiju.facts.verify.parts.saying import Unreadable
    from guiju.findings.lawmaking.packs import PackRefused

    place = file or env.keys_folder() / SUPERIOR
    try:
        found = read_key_file(place.read_text(encoding="ascii"))
    except (OSError, ValueError, Unreadable) as error:
        raise PackRefused(
            "没有上级机关的公钥，或者读不出来。", remedy=f"请由系统管理员把上级机关的公钥写入密钥目录的 {SUPERIOR}。"
        ) from error
    if not found:
        raise PackRefused("公钥文件是空的。")
    return found


def take_in(files: dict[str, bytes], *, keys: list[bytes], account: str, reason: str) -> "Taken":
    """Propose what a superior bureau's pack says otherwise; the same pack again proposes nothing more.

    Raises:
        PackRefused: it is not signed by one of the trusted keys, or was changed.
        NotForYou: the account may not propose pages of law.
    """
    from guiju.facts.draft import Actor
    from guiju.findings.lawmaking.packs import MANIFEST, take_in_pack

    digest = hashlib.sha256(files.get(MANIFEST, b"") + reason.encode()).hexdigest()
    return take_in_pack(
        files, keys, reason=reason, actor=Actor(account), at=to_micros(env.now()), idem_key=f"pack:{digest[:32]}"
    )


def import_law(place: Path, *, key: Path | None, account: str, reason: str) -> Iterator[str]:
    """The same for the command line, in lines.

    Raises:
        PackRefused, NotForYou: as ``take_in``.
    """
    taken = take_in(files_of(place), keys=trusted_keys(key), account=account, reason=reason)
    yield f"规则包：{taken.origin}；与现行相同 {taken.same} 页。"
    for name, number in taken.proposed:
        yield f"  已提请 {number}：{name}，等待另一人签发。"
    for path, sentence in taken.refused:
        yield f"  未提请 {path}：{sentence}"


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            Spot(file.name).refuse(f"文件超过 {MAX_BYTES // 1024} KB")
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LawRefused(f"“{file}”读不出来。", remedy="请核对路径；文件应为 UTF-8。") from error
