"""Onisep's idéo-métiers table: one row a métier and a publication, every column read.

It is published as XML, a row an `<item>`, and as CSV, whose columns are labelled as the elements of
the XML are named, blanks and accents apart. Where the table has no publication on a métier, it
writes so under `collection`.
"""

import re
from collections.abc import Iterator
from typing import Final

from loader.corpus.problems import Problem
from loader.records import Publication
from loader.records.ideo_metiers import (
    CodeRomeNomme,
    GroupeFormationEmploi,
    LigneIdeo,
    MetierClasse,
    SousDomaine,
)
from loader.sources.csv_records import Cells, column_name, column_names, read_rows
from loader.sources.documents import Document
from loader.sources.xml_fields import Fields, read_records
from loader.sources.xml_records import first_tags
from ontology.folding import slug

LABEL: Final = "idéo-métiers (métiers et publications)"
LABEL_CSV: Final = "idéo-métiers (métiers et publications, CSV)"
SEPARATOR: Final = ";"
SOURCE: Final = "onisep-ideo-metiers"

NO_PUBLICATION: Final = "pas de publication Onisep spécifique"
_KNOWN: Final = frozenset(map(column_name, ("lien_site_onisepfr", "gfe", "code_rome")))
_MET = re.compile(r"MET\.\d+", re.ASCII)
_GFE = re.compile(r"GFE\s+([A-Z])\b.*", re.DOTALL)
_CODE_ROME = re.compile(r"[A-N]\d{2}(?:\d{2})?", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")


def recognises(head: str) -> bool:
    """Tell whether a file starts as the table does."""
    return "<lien_site_onisepfr" in head and first_tags(head)[:2] == ["root", "item"]


def read(document: Document) -> tuple[tuple[LigneIdeo, ...], list[Problem]]:
    """Read the table; a row without label, or whose link ends with no id, is lost, and reported."""
    return read_records(document, "item", _row)


def recognises_csv(head: str) -> bool:
    """Tell whether a file starts with the header of the table as CSV, be it without a column."""
    return len(_KNOWN.intersection(column_names(head, SEPARATOR))) > 1


def read_csv(document: Document) -> tuple[tuple[LigneIdeo, ...], list[Problem]]:
    """Read the table as CSV, as `read` does."""
    return read_rows(document, SEPARATOR, _row)


def _row(fields: Fields | Cells) -> LigneIdeo | str:
    libelle, page = fields.text("libelle_metier"), fields.text("lien_site_onisepfr")
    id_ = (page or "").rpartition("/")[2]
    if not page or not _MET.fullmatch(id_):
        return "pas de lien qui finisse par « MET.n »"
    if not libelle:
        return f"{id_} n'a pas de libellé"
    fields.name = f"{fields.name}, {id_}"
    metier = MetierClasse(
        id_, libelle, page, _gfe(fields), tuple(_codes(fields)), tuple(_sous_domaines(fields))
    )
    return LigneIdeo(metier, _publication(fields))


def _publication(fields: Fields | Cells) -> Publication | None:
    names = ("nom_publication", "gencod", "annee", "collection")
    titre, code, annee, collection = map(fields.text, names)
    if titre and slug(titre) and (code is None or slug(code)):
        return Publication(titre, code, None, annee, collection)
    written = [text for text in (titre, code, annee, collection) if text]
    if list(map(slug, written)) not in ([], [slug(NO_PUBLICATION)]):
        reason = "publication sans titre, ou dont le code n'en est pas un"
        fields.lose(reason, " ".join(written))
    return None


def _gfe(fields: Fields | Cells) -> GroupeFormationEmploi | None:
    written = fields.text("gfe")
    found = _GFE.fullmatch(written or "")
    if written and not found:
        fields.lose("GFE sans lettre", written)
    return GroupeFormationEmploi(found[1], found[0]) if found else None


def _codes(fields: Fields | Cells) -> Iterator[CodeRomeNomme]:
    """Yield the codes with the label and the page that stand at the same rank.

    Labels or pages that are not as many as the codes belong to none, and are lost.
    """
    codes, labels, pages = map(_parts, map(fields.text, ("code_rome", "libelle_rome", "lien_rome")))
    for what, several in (("libellés", labels), ("liens", pages)):
        if several and len(several) != len(codes):
            fields.lose(f"{len(several)} {what} pour {len(codes)} codes ROME", " | ".join(several))
            several.clear()
    for rank, code in enumerate(codes):
        label, page = (several[rank] if several else None for several in (labels, pages))
        if not _CODE_ROME.fullmatch(code):
            lost = " | ".join(filter(None, (code, label, page)))
            fields.lose("code qui n'est pas du ROME", lost)
            continue
        if page and not (_ADDRESS.fullmatch(page) and page.endswith(f"/{code}")):
            fields.lose(f"lien qui ne mène pas à {code}", page)
            page = None
        yield CodeRomeNomme(code, label, page)


def _sous_domaines(fields: Fields | Cells) -> Iterator[SousDomaine]:
    for written in _parts(fields.text("domainesous-domaine")):
        *above, libelle = (part.strip() for part in written.split("/"))
        if len(above) > 1 or not all(map(slug, (*above, libelle))):
            fields.lose("ni « domaine/sous-domaine » ni « domaine »", written)
        else:
            yield SousDomaine(libelle, above[0] if above else None)


def _parts(written: str | None) -> list[str]:
    return [part.strip() for part in (written or "").split("|") if part.strip()]
