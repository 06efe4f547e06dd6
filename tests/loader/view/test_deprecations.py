"""What the newest edition of the ROME no longer names stays, and is said to be deprecated."""

from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import Corpus, SourceFile
from loader.corpus.formats import FORMATS
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.graphs import named_graphs
from loader.model.rdf_terms import PREF_LABEL, term
from loader.records import CodeRome
from loader.records.rome import TableRome
from loader.sources import rome_tables, rome_v3_tree
from loader.view.deprecations import deprecation_triples
from tests.loader import rome
from tests.loader.corpora import FICHIER, corpus_of, fiche_of, union_of, view_of
from tests.loader.sheets import FULL

DEPRECATED, ABSENT_DE = term("owl:deprecated"), term("mg:absentDe")


def _lecture(source: str, edition: str, record: object, taken_for: str) -> SourceFile:
    format_ = next(each for each in FORMATS if each.label == taken_for)
    return SourceFile(format_, Edition(source, edition), FICHIER, record)


def _tables(source: str, edition: str, tables: Sequence[TableRome]) -> list[SourceFile]:
    return [_lecture(source, edition, table, rome_tables.LABEL) for table in tables]


def _without(text: str, row: str) -> str:
    """Return a table without the rows that begin so."""
    return "".join(line for line in text.splitlines(True) if not line.startswith(row))


def _corpus(*lectures: SourceFile) -> Corpus:
    return corpus_of(("2025-10", fiche_of(FULL)), others=lectures)


def _vanished(*lectures: SourceFile) -> dict[str, str]:
    """Return the edition that no longer has each thing, both by the end of their IRIs."""
    triples = list(deprecation_triples(_corpus(*lectures)))
    gone = [str(s) for s, p, o in triples if p == DEPRECATED and o == Literal(True)]
    absent = {s.value: o for s, p, o in triples if p == ABSENT_DE}
    assert [f"<{iri}>" for iri in absent] == gone == list(dict.fromkeys(gone))
    return {
        iri.rpartition("rome/")[2]: edition.value.rpartition("source/")[2]
        for iri, edition in absent.items()
        if isinstance(edition, NamedNode)
    }


OLD = _tables("rome-v4", "v458", rome.tables(rome.V4))


@pytest.mark.parametrize(
    ("text", "row", "gone"),
    [
        (rome.APPELLATIONS, '"102"', "appellation/102"),
        (rome.COMPETENCES, '"201"', "competence/201"),
        (rome.SAVOIRS, '"302"', ""),
    ],
)
def test_what_the_newest_list_lacks_is_gone(text: str, row: str, gone: str) -> None:
    new = rome.tables([_without(each, row) if each == text else each for each in rome.V4])
    if gone.startswith("competence"):
        new = [each for each in new if each.table != "referentiel_macro_competence_riasec"]
    found = _vanished(*OLD, *_tables("rome-v4", "v460", new))
    assert found == ({gone: "rome-v4/v460"} if gone else {})


def test_a_code_is_gone_when_no_table_of_the_newest_edition_names_it() -> None:
    codes = _without(rome.CODES, '"A1102"')
    named = rome.tables([codes, rome.APPELLATIONS])
    assert _vanished(*OLD, *_tables("rome-v4", "v460", named)) == {}
    unnamed = rome.tables([codes, _without(rome.APPELLATIONS, '"102"')])
    assert _vanished(*OLD, *_tables("rome-v4", "v460", unnamed)) == {
        "appellation/102": "rome-v4/v460",
        "v4/A1102": "rome-v4/v460",
    }


def test_a_table_that_is_not_there_makes_nothing_vanish() -> None:
    assert _vanished(*OLD, *_tables("rome-v4", "v460", rome.tables([rome.TEXTES]))) == {}


def test_one_edition_and_two_romes_have_nothing_to_compare() -> None:
    assert _vanished(*OLD) == {}
    assert _vanished(*OLD, *_tables("rome-v3", "v999", rome.tables(rome.V3))) == {}


def test_what_came_back_is_not_gone() -> None:
    less = rome.tables([_without(rome.APPELLATIONS, '"102"')])
    newest = _tables("rome-v4", "v462", rome.tables([rome.APPELLATIONS]))
    assert _vanished(*OLD, *_tables("rome-v4", "v460", less), *newest) == {}


def test_the_tree_of_the_v3_is_an_edition_too() -> None:
    tree = tuple(CodeRome(code, "x", None) for code in ("A", "A11", "A1101", "B", "B12", "B1234"))
    older = _lecture("rome-v3", "v344", tree, rome_v3_tree.LABEL)
    newer = _tables("rome-v3", "v347", rome.tables(rome.V3))
    gone = dict.fromkeys(("v3/B", "v3/B12", "v3/B1234"), "rome-v3/v347")
    assert _vanished(older, *newer) == gone


def test_what_vanished_is_in_the_view_and_says_so_in_a_graph_of_its_own() -> None:
    new = rome.tables([_without(rome.APPELLATIONS, '"102"')])
    graphs = list(named_graphs(_corpus(*OLD, *_tables("rome-v4", "v460", new))))
    view, gone = set(view_of(graphs)), iris.appellation_rome("102")
    assert {p for s, p, _ in view if s == gone} >= {DEPRECATED, ABSENT_DE, PREF_LABEL}
    (own,) = [graph for graph in graphs if graph.name == iris.own_graph("editions")]
    assert {s for s, _, _ in own.shared_triples()} == {gone}
    assert view <= union_of(graphs)
    without = [graph.name for graph in named_graphs(_corpus(*OLD))]
    assert iris.own_graph("editions") not in without
