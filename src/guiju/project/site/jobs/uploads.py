"""What was uploaded and waits for its import: encrypted on the disk, in clear only in memory while it is read."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from django.conf import settings

from guiju.facts.keys.sealed_file import seal_file, unseal_file
from guiju.project import env
from guiju.values.errors import GuijuError

_SEALED = "sealed"


class UploadRefused(GuijuError):
    """The file, or its name, cannot be kept until it is imported."""

    code = "jobs.upload"
    remedy = "请换一个普通的文件名，并确认服务器磁盘有空间后再上传。"


class UploadUnknown(GuijuError):
    """What was uploaded is not there any more."""

    code = "jobs.upload_gone"
    remedy = "请重新上传该文件。"


def incoming(place: str) -> Path:
    """Where a file waits for its import; it is removed once it is imported."""
    return env.home() / "incoming" / place


def plain_name(name: str) -> str:
    """The name of a file as it may be kept: without any folder.

    Raises:
        UploadRefused: nothing usable is left of it.
    """
    plain = Path(name.replace("\\", "/")).name
    if not plain or plain.startswith(".") or not plain.isprintable() or len(plain.encode()) > 200:
        raise UploadRefused(f"文件名“{name[:40]}”不能用。")
    return plain


def keep_upload(chunks: Iterable[bytes]) -> str:
    """Keep the content of a file under lock; the place where it lies.

    Raises:
        UploadRefused: it cannot be kept.
    """
    name = uuid4().hex
    place = incoming(name)
    try:
        place.mkdir(parents=True, mode=0o700)
        seal_file(_secret(), place / _SEALED, chunks, bound=name.encode())
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise UploadRefused(f"文件没有存下：{error.strerror}。") from error
    return name


@contextmanager
def opened_upload(place: str, name: str) -> Iterator[Path]:
    """A path by which the content can be read until the end of the block; it stands for memory, not for a disk.

    Raises:
        UploadUnknown: it was imported, or is older than thirty days.
        SealedFileRefused: it does not open.
    """
    name, path = plain_name(name), incoming(UUID(place).hex) / _SEALED
    if not path.is_file():
        raise UploadUnknown(f"暂存的文件“{name}”已不在。")
    memory = os.memfd_create("guiju-upload")
    try:
        with os.fdopen(memory, "wb", closefd=False) as clear:
            for piece in unseal_file(_secret(), path, bound=UUID(place).hex.encode()):
                clear.write(piece)
        with TemporaryDirectory(prefix="guiju-upload-") as folder:
            link = Path(folder) / name
            link.symlink_to(f"/proc/{os.getpid()}/fd/{memory}")
            yield link
    finally:
        os.close(memory)


def drop_upload(place: str) -> None:
    """Let go of what was kept."""
    shutil.rmtree(incoming(UUID(place).hex), ignore_errors=True)


def _secret() -> bytes:
    # As it was when this process started: a key that is replaced meanwhile counts from the next start on.
    return settings.SECRET_KEY.encode()
