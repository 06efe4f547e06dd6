"""Problems of an input, of a closed list of kinds, and the exceptions that stop a command."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class LoaderError(Exception):
    """Base of the errors that stop a command; the message is a sentence for the operator."""


class UsageError(LoaderError):
    """The command was called wrongly (exit status 2)."""


class Gravity(StrEnum):
    """How much a problem matters: an erreur makes `check` and `build` exit 1."""

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
    TITRE_INATTENDU = "titre inattendu"
    PARTIE_DEPLACEE = "partie déplacée"
    FOURCHETTE_INVERSEE = "fourchette inversée"
    EDITION_INCONNUE = "édition inconnue"
    EDITION_CONTREDITE = "édition contredite"
    EDITION_IMPOSEE = "édition imposée"
    FORME = "forme non respectée"
    TABLE_ABSENTE = "table absente"
    TABLE_INDISPENSABLE = "table indispensable absente"


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


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether a command that met these problems must exit 1."""
    return any(each.gravity is Gravity.ERREUR for each in problems)


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text on one line, with « … » where it was cut between words."""
    line = " ".join(text[: 4 * length].split())
    line = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    if len(line) <= length:
        return line
    whole = line[:length].rpartition(" ")[0] or line[:length]
    return f"{whole} …"
