"""One record a `<metier>`; what finds no place is reported with the line of its element."""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from lxml import etree

from loader.problems import Kind, Problem, problem
from loader.records import (
    Appellation,
    Fiche,
    FormationCitee,
    Lien,
    MetierCite,
    Paire,
    Publication,
    Rubrique,
    Section,
    Valeur,
)
from loader.sources.documents import Document
from loader.sources.fiche_xml.html import read_html
from loader.sources.xml_records import elements, line_of, text, words
from ontology.folding import slug

TAKEN_FOR: Final = "fiches métiers (export XML)"
SOURCE: Final = "onisep-metiers"

T = TypeVar("T")
_MET, _FOR = re.compile(r"MET\.[1-9]\d{0,8}", re.ASCII), re.compile(r"FOR\.[1-9]\d{0,8}", re.ASCII)
_CODE_ROME = re.compile(r"[A-N]\d{2}(?:\d{2})?", re.ASCII)
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


def recognises(head: str) -> bool:
    """Tell whether a file starts as the export does."""
    return re.search(r"<metiers[\s>]", head) is not None and "<metier>" in head


def read(document: Document) -> tuple[tuple[Fiche, ...], list[Problem]]:
    """Read the export; a `<metier>` without id or name is lost whole, and said."""
    fiches: list[Fiche] = []
    problems: list[Problem] = []
    for element in elements(document, "metier"):
        if isinstance(element, Problem):
            problems.append(element)
            continue
        reading = _Metier(element, document.path)
        fiche = reading.fiche()
        if fiche:
            fiches.append(fiche)
        problems += reading.problems
    return tuple(fiches), problems


class _Metier:
    """One element, read value by value; `problems` gathers what finds no place."""

    def __init__(self, element: etree._Element, path: str) -> None:
        self._element = element
        self._path = path
        self.problems: list[Problem] = []

    def fiche(self) -> Fiche | None:
        id_, titre = text(self._element, "identifiant"), text(self._element, "nom_metier")
        if not id_ or not titre or not _MET.fullmatch(id_):
            reason = "métier sans nom, ou sans identifiant « MET.n »"
            self._lose(self._element, Kind.FICHE_REJETEE, reason)
            return None
        return Fiche(
            id=id_,
            titre=titre,
            appellations=self._pair(self._element),
            autres_appellations=self._each("synonymes/synonyme", self._appellation),
            codes_rome=self._each("romesV3/romeV3", self._code_rome),
            sections=tuple(self._sections()),
            niveau=next(iter(self._each("niveau_acces_min", self._valeur) or ()), None),
            formations=self._each("formations_min_requise/formation_min_requise", self._formation),
            statuts=self._each("statuts/statut", self._valeur),
            interets=self._each("centres_interet/centre_interet", self._valeur),
            secteurs=self._each("secteurs_activite/secteur_activite", self._valeur),
            transverse=self._transverse(),
            associes=self._each("metiers_associes/metier_associe", self._associe),
            publications=self._each("publications/publication", self._publication),
            liens=self._each("sources_numeriques/source", self._lien),
        )

    def _each(self, path: str, read: Callable[[etree._Element], T | None]) -> tuple[T, ...] | None:
        """Return what the elements at a path say; None where there is none, as in a sheet."""
        found: list[T] = []
        for element in self._element.findall(path):
            value = read(element)
            if value is not None:
                found.append(value)
            elif words(element):
                self._lose(element, Kind.LIGNE_SANS_PLACE, f"{path} : valeur sans place")
        return tuple(found) or None

    def _lose(self, element: etree._Element, kind: Kind, reason: str) -> None:
        lost = words(element)
        self.problems.append(problem(self._path, line_of(element), kind, reason, lost))

    def _pair(self, element: etree._Element) -> Paire | None:
        pair = Paire(text(element, "libelle_feminin"), text(element, "libelle_masculin"))
        return pair if pair != Paire() else None

    def _appellation(self, element: etree._Element) -> Appellation | None:
        titre = text(element, "nom_metier")
        return Appellation(titre, self._pair(element) or Paire()) if titre and slug(titre) else None

    def _code_rome(self, element: etree._Element) -> str | None:
        code = (element.text or "").strip()
        return code if _CODE_ROME.fullmatch(code) else None

    def _valeur(self, element: etree._Element) -> Valeur | None:
        libelle = text(element, "libelle")
        return Valeur(libelle, text(element, "id")) if libelle and slug(libelle) else None

    def _formation(self, element: etree._Element) -> FormationCitee | None:
        id_, libelle = text(element, "id"), text(element, "libelle")
        return FormationCitee(id_, libelle) if id_ and libelle and _FOR.fullmatch(id_) else None

    def _associe(self, element: etree._Element) -> MetierCite | None:
        id_ = text(element, "id")
        return MetierCite(id_, text(element, "libelle")) if id_ and _MET.fullmatch(id_) else None

    def _publication(self, element: etree._Element) -> Publication | None:
        titre = text(element, "titre_publication")
        if not titre or not slug(titre):
            return None
        rest = (text(element, tag) for tag in ("code_librairie", "editeur", "annee", "collection"))
        return Publication(titre, *rest)

    def _lien(self, element: etree._Element) -> Lien | None:
        url = text(element, "valeur")
        return Lien(url, text(element, "commentaire")) if url else None

    def _transverse(self) -> bool | None:
        said = text(self._element, "secteurs_activite/metier_transverse")
        return {"oui": True, "non": False}.get(said or "")

    def _sections(self) -> Iterator[Section]:
        found: dict[Rubrique, Section] = {}
        for tag, rubrique in _TEXTS.items():
            section = read_html(rubrique, self._element.findtext(tag) or "")
            if section:
                found[rubrique] = section
        for short in self._element.findall("formats_courts/format_court"):
            kind = _SHORT_TEXTS.get(text(short, "type") or "")
            if kind is None or kind in found:
                self._lose(short, Kind.LIGNE_SANS_PLACE, "format court inconnu ou en double")
                continue
            section = read_html(kind, short.findtext("descriptif") or "", text(short, "libelle"))
            if section:
                found[kind] = section
        yield from (found[rubrique] for rubrique in Rubrique if rubrique in found)
