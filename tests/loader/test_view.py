from collections import Counter
from dataclasses import replace
from itertools import chain

from pyoxigraph import Literal, NamedNode

from loader import iris
from loader.corpus import ArbreLu, Corpus, FicheLue
from loader.editions import Edition
from loader.graphs import NamedGraph, named_graphs
from loader.merge import merge
from loader.records import CodeRome, Fiche, FormationCitee, Rubrique
from loader.sources.documents import Fichier
from loader.sources.fiche_markdown import read_fiche
from loader.terms import NIVEAU_ACCES, PREF_LABEL, ROME_V3, Triple
from loader.view import default_graph, superseded
from tests.loader.sheets import FULL

FICHIER = Fichier("f.md", "0" * 64, 1)
ROME = ArbreLu(Edition("rome-v3", "v1"), FICHIER, (CodeRome("B", "Des nuages", None),))


def _fiche() -> Fiche:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    return fiche


def _graphs(*fiches: tuple[str, Fiche]) -> list[NamedGraph]:
    lues = [FicheLue(Edition("onisep-metiers", name), FICHIER, fiche) for name, fiche in fiches]
    return named_graphs(Corpus(fiches=lues, arbres=[ROME]))


def _labels(view: list[Triple], node: NamedNode) -> list[str]:
    return [o.value for s, p, o in view if (s, p) == (node, PREF_LABEL) and isinstance(o, Literal)]


def test_with_one_edition_the_view_is_the_union() -> None:
    graphs = _graphs(("2025-10", _fiche()))
    view = default_graph(graphs)
    assert set(view) == set(chain.from_iterable(graph.triples for graph in graphs))
    assert superseded(view, graphs) == []
    assert max(Counter(view).values()) == 1


def test_the_newest_edition_wins_a_field_whole() -> None:
    old, new = _fiche(), replace(_fiche(), niveau="bac + 5", codes_rome=("A1101",), titre="neuf")
    view = default_graph(_graphs(("2025-10", new), ("2024-06", old)))
    metier = iris.metier("MET.9001")
    assert _labels(view, metier) == ["neuf"]
    assert [o for s, p, o in view if p == NIVEAU_ACCES] == [iris.labelled("niveau", "bac + 5")]
    assert [o for s, p, o in view if p == ROME_V3] == [iris.rome_v3("A1101")]


def test_a_field_that_only_the_older_edition_has_is_kept() -> None:
    old, new = _fiche(), replace(_fiche(), statuts=None, sections=())
    merged = merge([new, old])
    assert merged.statuts == old.statuts
    assert {section.rubrique for section in merged.sections} == {
        section.rubrique for section in old.sections
    }


def test_an_empty_field_of_the_newest_edition_is_a_field() -> None:
    assert merge([replace(_fiche(), statuts=()), _fiche()]).statuts == ()


def test_a_section_is_won_whole() -> None:
    old = _fiche()
    shorter = tuple(
        replace(section, passages=section.passages[:1])
        for section in old.sections
        if section.rubrique is Rubrique.VIE_PROFESSIONNELLE
    )
    graphs = _graphs(("2025-10", replace(old, sections=shorter)), ("2024-06", old))
    view = default_graph(graphs)
    left_out = superseded(view, graphs)
    pay = iris.salaire("MET.9001", 1)
    assert not [s for s, _, _ in view if s == pay]
    assert [s for s, _, _ in left_out if s == pay]


def test_the_view_says_nothing_that_no_graph_says_and_the_rest_is_listed() -> None:
    old = _fiche()
    new = replace(old, titre="tisseuse de nuages", autres_appellations=None, niveau="3E")
    graphs = _graphs(("2025-10", new), ("2024-06", old))
    view = set(default_graph(graphs))
    union = set(chain.from_iterable(graph.triples for graph in graphs))
    assert view <= union
    assert union - view == set(superseded(list(view), graphs))


def test_of_several_labels_the_most_frequent_of_the_newest_edition_stays() -> None:
    def named(id_: str, label: str) -> Fiche:
        return Fiche(id_, "t", formations=(FormationCitee("FOR.1", label),))

    graphs = _graphs(
        ("2025-10", named("MET.1", "b")),
        ("2025-10", named("MET.2", "b")),
        ("2025-10", named("MET.3", "a")),
        ("2024-06", named("MET.4", "vieux")),
        ("2024-06", named("MET.5", "vieux")),
        ("2024-06", named("MET.6", "vieux")),
    )
    assert _labels(default_graph(graphs), iris.formation("FOR.1")) == ["b"]


def test_the_ontology_names_the_code_lists() -> None:
    graphs = _graphs(("2025-10", replace(_fiche(), statuts=("Salarié",))))
    view = default_graph(graphs)
    assert "Salarié" not in _labels(view, iris.labelled("statut", "salarié"))
    assert len(superseded(view, graphs)) == 1
