"""The witness's folder: its key, its public key, and the file of its database; nobody else reads or writes there."""

import os
import secrets

from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.witness.parts.ed25519_sign import SigningKey

KEY_FILE, PUBLIC_FILE, DATABASE_FILE = "witness.key", "witness.pub", "witness.sqlite3"


def draw_key(home: str) -> SigningKey:
    """Draw a key into a new folder, or one of nobody else's, and write its public half beside it.

    Raises:
        Unreadable: there is a key already.
        OSError: the folder cannot be written.
    """
    os.makedirs(home, mode=0o700, exist_ok=True)
    os.chmod(home, 0o700)
    seed = secrets.token_bytes(32)
    key = SigningKey(seed)
    try:
        _write_new(os.path.join(home, KEY_FILE), f"{seed.hex()}\n", 0o600)
    except FileExistsError as error:
        raise Unreadable(
            "这个目录里已经有见证方密钥，没有另建。", "This folder holds a key already; none was drawn."
        ) from error
    _write_new(os.path.join(home, PUBLIC_FILE), f"{key.key_id} {key.public.hex()}\n", 0o644)
    _write_new(os.path.join(home, DATABASE_FILE), "", 0o600)
    return key


def open_key(home: str) -> SigningKey:
    """The key of this folder.

    Raises:
        Unreadable: there is none, or others may read it.
    """
    path = os.path.join(home, KEY_FILE)
    try:
        if os.stat(path).st_mode & 0o077:
            raise Unreadable(
                "见证方密钥别人也能读：请改为只有本人可读（0600），并另换密钥。", "Others may read the key."
            )
        with open(path, encoding="ascii") as file:
            return SigningKey(bytes.fromhex(file.read().strip()))
    except FileNotFoundError as error:
        raise Unreadable(
            "这个目录里没有见证方密钥，请先执行 init。", "This folder holds no key; begin with init."
        ) from error
    except (OSError, ValueError) as error:
        raise Unreadable("见证方密钥读不出来。", "The witness's key cannot be read.") from error


def write_beside(path: str, text: str) -> None:
    """Put a whole file in its place at once; a link that somebody laid there is replaced, never followed."""
    new = f"{path}.{secrets.token_hex(4)}.new"
    _write_new(new, text, 0o644)
    os.replace(new, path)


def _write_new(path: str, text: str, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        # What the umask took away from a public file.
        os.chmod(path, mode)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
