"""Dumping this bureau's ledger to a file, and having it checked."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from guiju.facts.proof.dump import Told, write_dump
from guiju.facts.proof.snapshot import Snapshot
from guiju.facts.proof.verifier import Answer, run_verifier
from guiju.facts.seal.memory import REMEMBERED, recall
from guiju.project import env
from guiju.values.errors import GuijuError


class NotWritten(GuijuError):
    """A file could not be written."""

    code = "ledger.not_written"
    remedy = "请检查目录是否存在、可写，磁盘是否已满。"


def dump_to(path: Path, source: Snapshot, publics: Mapping[str, bytes]) -> Told:
    """Write a dump that only its owner can read, on the disk for sure.

    Raises:
        NotWritten: the file cannot be written.
    """
    try:
        with open(path, "w", encoding="utf-8", newline="\n", opener=_private) as out:
            told = write_dump(source, dict(publics), out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise NotWritten(f"“{path.name}”写不进去：{error.strerror}。") from error
    return told


def checked(dump: Path, publics: Mapping[str, bytes], held: Sequence[Path] = ()) -> Answer:
    """What the one-file verifier says of a dump, held against the key store's memory and the witnesses."""
    remembered = env.keys_folder() / REMEMBERED
    own = [remembered] if recall(env.keys_folder()) is not None else []
    return run_verifier(dump, publics, [*own, *held], witnesses=env.witnesses_file())


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for this moment, beside the ledger, where there is as much room and nobody else reads."""
    env.home().mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="guiju-", dir=env.home()) as place:
        yield Path(place)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
