"""Every query of the project, run on the small release of the server's tests."""

import re
import time
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from queries import Query, folder
from server.api.library import LibraryQuery, library

FOLDERS = (
    "api", "browse", "checks", "codes", "graph", "pages", "reconciliation", "search", "tables",
)  # fmt: skip
"""Those whose queries are all run here; the others are run where what asks them is tested."""
ROOT = Path(__file__).parents[2] / "queries"
ALL = [query for name in FOLDERS for query in folder(name).values()]
WRITTEN = [query for path in sorted(ROOT.glob("[a-z]*/")) for query in folder(path.name).values()]
ESCO = "http://data.europa.eu/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001"
SUBJECTS = {
    "graph": ["graph/rome-v3/v344"],
    "metier": ["id/metier/MET.797", "id/metier/MET.3", "id/metier/MET.4"],
    "sujet": ["id/metier/MET.797", "id/metier/MET.3"],
    "relation": ["ontology#formation", "ontology#niveauAcces"],
    "objet": ["id/formation/FOR.270", "id/metier/MET.3"],
    "iri": ["id/metier/MET.797", "id/metier/MET.3", "id/formation/FOR.270", "id/rome/v3/M",
            "id/rome/v3/M1605", "id/rome/v4/M1605", "id/rome/appellation/101", "id/niveau/bac-2",
            "id/statut/salarie", "id/interet/j-aime-bouger", "id/secteur/agroalimentaire",
            "id/fap/L0Z60", "id/certification/1", "id/rome/competence/1",
            "id/domaine-onisep/gestion", "id/nsf/T", ESCO],
}  # fmt: skip
ELSEWHERE = {
    "api/appellation_codes": {"ogr": [f"<{base()}id/rome/appellation/101>"]},
    "api/rncp_metiers": {"rncp": ['"99999"']},
    "api/secteur_metiers": {"secteur": [f"<{base()}id/secteur/agroalimentaire>"]},
}
"""What to ask the small release, where it has not the example of a query of the library."""
SLOWEST = 0.5
NUMBERS = ("metiers", "moyenne", "minimum", "maximum")


def identify(query: Query) -> str:
    return query.name


def run(store: ox.Store, query: Query, **terms: str) -> list[object]:
    bound: dict[ox.Variable, ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple] = {
        ox.Variable(name): ox.NamedNode(value if "://" in value else base() + value)
        for name, value in terms.items()
    }
    text = query.bound(ELSEWHERE.get(query.name, {}))
    found = store.query(text, substitutions=bound)
    return [bool(found)] if isinstance(found, ox.QueryBoolean) else list(found)


def update(store: ox.Store, triples: str) -> None:
    """Add triples, written with the prefixes of the project."""
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    store.update(f"BASE <{base()}>\n{header}INSERT DATA {{ {triples} }}")


def answers(store: ox.Store, query: Query) -> list[list[object]]:
    """Run a query for each thing that its parameter may stand for, or as it stands."""
    names = [param.name for param in query.params if not param.example]
    if not names:
        return [run(store, query)]
    return [
        run(store, query, **dict(zip(names, paths, strict=True)))
        for paths in product(*(SUBJECTS[name] for name in names))
    ]


@pytest.mark.parametrize("query", WRITTEN, ids=identify)
def test_a_label_is_asked_for_in_languages_that_are_named(query: Query) -> None:
    """ESCO has labels in twenty-eight: « not in English » would give one row for each."""
    assert not re.search(r"LANG\(\?\w+\)\s*!=", query.text)


@pytest.mark.parametrize("query", WRITTEN, ids=identify)
def test_a_query_is_readable_everywhere(query: Query) -> None:
    declared = re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, re.MULTILINE)
    bare = re.sub(r'"[^"]*"|#.*|<[^>]*>', "", query.body)
    used = set(re.findall(r"(?<![\w?])(\w+):", re.sub(r"(?m)^PREFIX.*$", "", bare)))
    assert {name for name, _ in declared} == used, "the prefixes are those that it uses"
    assert dict(declared).items() <= prefixes().items(), "and they are those of the project"
    assert query.text.endswith("\n")
    assert max(map(len, query.text.splitlines())) <= 100


@pytest.mark.parametrize("query", ALL, ids=identify)
def test_a_query_runs_and_is_quick(store: ox.Store, query: Query) -> None:
    start = time.perf_counter()
    found = answers(store, query)
    assert time.perf_counter() - start < SLOWEST * len(found)
    if not query.name.startswith("checks/"):
        assert any(found), "the small release holds something for it to find"


@pytest.mark.parametrize("query", folder("checks").values(), ids=identify)
def test_a_check_finds_nothing(store: ox.Store, query: Query) -> None:
    assert run(store, query) == []


@pytest.mark.parametrize("query", library().values(), ids=lambda query: query.name)
def test_a_query_of_the_library_is_told_in_two_languages(query: LibraryQuery) -> None:
    said = query.query
    assert said.title[0].isupper()
    assert said.said.keys() == {"title_en", "description_en"}
    assert said.description.endswith(".")
    assert said.said["description_en"].endswith(".")
    assert said.tags
    for param in query.params:
        assert param.example, "it stands in a VALUES clause, so the query is asked as it stands"
        assert param.meaning
        assert param.meaning_in("en") != param.meaning
        assert query.query.body.count(f"?{param.name}") > 1, "it is used"


def test_there_are_enough_queries() -> None:
    assert len(library()) >= 35
    assert len({each.query.title for each in library().values()}) == len(library())


def test_an_occupation_has_names_in_the_languages_of_esco(store: ox.Store) -> None:
    spoken = ox.Store()
    spoken.extend(store)
    update(spoken, f'<{ESCO}> skos:prefLabel "branch secretary"@en, "Filialsekretärin"@de .')
    rows = spoken.query(folder("api")["metier_noms_langues"].text)
    assert isinstance(rows, ox.QuerySolutions)
    found = {(row["langue"].value, row["nom"].value) for row in rows}
    assert {("en", "branch secretary"), ("de", "Filialsekretärin")} <= found
    assert {language for language, _ in found} == {"de", "en", "fr"}


def test_pay_by_level_counts_a_metier_once_at_its_lowest(store: ox.Store) -> None:
    paid = ox.Store()
    paid.extend(store)
    for amount in (1500, 3000):
        pay = f"<id/salaire/{amount}>"
        update(paid, f"metier:MET.3 schema:estimatedSalary {pay} .")
        update(paid, f"{pay} schema:minValue {amount}.0 ; mg:stade stade:debutant .")
        update(paid, f'{pay} schema:unitText "MONTH" ; mg:brut true .')
    rows = paid.query(folder("api")["salaires_par_niveau"].text)
    assert isinstance(rows, ox.QuerySolutions)
    found = [[float(row[name].value) for name in NUMBERS] for row in rows]
    assert found == [[2, 1700, 1500, 1900]]


BROKEN = {
    "niveaux_multiples": "metier:MET.797 mg:niveauAcces niveau:bac-ou-equivalent .",
    "noms_multiples": 'metier:MET.797 skos:prefLabel "autre"@fr .',
    "textes_multiples": '<id/fiche/MET.797/presentation/1> schema:text "autre"@fr .',
    "hors_graphe": "metier:MET.797 mg:statut statut:militaire .",
    "noeuds_anonymes": "metier:MET.797 mg:statut [] .",
    "salaires_inverses": "<id/x> schema:minValue 2 ; schema:maxValue 1 .",
    "salaires_sans_unite": '<id/x> schema:minValue 2 ; schema:currency "EUR" .',
    "nom_repete": 'metier:MET.797 skos:altLabel "assistant/e de gestion"@fr .',
    "fiche_sans_metier": "<id/fiche/MET.9> a mg:Fiche ; schema:about metier:MET.797 .",
    "positions_doubles": "<id/fiche/MET.797/statuts> schema:itemListElement <id/x> ."
    " <id/x> schema:position 1 .",
    "sans_libelle": "<id/x> a skos:Concept .",
    "graphe_sans_source": "GRAPH <graph/inconnu> { metier:MET.797 mg:fiche fiche:MET.797 }",
}


@pytest.mark.parametrize("name", folder("checks"))
def test_a_check_finds_what_it_is_for(store: ox.Store, name: str) -> None:
    broken = ox.Store()
    broken.extend(store)
    update(broken, BROKEN[name])
    assert run(broken, folder("checks")[name])


def test_every_folder_holds_queries_only() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]+\.rq", path.name) for path in ROOT.glob("[a-z]*/*"))
