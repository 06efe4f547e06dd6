"""Partial downloads: what has come of a file so far, beside it, and how to resume."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from loader.corpus.problems import system_reason
from loader.fetch.atomic_files import write_atomically
from loader.fetch.errors import FetchError
from loader.fetch.http_client import HttpAnswer

_STRONG: Final = re.compile(r'"[\x21\x23-\x7e]*"')


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """A beginning of a file: what it is a beginning of, and how many bytes are there."""

    url: str
    validator: str
    size: int

    def headers(self) -> Mapping[str, str]:
        """Return the headers that ask for the rest, or for the whole if the file is another."""
        return {"Range": f"bytes={self.size}-", "If-Range": self.validator}


@dataclass(frozen=True, slots=True)
class PartFile:
    """`.nom.part`, hidden so that the loader passes it by, and what it is a part of."""

    path: Path

    @classmethod
    def of(cls, target: Path) -> "PartFile":
        """Return the part of a file."""
        return cls(target.with_name(f".{target.name}.part"))

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def resume_point(self, url: str) -> ResumePoint | None:
        """Return what can be resumed; None when nothing can."""
        try:
            noted = json.loads(self._beside.read_bytes())
            size = self.path.stat().st_size
            started = ResumePoint(str(noted["url"]), str(noted["validator"]), size)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return started if size and started.url == url and started.validator else None

    @contextmanager
    def open_at(self, url: str, answer: HttpAnswer, start: int) -> Iterator[BinaryIO]:
        """Give the file to write from `start` on, having noted what it is a part of."""
        try:
            if not start:
                self.discard()
                noted = {"url": url, "validator": validator_of(answer)}
                write_atomically(self._beside, json.dumps(noted))
            with self.path.open("ab") as file:
                yield file
        except OSError as error:
            raise FetchError(
                f"écriture impossible : {self.path} : {system_reason(error)}"
            ) from error

    def discard(self) -> None:
        """Remove what has come."""
        self.path.unlink(missing_ok=True)
        self._beside.unlink(missing_ok=True)

    def finish(self) -> None:
        """Forget what the part was one of, once it has become the file."""
        self._beside.unlink(missing_ok=True)


def validator_of(answer: HttpAnswer) -> str:
    """Return what tells two states of a file apart to the byte; empty if the answer has nothing."""
    tag = answer.header("ETag")
    if tag:
        return tag if _STRONG.fullmatch(tag) else ""
    return answer.header("Last-Modified")
