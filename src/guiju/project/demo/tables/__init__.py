"""The tables that the sample is told from: YAML pages, written by hand."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

# The parser in C, where there is one, reads them in a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_page(name: str) -> Any:
    """The content of one page, by its path among the tables."""
    return yaml.load(files(__package__).joinpath(name).read_text("utf-8"), Loader=_LOADER)


def read_folder(name: str) -> Iterator[Any]:
    """The content of every page of a folder, by their names; a page without content is left out."""
    for page in sorted(page.name for page in files(__package__).joinpath(name).iterdir()):
        if page.endswith(".yaml") and (content := read_page(f"{name}/{page}")):
            yield content
