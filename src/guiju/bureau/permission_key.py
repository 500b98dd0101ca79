"""The key that seals the rows of permissions: it lies with the signing keys, outside the database."""

from pathlib import Path

from guiju.facts.keys.key_file import KeyFile
from guiju.values.errors import GuijuError


class PermissionKeyRefused(GuijuError):
    """The permission key is not there, or is none."""

    code = "bureau.permission_key"
    remedy = "请从密钥备份恢复 permission.key；没有它，所有授权都不生效。"


_KEY = KeyFile("permission.key", "权限密钥", PermissionKeyRefused)


def create_permission_key(folder: Path) -> bytes:
    """Draw a new key into the store, readable by its owner alone.

    Raises:
        PermissionKeyRefused: the store holds one already.
    """
    return _KEY.create(folder)


def open_permission_key(folder: Path) -> bytes:
    """The key of this store.

    Raises:
        PermissionKeyRefused: there is none, or it cannot be read.
    """
    return _KEY.read(folder)
