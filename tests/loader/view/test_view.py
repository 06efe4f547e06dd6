from collections import Counter
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import SourceFile
from loader.corpus.formats import FORMATS
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.rdf_terms import ALT_LABEL, NIVEAU_ACCES, PREF_LABEL, ROME_V3, TYPE, Triple
from loader.records import Appellation, Fiche, FormationCitee, MetierCite, Paire, Rubrique, Valeur
from loader.records.esco import ProfessionEsco, TableEsco, TextesEsco
from loader.records.formations import Formation, MetierNomme, TypeFormation
from loader.sources import esco, formations_xml, rome_tables
from loader.view.merge import merge_editions
from loader.view.view import View
from tests.loader import rome
from tests.loader.corpora import FICHIER, fiche_of, graphs_of, union_of, view_of
from tests.loader.sheets import FULL


def _fiche() -> Fiche:
    return fiche_of(FULL)


def _labels(view: list[Triple], node: NamedNode) -> list[str]:
    return [o.value for s, p, o in view if (s, p) == (node, PREF_LABEL) and isinstance(o, Literal)]


def test_with_one_edition_the_view_is_the_union() -> None:
    graphs = graphs_of(("2025-10", _fiche()))
    view = view_of(graphs)
    assert set(view) == union_of(graphs)
    assert max(Counter(view).values()) == 1


def test_the_newest_edition_wins_a_field_whole() -> None:
    old, new = (
        _fiche(),
        replace(_fiche(), niveau=Valeur("bac + 5"), codes_rome=("A1101",), titre="neuf"),
    )
    view = view_of(graphs_of(("2025-10", new), ("2024-06", old)))
    metier = iris.metier("MET.9001")
    assert _labels(view, metier) == ["neuf"]
    assert [o for s, p, o in view if p == NIVEAU_ACCES] == [
        iris.concept_by_label("niveau", "bac + 5")
    ]
    assert [o for s, p, o in view if p == ROME_V3] == [iris.rome_v3("A1101")]


def test_a_field_that_only_the_older_edition_has_is_kept() -> None:
    old, new = _fiche(), replace(_fiche(), statuts=None, sections=())
    merged = merge_editions([new, old])
    assert merged.statuts == old.statuts
    assert {section.rubrique for section in merged.sections} == {
        section.rubrique for section in old.sections
    }


def test_an_empty_field_of_the_newest_edition_is_a_field() -> None:
    assert merge_editions([replace(_fiche(), statuts=()), _fiche()]).statuts == ()


def test_a_section_is_won_whole() -> None:
    old = _fiche()
    shorter = tuple(
        replace(section, passages=section.passages[:1])
        for section in old.sections
        if section.rubrique is Rubrique.VIE_PROFESSIONNELLE
    )
    graphs = graphs_of(("2025-10", replace(old, sections=shorter)), ("2024-06", old))
    view = view_of(graphs)
    left_out = union_of(graphs) - set(view)
    pay = iris.salaire("MET.9001", 1)
    assert not [s for s, _, _ in view if s == pay]
    assert [s for s, _, _ in left_out if s == pay]


def test_the_view_says_nothing_that_no_graph_says_and_the_rest_is_listed() -> None:
    old = _fiche()
    new = replace(old, titre="tisseuse de nuages", autres_appellations=None, niveau=Valeur("3E"))
    graphs = graphs_of(("2025-10", new), ("2024-06", old))
    view = set(view_of(graphs))
    union = union_of(graphs)
    assert view <= union
    assert union - view


def test_of_several_labels_the_most_frequent_of_the_newest_edition_stays() -> None:
    def named(id_: str, label: str) -> Fiche:
        return Fiche(id_, "t", formations=(FormationCitee("FOR.1", label),))

    graphs = graphs_of(
        ("2025-10", named("MET.1", "b")),
        ("2025-10", named("MET.2", "b")),
        ("2025-10", named("MET.3", "a")),
        ("2024-06", named("MET.4", "vieux")),
        ("2024-06", named("MET.5", "vieux")),
        ("2024-06", named("MET.6", "vieux")),
    )
    assert _labels(view_of(graphs), iris.formation("FOR.1")) == ["b"]


def test_the_ontology_names_the_code_lists() -> None:
    graphs = graphs_of(("2025-10", replace(_fiche(), statuts=(Valeur("Salarié"),))))
    view = view_of(graphs)
    assert "Salarié" not in _labels(view, iris.concept_by_label("statut", "salarié"))
    assert len(union_of(graphs) - set(view)) == 1


def test_a_metier_that_is_only_named_keeps_one_title_and_its_own_fiche_wins() -> None:
    one = replace(_fiche(), associes=(MetierCite("MET.5", "guetteur"), MetierCite("MET.6", "x")))
    other = Fiche("MET.6", "gardien/ne", associes=(MetierCite("MET.5", "guetteur/euse"),))
    view = view_of(graphs_of(("2025-10", one), ("2024-06", other)))
    assert _labels(view, iris.metier("MET.5")) == ["guetteur"]
    assert _labels(view, iris.metier("MET.6")) == ["gardien/ne"]


def test_no_other_name_is_the_title() -> None:
    old = _fiche()
    new = replace(old, titre="tisseuse de nuages")
    view = view_of(graphs_of(("2025-10", new), ("2024-06", old)))
    titles = {(s, o) for s, p, o in view if p == PREF_LABEL}
    assert not titles & {(s, o) for s, p, o in view if p == ALT_LABEL}


def _lecture(taken_for: str, source: str, edition: str, record: object) -> SourceFile:
    format_ = next(each for each in FORMATS if each.label == taken_for)
    return SourceFile(format_, Edition(source, edition), FICHIER, record)


def test_a_list_of_moves_that_is_lost_leaves_nothing_of_its_ranks() -> None:
    head = '"code_rome","code_rome_cible","numero_ordre"\n'
    older, newer = (f'{head}"A1101","{target}","1"\n' for target in ("A1102", "A1103"))
    editions = [
        _lecture(rome_tables.LABEL, "rome-v4", name, rome.table(text))
        for name, text in (("v458", older), ("v460", newer))
    ]
    graphs = graphs_of(("2025-10", _fiche()), others=editions)
    view, code = view_of(graphs), iris.rome_v4("A1101")
    lost, kept = iris.mobilite(code, "A1102"), iris.mobilite(code, "A1103")
    assert not [triple for triple in view if triple[0] == lost]
    assert len([triple for triple in view if triple[0] == kept]) == 3
    assert [s for s, _, _ in union_of(graphs) if s == lost]


def test_a_newer_edition_in_another_language_replaces_no_french() -> None:
    iri = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000001"

    def table(langue: str, label: str, text: str) -> TableEsco:
        textes = TextesEsco(langue, label, (), (), text)
        return TableEsco(professions=(ProfessionEsco(iri, "2166", textes),))

    editions = [
        _lecture(esco.LABEL, "esco", "v1.0", table("fr", "tisseur", "Il tisse.")),
        _lecture(esco.LABEL, "esco", "v1.0", table("en", "old weaver", "Wove.")),
        _lecture(esco.LABEL, "esco", "v1.1", table("en", "weaver", "Weaves.")),
    ]
    view = view_of(graphs_of(("2025-10", _fiche()), others=editions))
    said = [(o.value, o.language) for s, _, o in view if s.value == iri and isinstance(o, Literal)]
    assert sorted(said) == [
        ("Il tisse.", "fr"), ("Weaves.", "en"), ("tisseur", "fr"), ("weaver", "en")
    ]  # fmt: skip


def test_other_names_of_another_source_are_lost_whole_where_the_fiche_says_its_own() -> None:
    """The fiche's own appellations are a field, which it wins with all its parts."""
    named = MetierNomme("MET.9001", "t", Paire("x", "y"), (Appellation("Peigneur/euse"),))
    unsaid = MetierNomme("MET.7777", "t", Paire("x", "y"), (Appellation("Peigneur/euse"),))
    formation = Formation("FOR.1", "x", TypeFormation(None, None, None), debouches=(named, unsaid))
    export = _lecture(formations_xml.LABEL, "onisep-formations", "1", (formation,))
    graphs = graphs_of(("2025-10", _fiche()), others=[export])
    view = view_of(graphs)
    lost = iris.appellation("MET.9001", "Peigneur/euse")
    kept = iris.appellation("MET.7777", "Peigneur/euse")
    assert [s for s, _, _ in union_of(graphs) if s == lost]
    assert not [triple for triple in view if lost in triple]
    assert {p for s, p, _ in view if s == kept} >= {TYPE, PREF_LABEL}
    assert [triple for triple in view if triple[2] == kept]


def test_a_code_is_the_label_of_what_no_graph_names() -> None:
    fiche = replace(_fiche(), associes=(MetierCite("MET.9", None),), codes_rome=("A1101",))
    named = replace(_fiche(), id="MET.9002", associes=(MetierCite("MET.9", "luthier"),))
    metier, code = iris.metier("MET.9"), iris.rome_v3("A1101")
    alone = _nameless(("2024-06", fiche))
    assert (alone[metier], alone[code]) == ("MET.9", "A1101")
    both = _nameless(("2024-06", fiche), ("2024-06", named))
    assert metier not in both
    assert iris.metier(fiche.id) not in both


def _nameless(*fiches: tuple[str, Fiche]) -> dict[NamedNode, str]:
    graphs = graphs_of(*fiches)
    view = View([graph for graph in graphs if graph.fiche])
    for graph in graphs:
        wins = view.win_test(graph)
        assert [wins(*triple) for triple in graph.shared_triples()]
    assert list(view.contested_triples())
    return {thing: label.value for thing, _, label in view.nameless_triples()}
