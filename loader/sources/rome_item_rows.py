"""Rows of the ROME V4 items to records: compétences, savoirs, contextes, interests."""

from collections.abc import Mapping
from functools import cache

from loader.records.rome import (
    Coeur,
    CompetenceRome,
    ContexteRome,
    InteretDuCode,
    InteretRome,
    ItemDuCode,
    LigneRome,
    Marques,
    RiasecCompetence,
    SavoirRome,
)
from loader.sources.rome_cells import FLAGS

Row = Mapping[str, str]
"""The cells of a row by column, none blank, each of the form that its column asks for."""
Records = tuple[LigneRome, ...]


@cache
def marques(
    eco: str | None,
    num: str | None,
    demo: str | None = None,
    reglemente: str | None = None,
    cadre: str | None = None,
) -> Marques:
    """Return what a row ticks; equal ones are one object."""
    return Marques(
        None if eco is None else FLAGS.get(eco, eco),
        *(None if cell is None else FLAGS[cell] for cell in (num, demo, reglemente, cadre)),
    )


def riasec_macro(row: Row) -> Records:
    """Return the letters of a macro-compétence, nothing if there are none."""
    majeur, mineur = row.get("riasec_majeur"), row.get("riasec_mineur")
    return (RiasecCompetence(row["code_ogr"], majeur, mineur),) if majeur or mineur else ()


def competence(row: Row) -> Records:
    """Return a compétence or a macro-compétence."""
    get = row.get
    return (
        CompetenceRome(
            row["code_ogr"],
            row["libelle_competence"],
            get("nature"),
            get("definition"),
            get("code_ogr_macro_comp"),
            get("code_macro_comp"),
            get("cat_comp"),
            get("sous_cat_comp"),
            marques(get("transition_eco"), get("transition_num")),
            get("libelle_heterogeneite"),
            get("libelle_origine"),
        ),
    )


def savoir(row: Row) -> Records:
    """Return a savoir."""
    get = row.get
    ticked = marques(get("transition_eco"), get("transition_num"))
    categories = get("categorie_savoir"), get("sous_categorie_savoir")
    return (SavoirRome(row["code_ogr_savoir"], row["libelle_savoir"], *categories, ticked),)


def contexte(row: Row) -> Records:
    """Return a context of work."""
    type_ = row.get("code_type_cont_trav"), row.get("libelle_type_cont_trav")
    return (ContexteRome(row["code_ogr"], row["libelle_cont_travail"], *type_),)


def item(row: Row) -> Records:
    """Return an item of a code."""
    coeur = row.get("coeur_metier")
    return (ItemDuCode(row["code_rome"], row["code_ogr"], Coeur(coeur) if coeur else None),)


def interet(row: Row) -> Records:
    """Return an interest."""
    definition = row.get("definition_centre_interet")
    return (InteretRome(row["code_centre_interet"], row["libelle_centre_interet"], definition),)


def interet_du_code(row: Row) -> Records:
    """Return an interest of a code."""
    principal = FLAGS.get(row.get("principal", ""))
    return (InteretDuCode(row["code_rome"], row["code_centre_interet"], principal),)
