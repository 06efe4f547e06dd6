"""Onisep's « Idéo-fiches formations » export: one `<formation>` a formation, every column read."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, excerpt
from loader.facts.formations import is_certification_level
from loader.model.nomenclatures import nomenclatures
from loader.records import Lien, Valeur
from loader.records.formations import Formation, MetierNomme, Poursuite, Specialite, TypeFormation
from loader.sources.documents import Document
from loader.sources.html_text import paragraphs
from loader.sources.xml_fields import Fields, read_records
from loader.sources.xml_lists import paire, publications, synonymes, valeur, valeurs
from loader.sources.xml_records import first_tags

_MET = re.compile(r"MET\.\d+", re.ASCII)
_NSF = re.compile(r"\d{3}|[A-Z]", re.ASCII)

LABEL: Final = "fiches formations (export XML)"
SOURCE: Final = "onisep-formations"

_FOR = re.compile(r"FOR\.\d+", re.ASCII)
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)


def recognises(head: str) -> bool:
    """Tell whether a file starts as the export does."""
    return "<formations" in head and first_tags(head)[:1] == ["formations"]


def read(document: Document) -> tuple[tuple[Formation, ...], list[Problem]]:
    """Read the export; a formation without id or label, or a second time, is lost and reported."""
    seen: set[str] = set()

    def once(fields: Fields) -> Formation | str:
        id_, libelle = fields.text("identifiant"), fields.text("libelle_complet")
        if not id_ or not _FOR.fullmatch(id_):
            return "pas d'identifiant « FOR.n »"
        if not libelle:
            return f"{id_} n'a pas de libellé"
        if id_ in seen:
            return f"{id_} est déjà donné"
        seen.add(id_)
        fields.name = id_
        return _formation(id_, libelle, fields)

    return read_records(document, "formation", once)


def _formation(id_: str, libelle: str, fields: Fields) -> Formation:
    return Formation(
        id=id_,
        libelle=libelle,
        type=_type(fields),
        code_scolarite=fields.text("code_scolarite"),
        sigle=fields.text("sigle"),
        libelle_generique=fields.text("libelle_generique"),
        type_option=fields.text("type_option"),
        libelle_specifique=fields.text("libelle_specifique"),
        duree=fields.text("duree_formation"),
        descriptif=_html(fields, "descriptif_format_court"),
        acces=_html(fields, "descriptif_acces"),
        url=fields.text("url"),
        specialites=tuple(_specialites(fields)),
        niveau_certification=_certification(fields),
        niveau=_niveau(fields),
        code_niveau=fields.text("niv_code"),
        premiere_session=fields.text("annee_premiere_session"),
        derniere_session=fields.text("annee_derniere_session"),
        natures=_texts(fields, "nature_certificat", "libelle_nature_certificat"),
        attendus=_html(fields, "attendus"),
        enseignements=_texts(fields, "element_enseignement", "element_enseignement_libelle"),
        tutelle=fields.text("sous_tutelle"),
        suite=_html(fields, "descriptif_poursuite_etudes"),
        poursuites=tuple(_poursuites(fields)),
        debouches=tuple(_debouches(fields)),
        publications=tuple(publications(fields)),
        liens=tuple(Lien(url, None) for url in _texts(fields, "sources_numeriques", "source")),
        sous_domaines=valeurs(fields, "sous_domaines_web", "sous_domaine_web"),
        creation=_day(fields, "creation_date"),
        modification=_day(fields, "modification_date"),
    )


def _html(fields: Fields, tag: str) -> str | None:
    return paragraphs(fields.text(tag) or "") or None


def _texts(fields: Fields, list_: str, item: str) -> tuple[str, ...]:
    return tuple(text for inner in fields.each(list_) for text in inner.texts(item))


def _day(fields: Fields, tag: str) -> date | None:
    written = fields.text(tag)
    if not written:
        return None
    if found := _DAY.fullmatch(written):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
    fields.lose(f"« {tag} » n'est pas une date", written)
    return None


def _type(fields: Fields) -> TypeFormation:
    found = TypeFormation(None, None, None)
    for inner in fields.each("type_Formation")[:1]:
        names = ("type_formation_libelle", "type_formation_libelle_court", "type_formation_sigle")
        found = TypeFormation(*map(inner.text, names))
    return found


def _certification(fields: Fields) -> str | None:
    found = fields.text("niveau_certification")
    if found and not is_certification_level(found):
        reason = f"niveau de certification inconnu « {excerpt(found)} »"
        fields.lose(reason, "", ProblemKind.LIBELLE_INCONNU)
    return found


def _niveau(fields: Fields) -> Valeur | None:
    found = valeur(fields, "niveau_etudes")
    if found and not nomenclatures().knows("niveau", found.libelle):
        fields.lose(f"niveau inconnu « {found.libelle[:60]} »", "", ProblemKind.LIBELLE_INCONNU)
    return found


def _specialites(fields: Fields) -> Iterator[Specialite]:
    """Take the discipline and the fonction of the NSF."""
    for kind in ("discipline", "fonction"):
        for inner in fields.each(f"nsf_{kind}"):
            code, libelle = (inner.text(f"NSF_{kind}_{what}") for what in ("code", "libelle"))
            if code and _NSF.fullmatch(code):
                yield Specialite(code, libelle)
            elif code or libelle:
                lost = " ".join(filter(None, (code, libelle)))
                inner.lose("spécialité sans code de la NSF", lost)


def _poursuites(fields: Fields) -> Iterator[Poursuite]:
    """Take the further studies."""
    for inner in fields.each("poursuites_etudes", "poursuite_etudes"):
        found = Poursuite(inner.text("type_Poursuite"), inner.texts("formation_poursuite_Etudes"))
        if found.type or found.formations:
            yield found


def _debouches(fields: Fields) -> Iterator[MetierNomme]:
    """Take the métiers that the formation leads to."""
    for inner in fields.each("metiers_formation", "metier"):
        id_, nom = inner.text("id"), inner.text("nom_metier")
        if id_ and nom and _MET.fullmatch(id_):
            yield MetierNomme(id_, nom, paire(inner), tuple(synonymes(inner)))
        else:
            inner.lose_all("métier sans nom, ou sans identifiant « MET.n »")
