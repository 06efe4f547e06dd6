from pathlib import Path

import pytest

from ontology import base
from server.browse.metier import MetierPage, read_metier
from server.engine.embedded import EmbeddedEngine
from server.releases.release import open_release


@pytest.fixture(scope="module")
def metier(home: Path) -> MetierPage:
    engine = open_release((home / "current").resolve()).engine
    return read_metier(engine, f"{base()}id/metier/MET.797")


def test_all_that_the_page_asks_is_answered_in_the_release(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_release((home / "current").resolve()).engine

    def unexpected(*_: object) -> None:
        raise AssertionError("a query is evaluated")

    monkeypatch.setattr(EmbeddedEngine, "_evaluated", unexpected)
    for id_ in ("MET.797", "MET.3", "MET.5"):
        assert read_metier(engine, f"{base()}id/metier/{id_}").notation == id_


def test_the_names(metier: MetierPage) -> None:
    assert metier.title == "assistant/e de gestion"
    assert metier.forms == ("assistante de gestion", "assistant de gestion")
    assert [other.label for other in metier.appellations] == ["secrétaire comptable"]
    assert metier.appellations[0].forms == ("secrétaire comptable",)


def test_the_facts_are_those_of_the_view(metier: MetierPage) -> None:
    assert [link.label for link in metier.links["niveau"]] == ["bac + 2"]
    assert [rome.notation for rome in metier.rome] == ["M1605"]
    assert metier.rome[0].above is not None
    assert metier.rome[0].above.label == "Secrétariat et assistance"
    assert metier.salaire is not None
    assert metier.salaire.stade == "débutant"


def test_lists_keep_the_order_of_the_sheet(metier: MetierPage) -> None:
    found = [
        (one.label, one.anchor)
        for level in metier.formations
        for kind in level.kinds
        for one in kind.formations
    ]
    assert found == [("BTS de gestion", "formations-2"), ("bac pro AGOrA", "formations-1")]


def test_formations_are_grouped_by_level_then_kind(metier: MetierPage) -> None:
    assert [(level.name, [kind.name for kind in level.kinds]) for level in metier.formations] == [
        ("bac + 2", ["brevet de technicien supérieur"]),
        ("", [""]),
    ]


def test_near_metiers_say_what_they_share(metier: MetierPage) -> None:
    assert [(near.label, str(near.shared)) for near in metier.near] == [
        ("comptable", "en commun\u00a0: 1 formation, 1 centre d'intérêt")
    ]


def test_lists_that_no_sheet_orders_follow_the_alphabet(metier: MetierPage) -> None:
    labels = [link.label for link in metier.links["interet"]]
    assert labels == ["j'ai le sens du contact", "j'aime bouger"]


def test_sections_come_in_order_with_their_headings(metier: MetierPage) -> None:
    assert [section.anchor for section in metier.sections] == [
        "presentation", "en-bref", "nature-travail", "acces-metier",
    ]  # fmt: skip
    studies = metier.sections[1]
    assert [(passage.headline, passage.depth) for passage in studies.passages] == [
        ("Durée des études", 0),
        ("Après le bac", 1),
    ]


def test_each_source_is_named(metier: MetierPage) -> None:
    found = [(source.edition.publisher, source.edition.name) for source in metier.sources]
    assert found == [
        ("Onisep", "2025-10"),
        ("Onisep", "2024-06"),
    ]
