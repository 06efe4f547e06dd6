"""Directory of releases, and which of them serves: every change is one atomic rename."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final, TextIO

from pyoxigraph import Store

from loader.corpus.problems import LoaderError, system_reason
from server.releases.layout import (
    CURRENT,
    DIFFERENCES,
    LOCK,
    MANIFEST_FILE,
    PREVIOUS,
    RELEASES,
    STORE_FOLDER,
    Manifest,
    ManifestError,
    read_manifest,
)

_MEGA: Final = 10**6
_PAUSES: Final = (0, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each try to remove a folder."""
KEPT_RELEASES: Final = 5
"""How many releases stay on disk; the serving one and the one before it always do."""


@dataclass(frozen=True, slots=True)
class ReleaseDirectory:
    """`METIERS_HOME`: `releases/<digest>/`, and the links `current` and `previous`."""

    root: Path

    @property
    def releases(self) -> Path:
        """The directory of built releases."""
        return self.root / RELEASES

    def serving(self) -> Path | None:
        """Return the directory of the release that serves, None while none does."""
        return self._target(CURRENT)

    def current(self) -> Path:
        """Return the directory of the release that serves; LoaderError while none does."""
        found = self.serving()
        if found is None:
            self._check_current()
            raise LoaderError(f"aucune release dans {self.root} : lancer « metiers build »")
        return found

    def list_releases(self) -> list[tuple[Path, Manifest]]:
        """Return the releases that can be read, the oldest first; a hidden folder is none."""
        found = []
        for folder in self.releases.glob("[!.]*"):
            try:
                found.append((folder, manifest_of(folder)))
            except LoaderError:
                continue
        return sorted(found, key=lambda each: (each[1].built, each[0].name))

    def serves(self, folder: Path) -> bool:
        """Tell whether a release is the one that serves."""
        return self.serving() == folder

    def switch(self, folder: Path) -> None:
        """Make a release serve; the one that did becomes `previous`."""
        before = self.serving()
        if before != folder:
            if before is not None:
                self._point(PREVIOUS, before)
            self._point(CURRENT, folder)

    def previous(self) -> Path:
        """Return the directory of the release that served before."""
        found = self._target(PREVIOUS)
        if found is None:
            raise LoaderError("aucune release avant celle qui sert")
        return found

    def find(self, digest: str) -> Path:
        """Return the directory of the one release whose digest starts so."""
        matches = [folder for folder, _ in self.list_releases() if folder.name.startswith(digest)]
        if not matches:
            raise LoaderError(f"aucune release dont l'empreinte commence par « {digest} »")
        if len(matches) > 1:
            raise LoaderError(
                f"{len(matches)} releases dont l'empreinte commence par « {digest} » :"
                " en écrire davantage"
            )
        return matches[0]

    def rollback(self, digest: str | None) -> Path:
        """Make the previous release serve again, or the one whose digest starts so."""
        target = self.previous() if digest is None else self.find(digest)
        if not (self.root / CURRENT).is_symlink():
            self._check_current()
        self.switch(target)
        return target

    @contextmanager
    def hold(self, room: int = 0) -> Iterator[None]:
        """Keep every other command from building or removing releases.

        What would stop a build at its end raises `LoaderError` at once: another command that holds
        the home, a home that cannot be written, `current` that leads to no release, fewer than
        `room` bytes free.
        """
        with self._open_lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                reason = "une autre commande y travaille, attendre qu'elle finisse"
                raise LoaderError(f"{self.root} : {reason}") from error
            self._check_current()
            self._sweep()
            free = shutil.disk_usage(self.releases).free
            if free < room:
                sizes = f"{free // _MEGA} Mo libres, il en faut {-(-room // _MEGA)}"
                raise LoaderError(f"{self.root} : {sizes} : faire de la place (« metiers prune »)")
            yield

    def _open_lock(self) -> TextIO:
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            for folder in (self.root, self.releases):
                TemporaryFile(dir=folder).close()
            return (self.root / LOCK).open("w")
        except OSError as error:
            reason = f"rien n'y peut être écrit : {system_reason(error)}"
            raise LoaderError(f"{self.root} : {reason}") from error

    @contextmanager
    def staging_directory(self) -> Iterator[Path]:
        """Give an empty directory to build in, on the file system of the releases."""
        staging = self.releases / ".building"
        try:
            staging.mkdir()
            yield staging
        finally:
            self._sweep()

    def _check_current(self) -> None:
        """Raise `LoaderError` where the link `current` is none, or leads to no release."""
        link = self.root / CURRENT
        if not os.path.lexists(link) or self.serving():
            return
        if not link.is_symlink():
            raise LoaderError(f"{link} n'est pas un lien vers une release : l'ôter de là")
        left = [manifest.digest[:12] for _, manifest in self.list_releases()]
        mend = f"« metiers rollback {left[-1]} » en remet une en service" if left else "l'effacer"
        raise LoaderError(f"{link} mène à {os.readlink(link)}, qui n'est plus là : {mend}")

    def _sweep(self) -> None:
        for leftover in self.releases.glob(".building*"):
            remove_folder(leftover)

    def keep(self, staging: Path, digest: str) -> Path:
        """Give a finished build its name; the data of a release that is there, whole, stays."""
        folder = self.releases / digest
        if _is_whole(folder, staging):
            self._renew(folder, staging)
            return folder
        sync_tree(staging)
        if folder.exists():
            folder.rename(self.releases / f".building-{digest}")
        staging.rename(folder)
        sync(self.releases)
        return folder

    def adopt(self, staging: Path, digest: str) -> Path:
        """Give a release that another machine has built its name.

        The data of one that is there, whole, stays; it is described as the other machine does.
        """
        folder = self.releases / digest
        if not _is_whole(folder, staging):
            return self.keep(staging, digest)
        # Gone before the manifest is another: the command may be killed between the two.
        for name in DIFFERENCES:
            (folder / name).unlink(missing_ok=True)
        for name in (MANIFEST_FILE, *DIFFERENCES):
            if (staging / name).exists():
                sync(staging / name)
                (staging / name).replace(folder / name)
        sync(folder)
        return folder

    def is_there(self, digest: str) -> bool:
        """Tell whether a release is there, whole: its manifest is read, its store opened."""
        folder = self.releases / digest
        return _is_whole(folder, folder)

    def _renew(self, folder: Path, staging: Path) -> None:
        """Let the manifest of a release have what a second build of it found.

        If it serves, it is no newer: the problems are those of the second build, and the findings,
        if that judged the shapes. Else it is about to serve again: it is as new as the second
        build, and differs from what that build compared it to.
        """
        old, new = manifest_of(folder), manifest_of(staging)
        serves = self.serves(folder)
        renewed = replace(
            new,
            built=old.built if serves else new.built,
            dumps=old.dumps,
            findings=old.findings if new.findings is None else new.findings,
        )
        if renewed == old:
            return
        (staging / MANIFEST_FILE).write_text(renewed.to_json(), "utf-8")
        moved = [MANIFEST_FILE]
        if not serves:
            # Gone before the manifest is another: a build may be killed between the two.
            for name in DIFFERENCES:
                (folder / name).unlink(missing_ok=True)
            moved += [name for name in DIFFERENCES if (staging / name).exists()]
        for name in moved:
            sync(staging / name)
            (staging / name).replace(folder / name)
        sync(folder)

    def prune(self, keep: int = KEPT_RELEASES) -> list[Path]:
        """Remove the oldest releases beyond some, and return them.

        None is ever there in part under its name. The caller holds the home.
        """
        safe = {self.serving(), self._target(PREVIOUS)}
        old = [folder for folder, _ in self.list_releases()[:-keep] if folder not in safe]
        for folder in old:
            folder.rename(self.releases / f".building-{folder.name}")
        self._sweep()
        return old

    def _target(self, link: str) -> Path | None:
        try:
            name = Path(os.readlink(self.root / link)).name
        except OSError:
            return None
        folder = self.releases / name
        return folder if folder.is_dir() else None

    def _point(self, link: str, folder: Path) -> None:
        fresh = self.root / f".{link}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(RELEASES) / folder.name)
        fresh.replace(self.root / link)
        sync(self.root)


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest of a release; LoaderError where it tells not when, or how much."""
    try:
        found = read_manifest(folder)
        if not {"fiches", "quads"} <= found.counts.keys():
            raise ManifestError(f"{folder / MANIFEST_FILE}: manifeste illisible : comptes absents")
        found.built_at  # noqa: B018 - it must be an instant
    except ValueError as error:
        raise LoaderError(str(error)) from error
    return found


def size_on_disk(folder: Path) -> int:
    """Return the bytes that the files of a folder take on disk."""
    return sum(path.lstat().st_blocks for path in folder.rglob("*")) * 512


def _is_whole(folder: Path, like: Path) -> bool:
    """Tell whether a release has all the data of another one, and can be opened.

    What it differs from is no part of it: the first release differs from none.
    """
    try:
        manifest_of(folder)
        for file in like.iterdir():
            if file.name not in DIFFERENCES and not (folder / file.name).exists():
                return False
        Store.read_only(str(folder / STORE_FOLDER))
    except (LoaderError, OSError, ValueError, RuntimeError):
        return False
    return True


def remove_folder(folder: Path) -> None:
    """Remove a folder, with what an engine that is being closed still writes there meanwhile."""
    for pause in _PAUSES:
        time.sleep(pause)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def sync_tree(root: Path) -> None:
    """Make every file and directory below a root survive a power cut."""
    for path in root.rglob("*"):
        sync(path)
    sync(root)


def sync(path: Path) -> None:
    """Make a file, or the names in a directory, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
