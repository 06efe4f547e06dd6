"""Onisep's table de passage: one `<item>` a certification, every column read.

A level of « non renseigné » is no statement.
"""

import re
from typing import Final

from loader.corpus.problems import Problem
from loader.records.formations import Certification, FormationReliee
from loader.sources.documents import Document
from loader.sources.xml_fields import Fields, read_records
from loader.sources.xml_records import first_tags

LABEL: Final = "table de passage (certifications et formations)"
SOURCE: Final = "onisep-table-passage"

NO_LEVEL: Final = "non renseigné"
_CERTIF_INFO = re.compile(r"\d+", re.ASCII)
_FOR = re.compile(r"FOR\.\d+", re.ASCII)
_LEVELS = {str(level): level for level in range(1, 9)}
_YES_NO = {"Oui": True, "Non": False}


def recognises(head: str) -> bool:
    """Tell whether a file starts as the table does."""
    return "<certif_info_ci_identifiant" in head and first_tags(head)[:2] == ["root", "item"]


def read(document: Document) -> tuple[tuple[Certification, ...], list[Problem]]:
    """Read the table; a row without id or title, or met before, is lost, and reported."""
    seen: set[str] = set()

    def once(fields: Fields) -> Certification | str:
        id_, intitule = fields.text("certif_info_ci_identifiant"), fields.text("ci_intitule")
        if not id_ or not _CERTIF_INFO.fullmatch(id_):
            return "pas d'identifiant Certif Info"
        if not intitule:
            return f"la certification {id_} n'a pas d'intitulé"
        if id_ in seen:
            return f"la certification {id_} est déjà donnée"
        seen.add(id_)
        fields.name = f"certification {id_}"
        return _certification(id_, intitule, fields)

    return read_records(document, "item", once)


def _certification(id_: str, intitule: str, fields: Fields) -> Certification:
    return Certification(
        certif_info=id_,
        intitule=intitule,
        niveau_europeen=_niveau(fields),
        type_diplome=fields.text("ci_intitule_type_diplome"),
        certifiante=_certifiante(fields),
        rncp=fields.text("ci_code_rncp"),
        scolarite=fields.text("ci_code_scolarite"),
        intitule_rncp=fields.text("rncp_intitule"),
        enregistrement=fields.text("rncp_type_enregistrement"),
        libelle_ministere=fields.text("v_formation_diplome_libelle_long"),
        evolution=fields.text("statut"),
        formation=_formation(fields),
    )


def _niveau(fields: Fields) -> int | None:
    written = fields.text("ci_niveau_europeen")
    if written and written not in _LEVELS and written != NO_LEVEL:
        fields.lose("le niveau européen n'est pas de 1 à 8", written)
    return _LEVELS.get(written or "")


def _certifiante(fields: Fields) -> bool | None:
    written = fields.text("ci_certifiant")
    if written and written not in _YES_NO:
        fields.lose("« ci_certifiant » n'est ni « Oui » ni « Non »", written)
    return _YES_NO.get(written or "")


def _formation(fields: Fields) -> FormationReliee | None:
    names = ("ideo_identifiant_formation", "ideo_libelle_complet_formation")
    id_, libelle = map(fields.text, names)
    if id_ and _FOR.fullmatch(id_):
        return FormationReliee(id_, libelle)
    if id_ or libelle:
        lost = " ".join(filter(None, (id_, libelle)))
        fields.lose("formation sans identifiant « FOR.n »", lost)
    return None
