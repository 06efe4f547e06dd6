"""Edition that a publisher states of a download, and the `sources.toml` where it is written."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from loader.corpus.problems import LoaderError
from loader.editions.editions import SOURCES_FILE, edition_in_name
from loader.fetch.atomic_files import write_atomically
from loader.fetch.download import DownloadedFile

_HEADER: Final = re.compile(r"^[ \t]*\[[ \t]*editions[ \t]*\][ \t]*(?:#.*)?$", re.MULTILINE)
_NEXT: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def stated_edition(landed: DownloadedFile, members: Iterable[str]) -> str | None:
    """Return the edition that an answer states: in names of files, else when it last changed.

    Names come first because the loader reads them too: an archive of ROME tables is `v460`,
    whatever day the server gives it. None when they disagree, or when nothing is stated.
    """
    named = {edition for name in members if (edition := edition_in_name(name))}
    named = named or {edition for edition in [edition_in_name(landed.name)] if edition}
    if named:
        return named.pop() if len(named) == 1 else None
    return _day(landed.modified, landed.answered)


def _day(modified: str, answered: str) -> str | None:
    """Return the day of a change; one that is not before the answer is only the server's clock."""
    try:
        changed = parsedate_to_datetime(modified)
        if answered and changed >= parsedate_to_datetime(answered):
            return None
        return changed.astimezone(UTC).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def write_edition(folder: Path, source: str, edition: str) -> None:
    """State the edition of a source in the folder's `sources.toml`, and leave the rest as it is."""
    path = folder / SOURCES_FILE
    text, before = _read(path)
    fresh = with_edition(text, source, edition)
    if _parsed(path, fresh) != {**before, "editions": {**_editions(path, before), source: edition}}:
        raise LoaderError(f'{path} : y écrire {source} = "{edition}" à la main')
    if fresh != text:
        write_atomically(path, fresh)


def withdraw_edition(folder: Path, source: str) -> str | None:
    """Take the edition of a source out of the folder's `sources.toml`; return what it was."""
    path = folder / SOURCES_FILE
    text, before = _read(path)
    editions = _editions(path, before)
    stated = editions.get(source)
    if stated is None:
        return None
    left = {key: name for key, name in editions.items() if key != source}
    fresh = without_edition(text, source)
    if _parsed(path, fresh) != {**before, "editions": left}:
        raise LoaderError(f"{path} : en retirer {source} à la main : son fichier a changé")
    write_atomically(path, fresh)
    return str(stated)


def with_edition(text: str, source: str, edition: str) -> str:
    """Return the text of a `sources.toml` with one edition stated; its comments stay."""
    line = f'{source} = "{edition}"'
    header = _HEADER.search(text)
    if header is None:
        return f"{text.rstrip()}\n\n[editions]\n{line}\n".lstrip("\n")
    stated = _line_of(text, source, header.end())
    if stated is None:
        return f"{text[: header.end()]}\n{line}{text[header.end() :] or chr(10)}"
    return f"{text[: stated.start()]}{line}{text[stated.end() :]}"


def without_edition(text: str, source: str) -> str:
    """Return the text of a `sources.toml` without the line that states an edition."""
    header = _HEADER.search(text)
    stated = _line_of(text, source, header.end()) if header else None
    if stated is None:
        return text
    return text[: stated.start()] + text[stated.end() :].removeprefix("\n")


def _line_of(text: str, source: str, start: int) -> re.Match[str] | None:
    """Return where a source is stated in the table that is open at some place of the text."""
    following = _NEXT.search(text, start)
    stop = following.start() if following else len(text)
    entry = re.compile(rf"^[ \t]*(?P<q>[\"']?){re.escape(source)}(?P=q)[ \t]*=.*$", re.MULTILINE)
    return entry.search(text, start, stop)


def _read(path: Path) -> tuple[str, Mapping[str, object]]:
    try:
        text = path.read_text("utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise LoaderError(f"{path} : {error}") from error
    return text, _parsed(path, text)


def _parsed(path: Path, text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LoaderError(f"{path} : {error}") from error


def _editions(path: Path, stated: Mapping[str, object]) -> Mapping[str, object]:
    editions = stated.get("editions", {})
    if not isinstance(editions, dict):
        raise LoaderError(f"{path} : « editions » n'y est pas une table")
    return editions
