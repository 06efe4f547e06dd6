from collections.abc import Sequence
from pathlib import Path

import pytest

from server.codes.code_table import CodeTable
from server.codes.resolution import CodeCell, ColumnResolution, resolve_codes

V3, V4 = "Assistanat technique et administratif", "Secrétaire technique"


@pytest.fixture(scope="module")
def table(home: Path) -> CodeTable:
    return CodeTable(home / "current")


def resolve(table: CodeTable, *cells: str | tuple[str, str], scheme: str = "") -> ColumnResolution:
    pairs = [CodeCell(cell) if isinstance(cell, str) else CodeCell(*cell) for cell in cells]
    return resolve_codes(table, pairs, scheme)


def paths(found: ColumnResolution) -> Sequence[Sequence[str]]:
    return [[some.iri.partition("/id/")[2] or some.iri for some in each.meanings]
            for each in found.cells]  # fmt: skip


def test_a_code_of_the_rome_alone_never_tells_its_edition(table: CodeTable) -> None:
    found = resolve(table, "M1605")
    assert [each.status for each in found.cells] == ["ambiguous"]
    assert paths(found) == [["rome/v3/M1605", "rome/v4/M1605"]]
    assert (found.verdict.scheme, found.verdict.codes) == ("", 1)


@pytest.mark.parametrize(
    ("label", "path", "settled_by"),
    [
        (V3, "rome/v3/M1605", "label"),
        (V4, "rome/v4/M1605", "label"),
        ("ASSISTANAT  technique et administratif", "rome/v3/M1605", "label"),
        ("Secrétaire d'agence", "rome/v3/M1605", "appellation"),
    ],
)
def test_its_label_does(table: CodeTable, label: str, path: str, settled_by: str) -> None:
    found = resolve(table, ("M1605", label))
    assert paths(found) == [[path]]
    assert found.cells[0].settled_by == settled_by


def test_a_job_title_that_both_editions_have_under_the_code_does_not(table: CodeTable) -> None:
    found = resolve(table, ("M1605", "Assistante d'agence"))
    assert found.cells[0].status == "ambiguous"


def test_the_labels_of_a_column_settle_the_codes_without(table: CodeTable) -> None:
    column = [("M1605", V3), ("M16", "Secrétariat et assistance"), ("M", "Support à l'entreprise")]
    found = resolve(table, *column, ("M1605", "autre chose"))
    assert [each.settled_by for each in found.cells] == ["label", "label", "label", "column"]
    assert paths(found)[-1] == ["rome/v3/M1605"]
    verdict = found.verdict
    assert (verdict.scheme, verdict.agreeing, verdict.codes, verdict.by_label) == (
        "rome-v3", 3, 3, 3,
    )  # fmt: skip


def test_the_labels_of_two_editions_settle_no_others(table: CodeTable) -> None:
    column = [("M1605", V4), ("M16", "Secrétariat et assistance"), ("M", "Support à l'entreprise")]
    assert resolve(table, *column, ("M1605", "x")).cells[-1].status == "ambiguous"


def test_codes_that_only_one_scheme_has_settle_the_others(table: CodeTable) -> None:
    found = resolve(table, "C4120", "4120", " 4120 ", "C 4120")
    assert {each.status for each in found.cells} == {"resolved"}
    assert found.verdict.scheme == "isco-08"


def test_a_scheme_that_is_said_leaves_no_doubt(table: CodeTable) -> None:
    assert paths(resolve(table, "M1605", scheme="rome-v4")) == [["rome/v4/M1605"]]
    assert paths(resolve(table, "797", scheme="met")) == [["metier/MET.797"]]
    assert [each.status for each in resolve(table, "797").cells] == ["unknown"]


def test_what_is_no_code_is_told_apart_from_what_is_not_known(table: CodeTable) -> None:
    found = resolve(table, "K1401Conception", "K1401", " ", "x" * 300)
    assert [each.status for each in found.cells] == ["malformed", "unknown", "empty", "malformed"]
    assert found.cells[0].within == "K1401"
    assert found.verdict.statuses == {"malformed": 2, "unknown": 1}


@pytest.mark.parametrize(
    ("code", "metiers"),
    [
        ("MET.797", ["MET.797"]),
        ("FOR.270", ["MET.3", "MET.5", "MET.797"]),
        ("101", ["MET.797"]),
        ("C4120", ["MET.797"]),
        ("aaaaaaaa-0000-4000-8000-000000000001", ["MET.797"]),
        ("L0Z60", ["MET.2", "MET.5", "MET.797"]),
        ("RNCP99999", ["MET.3", "MET.5", "MET.797"]),
        ("T", ["MET.3", "MET.5", "MET.797"]),
    ],
)
def test_metiers_stand_behind_a_code(table: CodeTable, code: str, metiers: list[str]) -> None:
    (each,) = resolve(table, code).cells
    (meaning,) = each.meanings
    assert sorted(meaning.metiers) == metiers


def test_what_is_behind_a_code_is_said_with_the_way_and_who_says_it(table: CodeTable) -> None:
    found = resolve(table, ("M1605", V4))
    (meaning,) = found.cells[0].meanings
    assert meaning.steps == "^skos:broader/skos:broader/^mg:romeV3"
    assert (meaning.relation, list(meaning.editions)) == ("skos:notation", ["rome-v4/v460"])
    metier = found.metiers["MET.797"]
    assert (metier.label, metier.niveau) == ("assistant/e de gestion", "bac + 2")
    assert metier.rncp == ["RNCP99999"]


def test_one_that_is_no_longer_in_the_newest_edition_is_told(table: CodeTable) -> None:
    (each,) = resolve(table, "M1607").cells
    assert each.meanings[0].is_deprecated
