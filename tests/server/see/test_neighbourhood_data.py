import pyoxigraph as ox
import pytest
from flask import Flask

from ontology import base
from server.browse.concept import Node
from server.engine.embedded import EmbeddedEngine
from server.http.language import speak
from server.see import neighbourhood_data
from server.see.neighbourhood_data import (
    Neighbourhood,
    neighbourhood_path,
    read_neighbourhood,
    read_relation,
)
from server.see.relation_names import NamedRelation
from tests.server.see.conftest import add

ESCO = "http://data.europa.eu/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001"


def thing(path: str) -> str:
    return f"{base()}id/{path}"


def read(app: Flask, engine: EmbeddedEngine, path: str, most: int = 8) -> Neighbourhood:
    with app.test_request_context("/"):
        return read_neighbourhood(engine, thing(path), most)


def labels(shown: Neighbourhood) -> dict[str, list[str]]:
    return {group.key: [node.label for node in group.nodes] for group in shown.groups}


def test_a_metier_has_its_relations_in_their_order(app: Flask, engine: EmbeddedEngine) -> None:
    shown = read(app, engine, "metier/MET.797")
    assert shown.name == "assistant/e de gestion"
    assert labels(shown) == {
        "niveauAcces": ["bac + 2"],
        "formation": ["bac pro AGOrA", "BTS de gestion"],
        "statut": ["indépendant", "salarié"],
        "centreInteret": ["j'ai le sens du contact", "j'aime bouger"],
        "romeV3": ["Assistanat technique et administratif"],
        "autreAppellation": ["secrétaire comptable"],
    }
    assert shown.total == 9
    assert [group.title for group in shown.groups][:2] == [
        "niveau d'accès minimum", "formation recommandée",
    ]  # fmt: skip


def test_relations_are_read_from_both_ends(app: Flask, engine: EmbeddedEngine) -> None:
    assert labels(read(app, engine, "formation/FOR.270"))["formation-de"] == [
        "assistant/e de gestion", "comptable",
    ]  # fmt: skip
    assert labels(read(app, engine, "metier/MET.4")) == {"related": ["comptable"]}
    assert labels(read(app, engine, "metier/MET.3"))["related"] == ["trésorier/ière"]


def test_a_code_says_its_version(app: Flask, engine: EmbeddedEngine) -> None:
    shown = read(app, engine, "rome/appellation/101")
    above = next(group for group in shown.groups if group.key == "broader")
    assert [node.code for node in above.nodes] == ["M1605 (V3)", "M1605 (V4)"]
    assert read(app, engine, "rome/v3/M16").name == "M16 (V3) Secrétariat et assistance"


def test_what_is_left_out_is_counted(app: Flask, more: ox.Store) -> None:
    for number in range(12):
        add(more, f'metier:MET.4 mg:formation for:N.{number} . for:N.{number} a mg:Formation .'
                  f' for:N.{number} skos:prefLabel "F {number:02}"@fr .')  # fmt: skip
    group = read(app, EmbeddedEngine(more), "metier/MET.4").groups[0]
    assert [node.label for node in group.nodes] == [f"F {number:02}" for number in range(8)]
    assert (group.total, group.more) == (12, 4)


def test_one_more_is_shown_rather_than_said(app: Flask, more: ox.Store) -> None:
    for number in range(3):
        add(more, f"metier:MET.4 mg:formation for:N.{number} .")
    group = read(app, EmbeddedEngine(more), "metier/MET.4", 2).groups[0]
    assert (len(group.nodes), group.more) == (3, 0)


def test_a_thing_of_very_many_is_counted_and_sampled(app: Flask, more: ox.Store) -> None:
    lines = [f"metier:MET.{n} mg:statut statut:artisan ." for n in range(1000, 1300)]
    lines += [f"metier:MET.{n} skos:related metier:MET.1000 ." for n in range(1001, 1005)]
    add(more, " ".join(lines))
    shown = read(app, EmbeddedEngine(more), "statut/artisan")
    assert [(group.key, group.total, len(group.nodes)) for group in shown.groups] == [
        ("statut-de", 301, 8)
    ]
    assert (
        shown.groups[0].nodes == read(app, EmbeddedEngine(more), "statut/artisan").groups[0].nodes
    )


def test_both_ways_of_reading_agree(
    app: Flask, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = ("metier/MET.797", "metier/MET.3", "formation/FOR.270", "rome/v4/M1605", "niveau/bac-2")
    found = [read(app, engine, path) for path in paths]
    monkeypatch.setattr(neighbourhood_data, "_MOST", -1)
    assert [read(app, engine, path) for path in paths] == found


def test_one_relation_is_read_at_length(app: Flask, engine: EmbeddedEngine) -> None:
    with app.test_request_context("/"):
        group = read_relation(engine, thing("niveau/bac-2"), NamedRelation("mg:niveauAcces", True))
        mutual = read_relation(engine, thing("metier/MET.4"), NamedRelation("skos:related"))
        none = read_relation(engine, thing("metier/MET.4"), NamedRelation("mg:statut"))
    assert [node.label for node in group.nodes] == ["assistant/e de gestion", "comptable"]
    assert [node.label for node in mutual.nodes] == ["comptable"]
    assert none.nodes == []


def test_a_neighbour_can_be_left_out(app: Flask, engine: EmbeddedEngine) -> None:
    with app.test_request_context("/"):
        shown = read_neighbourhood(engine, thing("niveau/bac-2"), 8, thing("metier/MET.3"))
    group = next(group for group in shown.groups if group.key == "niveauAcces-de")
    assert ([node.label for node in group.nodes], group.total) == (["assistant/e de gestion"], 1)


def test_labels_are_in_the_language_of_the_page(app: Flask, engine: EmbeddedEngine) -> None:
    with app.test_request_context("/"):
        speak("en")
        shown = read_neighbourhood(engine, thing("metier/MET.797"), 8)
    assert labels(shown)["statut"] == ["employee", "self-employed worker"]
    assert labels(shown)["formation"] == ["bac pro AGOrA", "BTS de gestion"]


def test_what_nobody_names_has_an_end_of_address(app: Flask, engine: EmbeddedEngine) -> None:
    assert read(app, engine, "metier/MET.5").node == Node(thing("metier/MET.5"), "MET.5")


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (thing("metier/MET.797"), "/voisinage/metier/MET.797"),
        (ESCO, "/voisinage/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001"),
        (thing("metier/MET.797/appellation/x"), None),
        ("http://data.europa.eu/snb/eqf/5", None),
        ("javascript:alert(1)", None),
        (f"{base()}ontology#formation", None),
    ],
)
def test_what_has_a_page_has_a_picture(iri: str, address: str | None) -> None:
    assert neighbourhood_path(iri) == address
