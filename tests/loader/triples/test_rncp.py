from datetime import date

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import NOTATION, PREF_LABEL, TYPE, day, french, term
from loader.records.rncp import (
    FicheRncp,
    FormacodeDeFiche,
    RomeDeFiche,
    SpecialiteDeFiche,
    TableRncp,
)
from loader.triples.rncp import rncp_triples

TABLES = (
    TableRncp(
        fiches=(
            FicheRncp(
                "RNCP90001",
                "Tisseur de nuées",
                3,
                "Niveau 3",
                "Certificat du ciel",
                "Enregistrement de droit",
                date(2021, 9, 1),
                date(2026, 8, 31),
                active=False,
            ),
            FicheRncp("RS900", "Lire le vent"),
        )
    ),
    TableRncp(
        romes=(
            RomeDeFiche("RNCP90001", "A1101", "Taille d'en haut", 3),
            RomeDeFiche("RNCP90001", "A1101", "Tailleur de nuages", 4),
            RomeDeFiche("RS900", "A1102", "Sans pareil"),
        )
    ),
    TableRncp(specialites=(SpecialiteDeFiche("RNCP90001", "114b", "Modèles du ciel"),)),
    TableRncp(formacodes=(FormacodeDeFiche("RS900", "42872", "Nuées"),)),
)
FICHE, SKILL = iris.fiche_rncp("RNCP90001"), iris.fiche_rncp("RS900")


def test_all_that_the_tables_hold_is_said() -> None:
    triples = list(rncp_triples(TABLES))
    for triple in (
        (FICHE, TYPE, term("mg:FicheRncp")),
        (FICHE, NOTATION, Literal("RNCP90001")),
        (FICHE, PREF_LABEL, french("Tisseur de nuées")),
        (FICHE, term("mg:codeRncp"), Literal("90001")),
        (FICHE, term("mg:eqf"), term("eqf:3")),
        (FICHE, term("mg:niveauCertification"), french("Niveau 3")),
        (FICHE, term("mg:typeDiplome"), french("Certificat du ciel")),
        (FICHE, term("mg:enregistrementRncp"), french("Enregistrement de droit")),
        (FICHE, term("mg:effetEnregistrement"), day(date(2021, 9, 1))),
        (FICHE, term("mg:finEnregistrement"), day(date(2026, 8, 31))),
        (FICHE, term("mg:ficheActive"), Literal(False)),
        (FICHE, term("mg:codeRome"), iris.rome_v3("A1101")),
        (FICHE, term("mg:codeRome"), iris.rome_v4("A1101")),
        (iris.rome_v3("A1101"), PREF_LABEL, french("Taille d'en haut")),
        (FICHE, term("mg:specialite"), iris.nsf("114b")),
        (iris.nsf("114b"), PREF_LABEL, french("Modèles du ciel")),
        (SKILL, term("mg:formacode"), iris.formacode("42872")),
        (iris.formacode("42872"), TYPE, term("mg:Formacode")),
        (iris.formacode("42872"), PREF_LABEL, french("Nuées")),
    ):
        assert triple in triples


def test_a_code_whose_rome_nothing_told_is_of_neither() -> None:
    named: set[NamedNode] = {subject for subject, _, _ in rncp_triples(TABLES)}
    assert not named & {iris.rome_v3("A1102"), iris.rome_v4("A1102")}


def test_a_fiche_that_is_only_named_has_its_number_for_a_label() -> None:
    (table,) = (each for each in TABLES if each.specialites)
    triples = list(rncp_triples([table]))
    assert (FICHE, PREF_LABEL, french("RNCP90001")) in triples
    assert (FICHE, TYPE, term("mg:FicheRncp")) in triples


def test_only_the_rncp_has_a_code_of_the_rncp() -> None:
    said = [s for s, p, _ in rncp_triples(TABLES) if p == term("mg:codeRncp")]
    assert said == [FICHE]
