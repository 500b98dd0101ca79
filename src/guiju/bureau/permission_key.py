"""The key that seals the rows of permissions: it lies with the signing keys, outside the database."""

import secrets
from pathlib import Path

from guiju.values.errors import GuijuError

FILE, BYTES = "permission.key", 32


class PermissionKeyRefused(GuijuError):
    """The permission key is not there, or is none."""

    code = "bureau.permission_key"
    remedy = "请从密钥备份恢复 permission.key；没有它，所有授权都不生效。"


def create_permission_key(folder: Path) -> bytes:
    """Draw a new key into the store, readable by its owner alone.

    Raises:
        PermissionKeyRefused: the store holds one already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(BYTES)
    try:
        with (folder / FILE).open("x", encoding="ascii") as file:
            (folder / FILE).chmod(0o600)
            file.write(key.hex() + "\n")
    except FileExistsError as error:
        raise PermissionKeyRefused("密钥目录里已经有权限密钥，没有另建。") from error
    return key


def open_permission_key(folder: Path) -> bytes:
    """The key of this store.

    Raises:
        PermissionKeyRefused: there is none, or it cannot be read.
    """
    try:
        key = bytes.fromhex((folder / FILE).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise PermissionKeyRefused("权限密钥读不出来。") from error
    if len(key) != BYTES:
        raise PermissionKeyRefused("权限密钥的长度不对。")
    return key
