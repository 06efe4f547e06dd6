"""Download of one address into a part file: retried, resumed (Range), never more than a limit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from time import monotonic, sleep
from typing import Final
from urllib.parse import urlsplit

from loader.fetch.errors import FetchError, RefusedError, ResumeError, RetryableError
from loader.fetch.http_client import HttpAnswer, http_get
from loader.fetch.limits import FetchLimits
from loader.fetch.partial_download import PartFile, ResumePoint, validator_of

ProgressCallback = Callable[[int, int | None], None]
"""Is given how many bytes have come, and how many there will be if that is known."""

_AGENT: Final = f"metiers-graphe/{version('metiers-graphe')}"
_REQUEST_HEADERS: Final = {"User-Agent": _AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)", re.ASCII)


AnswerCheck = Callable[[HttpAnswer], None]
"""Refuses an answer that is not of the type that is expected."""


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """What the last answer states of the file that came whole; empty where it states nothing."""

    name: str
    etag: str
    modified: str
    answered: str


def download(
    url: str,
    check: AnswerCheck,
    conditions: Mapping[str, str],
    part: PartFile,
    limits: FetchLimits,
    watch: ProgressCallback,
) -> DownloadedFile | None:
    """Download a file whole into its part; None when the publisher says that it has not changed."""
    deadline = monotonic() + limits.whole
    pauses = iter(limits.pauses)
    while True:
        try:
            return _attempt(url, check, conditions, part, limits, deadline, watch)
        except RetryableError as error:
            pause = next(pauses, None)
            if pause is None:
                raise FetchError(f"{error} ({len(limits.pauses) + 1} essais)") from error
            if monotonic() + pause >= deadline:
                raise FetchError(f"{error} (temps total dépassé)") from error
            if isinstance(error, ResumeError):
                part.discard()
            sleep(pause)


def _attempt(
    url: str,
    check: AnswerCheck,
    conditions: Mapping[str, str],
    part: PartFile,
    limits: FetchLimits,
    deadline: float,
    watch: ProgressCallback,
) -> DownloadedFile | None:
    started = part.resume_point(url)
    headers = {**_REQUEST_HEADERS, **conditions, **(started.headers() if started else {})}
    with http_get(url, headers, limits, deadline) as answer:
        if conditions and answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        start, total = _span(answer, started)
        check(answer)
        if (total or 0) > limits.largest:
            raise RefusedError(f"{total} octets : trop")
        _receive(url, answer, part, start, total, limits, watch)
        return _downloaded_file(answer)


def _span(answer: HttpAnswer, started: ResumePoint | None) -> tuple[int, int | None]:
    """Return where the body begins in the file, and the length of the whole if it is known.

    `ResumeError` on an answer that does not continue what is there.
    """
    status, length = answer.status, answer.response.length
    if status == HTTPStatus.OK:
        if length is None and not answer.response.chunked:
            raise RefusedError("réponse sans longueur : rien ne dirait qu'elle est entière")
        return 0, length
    if started and status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise ResumeError("reprise refusée")
    if started and status == HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(answer.header("Content-Range"))
        first, last, total = map(int, found.groups()) if found else (-1, -1, -1)
        changed = validator_of(answer) not in ("", started.validator)
        if changed or first != started.size or last + 1 != total or length != total - first:
            raise ResumeError("la reprise n'est pas la suite de ce qui est là")
        return first, total
    text = f"réponse {status} {answer.response.reason}".strip()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RetryableError(text)
    raise RefusedError(text)


def _downloaded_file(answer: HttpAnswer) -> DownloadedFile:
    return DownloadedFile(
        answer.response.msg.get_filename() or urlsplit(answer.url).path.rpartition("/")[2],
        answer.header("ETag"),
        answer.header("Last-Modified"),
        answer.header("Date"),
    )


def _receive(
    url: str,
    answer: HttpAnswer,
    part: PartFile,
    start: int,
    total: int | None,
    limits: FetchLimits,
    watch: ProgressCallback,
) -> None:
    here = start
    with part.open_at(url, answer, start) as file:
        for piece in answer.pieces():
            here += len(piece)
            if here > limits.largest:
                raise RefusedError(f"plus de {limits.largest} octets : trop")
            file.write(piece)
            watch(here, total)
    if total is not None and here != total:
        raise RetryableError(f"coupé à {here} octets sur {total}")
