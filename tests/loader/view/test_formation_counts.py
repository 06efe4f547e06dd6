"""Which formations are only named: the count of the corpus is that of the graph."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from loader.corpus.corpus import SourceFile
from loader.corpus.formats import FORMATS
from loader.editions.editions import Edition
from loader.records import FormationCitee
from loader.records.formations import Certification, Formation, FormationReliee, TypeFormation
from loader.release.manifest_counts import LISTS
from loader.sources import formations_xml, table_passage
from loader.view.formation_counts import named_formations, undescribed_formations
from queries import find
from tests.loader.command import Metiers
from tests.loader.corpora import FICHIER, corpus_of, fiche_of
from tests.loader.sheets import FULL


def _lecture(taken_for: str, source: str, *records: object) -> SourceFile:
    format_ = next(each for each in FORMATS if each.label == taken_for)
    return SourceFile(format_, Edition(source, "1"), FICHIER, records)


def test_a_formation_is_described_by_the_export_or_by_the_table() -> None:
    cited = tuple(FormationCitee(f"FOR.{n}", "x") for n in (1, 2, 3))
    formation = Formation("FOR.1", "x", TypeFormation(None, None, None))
    related = Certification("1", "x", formation=FormationReliee("FOR.2", "x"))
    alone = Certification("2", "x")
    corpus = corpus_of(
        ("2025-10", replace(fiche_of(FULL), formations=cited)),
        others=[
            _lecture(formations_xml.LABEL, "onisep-formations", formation),
            _lecture(table_passage.LABEL, "onisep-table-passage", related, alone),
        ],
    )
    assert named_formations(corpus) == {"FOR.1", "FOR.2", "FOR.3"}
    assert undescribed_formations(corpus) == {"FOR.3"}


def test_a_list_is_a_query() -> None:
    for query in LISTS.values():
        assert find(query).title


@pytest.fixture
def current(metiers: Metiers, seeds: Path) -> Path:
    metiers("build", seeds, "--skip-shacl")
    return metiers.home / "current"


def test_check_and_the_manifest_count_what_the_query_lists(
    metiers: Metiers, seeds: Path, current: Path
) -> None:
    found = Store.read_only(str(current / "store")).query(
        find(LISTS["formations_undescribed"]).text
    )
    assert isinstance(found, QuerySolutions)
    listed = len(list(found))
    assert f'"formations_undescribed": {listed},' in (current / "manifest.json").read_text("utf-8")
    lines = metiers("check", seeds).out.splitlines()
    (counted,) = [line for line in lines if "formations sans description" in line]
    assert f" {listed} " in counted
    assert lines[-1].endswith("queries/api/formations_sans_description.rq")
