"""Problems of an input, of a closed list of kinds, and the exceptions that stop a command."""

import errno
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class LoaderError(Exception):
    """Base of the errors that stop a command; the message is a sentence for the operator."""


class UsageError(LoaderError):
    """The command was called wrongly (exit status 2)."""


class Gravity(StrEnum):
    """How much a problem matters: with an erreur `check` exits 1 and `build` serves nothing."""

    ERREUR = "erreur"
    REMARQUE = "remarque"


class ProblemKind(StrEnum):
    """The closed list of problems, as counted in summaries and manifests."""

    LIGNE_SANS_PLACE = "ligne sans place"
    FICHIER_ILLISIBLE = "fichier illisible"
    FICHIER_INCONNU = "fichier inconnu"
    FICHE_REJETEE = "fiche rejetée"
    IDENTIFIANT_EN_DOUBLE = "identifiant en double"
    CHAMP_MANQUANT = "champ manquant"
    SANS_CODE_ROME = "sans code ROME"
    LIBELLE_INCONNU = "libellé inconnu"
    METIER_INCONNU = "métier inconnu"
    TITRE_INATTENDU = "titre inattendu"
    PARTIE_DEPLACEE = "partie déplacée"
    FOURCHETTE_INVERSEE = "fourchette inversée"
    EDITION_INCONNUE = "édition inconnue"
    EDITION_CONTREDITE = "édition contredite"
    EDITION_IMPOSEE = "édition imposée"
    FORME = "forme non respectée"
    TABLE_ABSENTE = "table absente"
    TABLE_INDISPENSABLE = "table indispensable absente"
    TEXTE_DOUTEUX = "texte douteux"


_ERREURS = frozenset(
    {
        ProblemKind.LIGNE_SANS_PLACE,
        ProblemKind.FICHIER_ILLISIBLE,
        ProblemKind.FICHE_REJETEE,
        ProblemKind.IDENTIFIANT_EN_DOUBLE,
        ProblemKind.CHAMP_MANQUANT,
        ProblemKind.EDITION_CONTREDITE,
        ProblemKind.TABLE_INDISPENSABLE,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem at one place of one file.

    `lost` is the text that found no place in the graph, word for word: what is exported plus what
    is lost is what was read. `line` counts from 1; 0 speaks of the file as a whole.
    """

    path: str
    line: int
    kind: ProblemKind
    reason: str
    lost: str = ""
    gravity: Gravity = Gravity.REMARQUE

    def __str__(self) -> str:
        """Return `path:line: reason`, the form that editors follow."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


def problem(path: str, line: int, kind: ProblemKind, reason: str, lost: str = "") -> Problem:
    """Return a problem with the gravity that its kind has."""
    gravity = Gravity.ERREUR if kind in _ERREURS else Gravity.REMARQUE
    return Problem(path, line, kind, reason, lost, gravity)


def errors_among(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems for which `check` exits 1 and `build` serves nothing, in their order."""
    return [each for each in problems if each.gravity is Gravity.ERREUR]


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text on one line, with « … » where it was cut between words."""
    line = " ".join(text[: 4 * length].split())
    line = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    if len(line) <= length:
        return line
    whole = line[:length].rpartition(" ")[0] or line[:length]
    return f"{whole} …"


_SYSTEM_REASONS: Final[Mapping[int, str]] = {
    errno.EACCES: "permission refusée",
    errno.EDQUOT: "quota de disque dépassé",
    errno.EEXIST: "ce nom est déjà pris",
    errno.EIO: "le disque ne répond pas",
    errno.EISDIR: "c'est un dossier",
    errno.ELOOP: "des liens tournent en rond",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ENOENT: "fichier ou dossier absent",
    errno.ENOSPC: "plus de place sur le disque",
    errno.ENOTDIR: "un nom du chemin n'est pas celui d'un dossier",
    errno.ENOTEMPTY: "le dossier n'est pas vide",
    errno.EPERM: "opération interdite",
    errno.EPIPE: "le lecteur est parti",
    errno.EROFS: "système de fichiers en lecture seule",
}


def system_reason(error: OSError) -> str:
    """Return in French why the system refused something; its own words where it is a rare reason.

    The engine's errors have no number, only the system's words somewhere in their text.
    """
    if reason := _SYSTEM_REASONS.get(error.errno or 0):
        return reason
    text = error.strerror or str(error)
    words = ((reason, os.strerror(number)) for number, reason in _SYSTEM_REASONS.items())
    return next((reason for reason, said in words if said in text), text)


class UnreadableCorpusError(LoaderError):
    """What was read makes no corpus; `problems` are those that were met on the way."""

    def __init__(self, reason: str, problems: Sequence[Problem]) -> None:
        super().__init__(reason)
        self.problems = problems
