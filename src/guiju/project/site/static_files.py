"""Static files: collected once, named after their content, compressed; straight from the packages before that."""

import hashlib
import shutil
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from guiju.project import env

STAMP = "collected.stamp"


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Gives the name with the content's hash where it was collected, else the plain name."""

    def stored_name(self, name: str) -> str:
        """The name under which a file is served."""
        clean = self.clean_name(name)
        return str(self.hashed_files.get(self.hash_key(clean)) or clean)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves them; a folder that nobody has collected into yet is no fault."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Take a folder into what is served, if there is one."""
        if Path(root).is_dir():
            super().add_files(root, prefix)


def collect_static() -> bool:
    """Collect the static files into the home of the bureau; false where nothing has changed since the last time."""
    from django.core.management import call_command

    place = env.home() / "static"
    stamp, key = place.parent / STAMP, _key()
    if place.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == key:
        return False
    stamp.unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(key, encoding="ascii")
    return True


def _key() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
