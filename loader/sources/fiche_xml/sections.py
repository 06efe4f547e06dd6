"""The texts of a `<metier>`, one element a section, and its short texts with a type and a name."""

from typing import Final

from loader.records import Rubrique, Section
from loader.sources.fiche_xml.html import read_html
from loader.sources.xml_fields import Fields

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


def sections(fields: Fields) -> tuple[Section, ...]:
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
