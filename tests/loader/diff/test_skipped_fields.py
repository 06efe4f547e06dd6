"""What a table that was not published would have said is not told as gone."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from loader.corpus.corpus import SourceFile
from loader.corpus.formats import FORMATS
from loader.diff.changes import Change
from loader.diff.compare import compare
from loader.diff.skipped_fields import AbsentTables, absent_tables, skipped_fields
from loader.editions.editions import Edition
from loader.model import nquads
from loader.records.rome import TableKind, TableRome
from loader.release.edition_entries import edition_entries
from loader.sources import rome_tables
from loader.sources.rome_edition import missing_tables
from server.releases.layout import EditionEntry, Manifest, read_manifest
from tests.loader import rome
from tests.loader.command import Metiers
from tests.loader.corpora import FICHIER, corpus_of, graphs_of, view_of
from tests.loader.diff.everything import Everything

FORMAT = next(each for each in FORMATS if each.label == rome_tables.LABEL)
OTHERS = (rome.CODES_V3, rome.APPELLATIONS_V3, rome.GRANDS_DOMAINES, rome.DOMAINES)
RIASEC_V3 = '"code_rome","riasec_majeur","riasec_mineur"\n"A1101","R","A"\n'
V3 = rome.tables([*OTHERS, rome.TEXTES_V3, RIASEC_V3])
V4 = rome.tables(rome.V4)


def _lectures(source: str, edition: str, tables: list[TableRome]) -> list[SourceFile]:
    return [SourceFile(FORMAT, Edition(source, edition), FICHIER, table) for table in tables]


def _store(lectures: list[SourceFile]) -> Store:
    store = Store()
    graphs = [
        each
        for each in graphs_of(others=lectures)
        if each.edition.source == lectures[0].edition.source
    ]
    text = nquads.encode_lines(nquads.default_graph_lines(view_of(graphs)))
    store.bulk_load(text, RdfFormat.N_QUADS)
    return store


def _manifest(lectures: list[SourceFile]) -> Manifest:
    sources = edition_entries(corpus_of(others=lectures))
    return Manifest("", "", "", sources, {}, {})


def _without(tables: list[TableRome], *left: str) -> list[TableRome]:
    return [each for each in tables if each.table not in left]


def _compared(before: list[SourceFile], after: list[SourceFile]) -> list[Change]:
    absent = absent_tables(_manifest(before), _manifest(after))
    assert absent
    return list(compare(_store(before), _store(after), Everything(), skipped_fields(absent)))


ROMES = {"rome-v3": V3, "rome-v4": V4}


@pytest.mark.parametrize(
    ("source", "left"), [(source, each.table) for source in ROMES for each in ROMES[source]]
)
def test_what_a_table_says_is_left_out_where_it_is_absent(source: str, left: TableKind) -> None:
    tables = ROMES[source]
    all_, some = (_lectures(source, "v1", each) for each in (tables, _without(tables, left)))
    assert _compared(all_, some) == []
    assert _compared(some, all_) == []


def test_the_rest_is_compared() -> None:
    texts = V4[4]
    assert texts.table is TableKind.TEXTES
    other = [
        *_without(V4, TableKind.TEXTES, TableKind.COHERENCE),
        replace(texts, lignes=texts.lignes[:1]),
    ]
    (change,) = _compared(_lectures("rome-v4", "v1", V4), _lectures("rome-v4", "v1", other))
    assert {each.field for each in change.fields} == {"skos:definition", "mg:accesEmploi"}


def test_two_editions_complete_each_other() -> None:
    old = _lectures("rome-v4", "v458", V4)
    new = _lectures("rome-v4", "v460", _without(V4, TableKind.COHERENCE, TableKind.RIASEC))
    tables = (TableKind.RIASEC.value, TableKind.COHERENCE.value)
    assert absent_tables(_manifest(old), _manifest([*old, *new])) == []
    assert absent_tables(_manifest(old), _manifest(new)) == [
        AbsentTables("rome-v4", "v460", tables)
    ]
    assert absent_tables(_manifest(new), _manifest(old)) == [
        AbsentTables("rome-v4", "v460", tables)
    ]
    assert absent_tables(_manifest(new), _manifest(new)) == []


def test_a_release_of_before_claims_nothing() -> None:
    full = _manifest(_lectures("rome-v4", "v458", V4))
    silent = replace(full, sources=tuple(replace(each, absent=None) for each in full.sources))
    assert absent_tables(full, silent) == absent_tables(silent, full) == []


def test_every_table_of_the_model_is_known_to_say_something() -> None:
    for version in (3, 4):
        named = missing_tables([], version)
        assert skipped_fields([AbsentTables(f"rome-v{version}", "v1", (each,)) for each in named])
        for each in named:
            assert skipped_fields([AbsentTables(f"rome-v{version}", "v1", (each,))]), each


def test_the_manifest_says_it_and_the_command_tells_it(
    metiers: Metiers, sheets: Path, tmp_path: Path
) -> None:
    folder = sheets / "rome"
    folder.mkdir()
    for number, text in enumerate(rome.V4):
        (folder / f"{number}_v458.csv").write_text(text, "utf-8")
    metiers("build", sheets, "--skip-shacl")
    for file in sorted(folder.iterdir()):
        text = file.read_text("utf-8")
        file.rename(folder / file.name.replace("458", "460"))
        if text in (rome.COHERENCE, rome.RIASEC_MACRO):
            (folder / file.name.replace("458", "460")).unlink()
    metiers("build", sheets, "--skip-shacl")
    manifest = read_manifest(metiers.home / "current")
    said: dict[str, EditionEntry] = {each.id: each for each in manifest.sources}
    assert said["onisep-metiers"].absent is None
    assert said["rome-v4"].absent == ("coherence_item", "referentiel_macro_competence_riasec")
    outcome = metiers("diff")
    assert (
        "tables absentes de rome-v4 v460 : coherence_item, referentiel_macro_competence_riasec ;"
        " ce qu'elles disent n'est pas comparé" in outcome.out
    )
    assert "compétence" not in outcome.out
    assert "éditions des sources" in outcome.out
