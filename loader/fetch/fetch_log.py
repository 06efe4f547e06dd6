"""Fetch log, `fetched.json` beside the files: where each came from, with its cache validators."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from loader.corpus.problems import LoaderError
from loader.editions.sidecars import FETCHED_FILE
from loader.fetch.atomic_files import write_atomically

_TAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One file as it came: `etag` and `last_modified` as the publisher wrote them, or empty.

    `date` is when it came (UTC, ISO 8601); it tells nothing of the edition.
    """

    source: str
    address: str
    sha256: str
    size: int
    etag: str
    last_modified: str
    date: str

    def describes(self, file: Path, url: str) -> bool:
        """Tell whether a file is still, to the byte, what came from an address."""
        if self.address != url or not file.is_file() or file.stat().st_size != self.size:
            return False
        return file_digest(file) == self.sha256

    def conditions(self) -> Mapping[str, str]:
        """Return the headers that ask for the file only if it has changed."""
        if _TAG.fullmatch(self.etag):
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.last_modified} if self.last_modified else {}


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_fetch_log(folder: Path) -> dict[str, FetchRecord]:
    """Return what is recorded of the files of a folder, by their names."""
    path = folder / FETCHED_FILE
    try:
        entries = json.loads(path.read_bytes())
        return {name: _record(entry) for name, entry in entries.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LoaderError(f"{path} : illisible ; le supprimer pour tout reprendre") from error


def _record(entry: Mapping[str, object]) -> FetchRecord:
    record = FetchRecord(**entry)  # type: ignore[arg-type]  # judged on the next line
    if not all(isinstance(value, int if key == "size" else str) for key, value in entry.items()):
        raise TypeError(entry)
    return record


def record_fetch(folder: Path, name: str, record: FetchRecord) -> None:
    """FetchRecord a file."""
    known = {**read_fetch_log(folder), name: record}
    text = json.dumps({key: asdict(known[key]) for key in sorted(known)}, indent=2)
    write_atomically(folder / FETCHED_FILE, text + "\n")
