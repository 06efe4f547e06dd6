import pytest
from pyoxigraph import RdfFormat, Store

from loader.pages.study_paths import FoundPaths, StudyPaths, read_study_paths
from ontology import base, graph_files
from tests.loader.pages.stores import iri, store_of_metiers

METIERS = {
    "MET.1": "mg:niveauAcces niveau:bac-2 ; mg:formation for:FOR.2, for:FOR.3 ;"
    " mg:parcours <id/fiche/MET.1/en-bref/2>, <id/fiche/MET.1/en-bref/3>",
    "MET.2": "mg:niveauAcces niveau:bac-5 ; mg:voieAcces <id/fiche/MET.2/acces-metier/2>",
    "MET.3": "mg:niveauAcces niveau:autre-formation",
    "MET.4": "mg:formation for:FOR.1",
}
OTHERS = """
for:FOR.1 a mg:Formation ; skos:prefLabel "bac pro"@fr ; mg:niveauSortie niveau:bac-ou-equivalent ;
  mg:typeFormation "baccalauréat professionnel"@fr ; mg:dureeAnnees 3.0 ;
  mg:descriptifAcces "3 ans après la classe de 3e ; titulaires de certains CAP en 2 ans."@fr ;
  mg:poursuite <id/formation/FOR.1/poursuite/1> .
<id/formation/FOR.1/poursuite/1> mg:formationVisee "BTS"@fr .
for:FOR.2 a mg:Formation ; skos:prefLabel "BTS"@fr ; mg:niveauSortie niveau:bac-2 ;
  mg:typeFormation "brevet de technicien supérieur"@fr ; mg:typeFormationSigle "BTS"@fr ;
  mg:dureeAnnees 2.0 ; mg:descriptifAcces "Accessible aux titulaires d'un baccalauréat."@fr .
for:FOR.3 a mg:Formation ; skos:prefLabel "titre"@fr ; mg:niveauSortie niveau:bac-2 ;
  mg:typeFormation "titre professionnel"@fr ; mg:dureeAnnees 1.0 .
<id/fiche/MET.1/en-bref/2> mg:depart niveau:bac-ou-equivalent ; mg:anneesMin 2.0 ;
  mg:anneesMax 3.0 .
<id/fiche/MET.1/en-bref/3> mg:depart niveau:3e ; mg:anneesMin 2.0 .
<id/fiche/MET.2/acces-metier/2> mg:niveau niveau:bac-5 .
"""


@pytest.fixture(scope="module")
def study_paths() -> StudyPaths:
    store: Store = store_of_metiers(METIERS, OTHERS)
    for text in graph_files().values():
        store.load(text.encode(), RdfFormat.TURTLE, base_iri=base())
    return read_study_paths(store)


def of(known: StudyPaths, metier: str, niveau: str) -> FoundPaths:
    return known.of(iri(metier), iri(f"niveau/{niveau}") if niveau else "")


def said(found: FoundPaths) -> list[str]:
    return [
        f"{path.start} {' '.join(step.code or step.type or step.niveau for step in path.steps)}"
        f" {path.years}"
        for path in found.paths
    ]


def test_a_path_leads_from_school_or_from_a_bac(study_paths: StudyPaths) -> None:
    found = of(study_paths, "MET.1", "bac-2")
    assert said(found) == [
        "3e cap-ou-equivalent baccalauréat professionnel BTS 6.0",
        "3e baccalauréat professionnel BTS 5.0",
        "bac-ou-equivalent BTS 2.0",
    ]
    assert found.unplaced == 1, "nothing says what comes before the titre"


def test_each_step_has_its_reason_and_its_source(study_paths: StudyPaths) -> None:
    path = of(study_paths, "MET.1", "bac-2").paths[1]
    assert [(step.reason, step.source) for step in path.steps] == [
        ("acces", "FOR.1"), ("poursuite", "FOR.1"),
    ]  # fmt: skip


def test_years_that_are_too_few_are_not_counted(study_paths: StudyPaths) -> None:
    found = of(study_paths, "MET.1", "bac-2")
    assert [(each.start, each.least, each.most) for each in found.counted] == [
        ("bac-ou-equivalent", 2.0, 3.0)
    ]
    assert found.short == 1


def test_a_level_that_a_fiche_names_is_a_path_by_itself(study_paths: StudyPaths) -> None:
    (path,) = of(study_paths, "MET.2", "bac-5").paths
    assert [(step.niveau, step.reason, step.years) for step in path.steps] == [
        ("bac-5", "voie", (5.0, 5.0))
    ]


def test_formations_below_the_level_of_the_metier_lead_to_none(study_paths: StudyPaths) -> None:
    found = of(study_paths, "MET.4", "bac-2")
    assert said(found) == ["bac-ou-equivalent bac-2 2.0"]
    assert found.unplaced == 1
    assert "3e baccalauréat professionnel 3.0" in said(of(study_paths, "MET.4", ""))


def test_where_no_level_is_known_there_is_no_path(study_paths: StudyPaths) -> None:
    empty = FoundPaths().document()
    assert of(study_paths, "MET.3", "autre-formation").document() == empty
    assert of(study_paths, "MET.0", "").document() == empty
