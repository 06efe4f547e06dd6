"""Atomic file writes: files that are whole or absent, whenever the machine stops; a folder lock."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.corpus.problems import LoaderError
from loader.release.release_directory import sync


def replace_file(whole: Path, target: Path) -> None:
    """Give a finished file its name; the file that had it is replaced at once or not at all."""
    sync(whole)
    os.replace(whole, target)
    sync(target.parent)


def write_atomically(target: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one."""
    fresh = target.with_name(f".{target.name}.new")
    fresh.write_text(text, "utf-8", newline="\n")
    replace_file(fresh, target)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep a folder, made if need be, from another command that fetches into it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LoaderError(f"{folder} : une autre commande y écrit déjà") from error
        yield
    finally:
        os.close(descriptor)
