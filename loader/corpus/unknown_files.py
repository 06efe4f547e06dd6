"""Files that no reader takes: of another form, disguised, misread, or of no known format at all."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from loader.corpus.formats import FORMATS, Format, format_of, recognised
from loader.corpus.problems import Problem, ProblemKind, problem
from loader.sources.archives import is_zip
from loader.sources.damage import SEPARATORS, clean_header, damage_of, unscrambled
from loader.sources.documents import HEAD, Document, UndecodableError
from loader.sources.other_forms import instead_of
from loader.sources.rome_headers import header_fault

_SEPARATOR_LINE = re.compile(r'"?sep=.{1,3}', re.IGNORECASE)
"""What a spreadsheet writes above a header."""


def unknown_file_problems(document: Document) -> Iterator[Problem]:
    """Yield what a file of no format is: an error where it would be of one but for a damage.

    Anything else may stand beside the sources, and is a remark.
    """
    path, kind = document.path, ProblemKind.CHAMP_MANQUANT
    if reason := instead_of(document):
        lost = document.name if is_zip(document.data) else document.readable_text()
        yield problem(path, 0, ProblemKind.FICHIER_INCONNU, reason, lost)
    elif disguised := disguised_format(document.head):
        reason = f"{disguised[0].label}, mais {disguised[1]} : reprendre le fichier de l'éditeur"
        yield problem(path, 1, kind, reason, document.readable_text())
    elif misread := misread_format(document):
        yield from _misread_problems(document, misread)
    elif fault := header_fault(document):
        yield problem(path, 1, kind, fault, document.readable_text())
    else:
        reason = "aucun format connu : laissé de côté"
        lost = document.readable_text() if document.is_utf_8 else document.name
        yield problem(path, 0, ProblemKind.FICHIER_INCONNU, reason, lost)


def _misread_problems(document: Document, kind: Format) -> Iterator[Problem]:
    try:
        document.text()
    except UndecodableError as error:
        yield problem(document.path, error.line, ProblemKind.FICHIER_ILLISIBLE, str(error))
        return
    yield from damage_of(document, table=kind.separator != "")


def disguised_format(head: str) -> tuple[Format, str] | None:
    """Return what a file would be but for its header or line ends, and what is wrong with these."""
    if "\n" not in head:
        kind = recognised(head.replace("\r", "\n"))
        return (kind, "ses lignes finissent par « CR » seul") if kind else None
    first, _, rows = head.partition("\n")
    if _SEPARATOR_LINE.fullmatch(first):
        kind, _ = disguised_format(rows) or (recognised(rows), "")
        fault = f"sa première ligne, « {first.strip()} », est d'un tableur"
        return (kind, fault) if kind else None
    clean = clean_header(first)
    for separator, shown in SEPARATORS.items():
        for each in (each for each in FORMATS if each.separator and separator in clean):
            mended = f"{clean}\n{rows}".replace(separator, each.separator)
            if each.recognises(mended):
                if separator != each.separator:
                    own = SEPARATORS[each.separator]
                    return each, f"ses colonnes sont séparées par {shown}, non par {own}"
                return each, "son en-tête a des marques ou des blancs de trop"
    return None


def misread_format(document: Document) -> Format | None:
    """Return the format that a file would be but for its encoding, or for accents encoded apart."""
    narrow = document.data[:HEAD].replace(b"\0", b"").lstrip(b"\xff\xfe")
    texts = [narrow.decode(each, "replace") for each in ("windows-1252", "mac_roman", "cp850")]
    texts += [unscrambled(document.head), unicodedata.normalize("NFC", document.head)]
    mended = (replace(document, data=text.encode()) for text in texts)
    return next((kind for each in mended if (kind := format_of(each))), None)
