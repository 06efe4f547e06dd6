"""XML reader of fiches: a record a `<metier>`; what finds no place is reported with its line."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from loader.corpus.problems import Problem, ProblemKind
from loader.records import Fiche, FormationCitee, Lien, MetierCite, Paire, Rubrique, Section, Valeur
from loader.sources.documents import Document
from loader.sources.fiche_xml.html import read_html
from loader.sources.xml_fields import Fields, read_records
from loader.sources.xml_lists import paire, publications, synonymes, valeur, valeurs

_TEXTS: Final = {
    "accroche_metier": Rubrique.PRESENTATION,
    "nature_travail": Rubrique.NATURE_TRAVAIL,
    "competences": Rubrique.COMPETENCES,
    "condition_travail": Rubrique.CONDITIONS_TRAVAIL,
    "vie_professionnelle": Rubrique.VIE_PROFESSIONNELLE,
    "acces_metier": Rubrique.ACCES_METIER,
}
_SHORT_TEXTS: Final = {
    "Dico des métiers": Rubrique.EN_BREF,
    "Fiche metier (Documentation)": Rubrique.DOCUMENTATION,
}

LABEL: Final = "fiches métiers (export XML)"
SOURCE: Final = "onisep-metiers"

T = TypeVar("T")
_MET, _FOR = re.compile(r"MET\.[1-9]\d{0,8}", re.ASCII), re.compile(r"FOR\.[1-9]\d{0,8}", re.ASCII)
_CODE_ROME = re.compile(r"[A-N]\d{2}(?:\d{2})?", re.ASCII)
_OUI_NON: Final = {"oui": True, "non": False}


def recognises(head: str) -> bool:
    """Tell whether a file starts as the export does."""
    return re.search(r"<metiers[\s>]", head) is not None and "<metier>" in head


def read(document: Document) -> tuple[tuple[Fiche, ...], list[Problem]]:
    """Read the export; a `<metier>` without id or name is lost whole, and reported."""
    return read_records(document, "metier", _fiche, ProblemKind.FICHE_REJETEE)


def _fiche(fields: Fields) -> Fiche | str:
    id_, titre = fields.text("identifiant"), fields.text("nom_metier")
    if not id_ or not titre or not _MET.fullmatch(id_):
        return "métier sans nom, ou sans identifiant « MET.n »"
    fields.name = id_
    pair = paire(fields)
    secteurs, transverse = _secteurs(fields)
    return Fiche(
        id=id_,
        titre=titre,
        appellations=pair if pair != Paire() else None,
        autres_appellations=_some(synonymes(fields)),
        codes_rome=_some(_codes_rome(fields)),
        sections=_sections(fields),
        niveau=valeur(fields, "niveau_acces_min"),
        formations=_some(_formations(fields)),
        statuts=_some(valeurs(fields, "statuts", "statut")),
        interets=_some(valeurs(fields, "centres_interet", "centre_interet")),
        secteurs=secteurs,
        transverse=transverse,
        associes=_some(_associes(fields)),
        publications=_some(publications(fields)),
        liens=_some(_liens(fields)),
    )


def _some(found: Iterable[T]) -> tuple[T, ...] | None:
    """Return the items of a list; None where it is empty, as a sheet has no such field then."""
    return tuple(found) or None


def _sections(fields: Fields) -> tuple[Section, ...]:
    """Take the texts, in the order that a sheet gives them."""
    found: dict[Rubrique, Section] = {}
    for tag, rubrique in _TEXTS.items():
        section = read_html(rubrique, fields.text(tag) or "")
        if section:
            found[rubrique] = section
    for short in fields.each("formats_courts", "format_court"):
        kind = _SHORT_TEXTS.get(short.text("type") or "")
        if kind is None or kind in found:
            short.lose_all("format court inconnu ou en double")
            continue
        libelle = short.text("libelle")
        section = read_html(kind, short.text("descriptif") or "", libelle)
        if section:
            found[kind] = section
    return tuple(found[rubrique] for rubrique in Rubrique if rubrique in found)


def _codes_rome(fields: Fields) -> Iterator[str]:
    for inner in fields.each("romesV3"):
        for code in inner.texts("romeV3"):
            if _CODE_ROME.fullmatch(code):
                yield code
            else:
                inner.lose("« romeV3 » qui n'est pas un code", code)


def _formations(fields: Fields) -> Iterator[FormationCitee]:
    for inner in fields.each("formations_min_requise", "formation_min_requise"):
        id_, libelle = inner.text("id"), inner.text("libelle")
        if id_ and libelle and _FOR.fullmatch(id_):
            yield FormationCitee(id_, libelle)
        else:
            inner.lose_all("formation sans libellé, ou sans identifiant « FOR.n »")


def _associes(fields: Fields) -> Iterator[MetierCite]:
    for inner in fields.each("metiers_associes", "metier_associe"):
        id_, libelle = inner.text("id"), inner.text("libelle")
        if id_ and _MET.fullmatch(id_):
            yield MetierCite(id_, libelle)
        else:
            inner.lose_all("métier associé sans identifiant « MET.n »")


def _liens(fields: Fields) -> Iterator[Lien]:
    for inner in fields.each("sources_numeriques", "source"):
        url, commentaire = inner.text("valeur"), inner.text("commentaire")
        if url:
            yield Lien(url, commentaire)
        else:
            inner.lose_all("source sans adresse")


def _secteurs(fields: Fields) -> tuple[tuple[Valeur, ...] | None, bool | None]:
    found: list[Valeur] = []
    transverse: bool | None = None
    for inner in fields.each("secteurs_activite"):
        found += valeurs(inner, "secteur_activite")
        written = inner.text("metier_transverse")
        if written and (transverse is not None or written not in _OUI_NON):
            inner.lose(
                "« metier_transverse » en double, ou qui n'est ni « oui » ni « non »", written
            )
        elif written:
            transverse = _OUI_NON[written]
    return _some(found), transverse
