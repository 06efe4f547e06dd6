"""All that some files say: each file is taken for what it holds, and what it was taken for said."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loader.editions import UNKNOWN, Edition, Editions
from loader.problems import Kind, LoaderError, Problem, problem
from loader.records import CodeRome, Fiche
from loader.sources.documents import Document, Fichier, find_files, read_document
from loader.sources.fiche_markdown import looks_like_fiche, read_fiche
from loader.sources.rome_v3_tree import looks_like_tree, read_tree


@dataclass(frozen=True, slots=True)
class Lecture:
    """Something that was read: the edition that it belongs to, the file that it came from."""

    edition: Edition
    fichier: Fichier


@dataclass(frozen=True, slots=True)
class FicheLue(Lecture):
    """A fiche that was read."""

    fiche: Fiche


@dataclass(frozen=True, slots=True)
class ArbreLu(Lecture):
    """A ROME V3 tree that was read."""

    codes: tuple[CodeRome, ...]


@dataclass(slots=True)
class Corpus:
    """What was read. `taken` counts the files by what they were taken for."""

    fiches: list[FicheLue] = field(default_factory=list)
    arbres: list[ArbreLu] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    _places: dict[tuple[Edition, str], str] = field(default_factory=dict)

    @property
    def lectures(self) -> list[Lecture]:
        """All that was read."""
        return [*self.fiches, *self.arbres]

    def add(self, document: Document, editions: Editions) -> None:
        """Take a file for what it holds, and read it."""
        if looks_like_tree(document.text):
            self._count("arborescence ROME V3")
            self._add_tree(document, editions.of("rome-v3", document.path))
        elif looks_like_fiche(document.text):
            self._count("fiche métier (markdown)")
            self._add_fiche(document, editions.of("onisep-metiers", document.path))
        else:
            self._count("inconnu, laissé de côté")
            reason = "ni fiche métier ni table connue : laissé de côté"
            self._say(document, Kind.FICHIER_INCONNU, reason, document.text)

    def _add_tree(self, document: Document, edition: Edition) -> None:
        codes, problems = read_tree(document.text, str(document.path))
        self.problems += problems
        self.arbres.append(ArbreLu(edition, document.fichier, codes))
        self._check_edition(document, edition)

    def _add_fiche(self, document: Document, edition: Edition) -> None:
        fiche, problems = read_fiche(document.text, str(document.path))
        if fiche is None:
            self.problems += problems
            return
        first = self._places.setdefault((edition, fiche.id), str(document.path))
        if first != str(document.path):
            reason = f"{fiche.id} est déjà lu dans {first}"
            self._say(document, Kind.IDENTIFIANT_EN_DOUBLE, reason, document.text)
            return
        self.problems += problems
        self.fiches.append(FicheLue(edition, document.fichier, fiche))
        self._check_edition(document, edition)

    def _check_edition(self, document: Document, edition: Edition) -> None:
        if edition.name == UNKNOWN:
            reason = f"édition inconnue : dire --edition {edition.source}=…"
            self._say(document, Kind.EDITION_INCONNUE, reason)

    def _say(self, document: Document, kind: Kind, reason: str, lost: str = "") -> None:
        self.problems.append(problem(str(document.path), 0, kind, reason, lost))

    def _count(self, what: str) -> None:
        self.taken[what] = self.taken.get(what, 0) + 1


def read_corpus(
    inputs: Sequence[Path],
    editions: Editions,
    watch: Callable[[Iterable[Path], int], Iterable[Path]] = lambda paths, _: paths,
) -> Corpus:
    """Read files and folders; no file stops the others.

    `watch` sees the paths go by, with their number, to show progress.
    """
    corpus = Corpus()
    paths = find_files(inputs)
    for path in watch(paths, len(paths)):
        document = read_document(path)
        if isinstance(document, Problem):
            corpus.problems.append(document)
        else:
            corpus.add(document, editions)
    if not corpus.fiches:
        names = ", ".join(str(path) for path in inputs)
        raise LoaderError("\n".join([f"aucune fiche dans {names}", *map(str, corpus.problems)]))
    corpus.fiches.sort(key=lambda lue: (lue.edition.source, lue.edition.rank, lue.fiche.id))
    corpus.arbres.sort(key=lambda lu: (lu.edition.rank, lu.fichier.sha256))
    return corpus
