import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from server.browse.name_lookup import NamedThing
from server.releases.current import CurrentRelease
from server.selection.address import (
    MOST,
    AddressedSelection,
    KeptSelection,
    KeptThing,
    read_selected,
    thing_called,
)


def read(app: Flask, *pairs: tuple[str, str]) -> AddressedSelection:
    current: CurrentRelease = app.extensions["current_release"]
    with app.test_request_context("/selection"):
        return read_selected(current.get().engine, MultiDict(pairs))


def things(ids: str) -> KeptSelection:
    """Return a selection of made up things: « m1 m2 f1 »."""
    return KeptSelection(tuple(thing(each) for each in ids.split()))


def thing(id_: str) -> KeptThing:
    return KeptThing(id_[0], NamedThing(f"x/{id_}", 1, id_, id_, "", 0))


def ids(kept: KeptSelection) -> str:
    return " ".join(each.id for each in kept.things)


def test_an_address_is_read_in_its_order_métiers_first(app: Flask) -> None:
    kept = read(app, ("f", "FOR.270"), ("m", "MET.3"), ("m", "MET.797"), ("x", "y")).kept
    assert kept.address() == "/selection?m=MET.3&m=MET.797&f=FOR.270"
    assert [each.label for each in kept.metiers] == ["comptable", "assistant/e de gestion"]
    assert [each.label for each in kept.formations] == ["BTS de gestion"]


def test_an_address_that_it_makes_is_read_as_it_was(app: Flask) -> None:
    kept = read(app, ("m", "MET.3"), ("f", "FOR.270")).kept
    assert read(app, *kept.pairs()) == AddressedSelection(kept, [])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("m", "x", "ce n'est pas l'identifiant d'un métier (MET.797)"),
        ("m", "FOR.270", "ce n'est pas l'identifiant d'un métier (MET.797)"),
        ("m", "MET.x", "ce n'est pas l'identifiant d'un métier (MET.797)"),
        ("m", "MET.1'; --", "ce n'est pas l'identifiant d'un métier (MET.797)"),
        ("f", "MET.797", "ce n'est pas l'identifiant d'une formation (FOR.270)"),
        ("m", "MET.99999", "cette release n'en connaît pas"),
        ("f", "FOR.99999", "cette release n'en connaît pas"),
    ],
)
def test_what_names_nothing_is_left_out_with_a_reason(
    app: Flask, name: str, text: str, reason: str
) -> None:
    read_ = read(app, ("m", "MET.3"), (name, text))
    assert read_.left_out == [(text, reason)]
    assert ids(read_.kept) == "MET.3"


def test_a_thing_that_is_named_twice_is_there_once(app: Flask) -> None:
    read_ = read(app, ("m", "MET.3"), ("m", "met.3"), ("m", "MET.797"), ("m", "MET.3"))
    assert (ids(read_.kept), read_.left_out) == ("MET.3 MET.797", [])


def test_no_more_than_forty_are_held_and_the_others_are_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.selection.address.MOST", 2)
    read_ = read(app, ("m", "MET.3"), ("m", "MET.797"), ("m", "MET.2"), ("f", "FOR.270"))
    assert ids(read_.kept) == "MET.3 MET.797"
    assert [text for text, _ in read_.left_out] == ["menuisier/ière bois", "BTS de gestion"]


@pytest.mark.parametrize(
    "text",
    [
        "MET.797", " met.797 ", "https://metiers.example/doc/metier/MET.797?lang=en#formations",
        "https://w3id.org/metiers-graphe/id/metier/MET.797", "/doc/metier/MET.797/",
    ],
)  # fmt: skip
def test_an_address_that_ends_in_an_identifier_names_its_thing(app: Flask, text: str) -> None:
    current: CurrentRelease = app.extensions["current_release"]
    with app.test_request_context("/selection"):
        found = thing_called(current.get().engine, text)
    assert found
    assert found.id == "MET.797"


def test_a_thing_moves_among_those_of_its_kind() -> None:
    kept = things("m1 m2 m3 f1 f2")
    assert ids(kept.moved(thing("m3"), -1)) == "m1 m3 m2 f1 f2"
    assert ids(kept.moved(thing("m1"), 1)) == "m2 m1 m3 f1 f2"
    assert ids(kept.moved(thing("f2"), -1)) == "m1 m2 m3 f2 f1"
    for still, steps in (("m1", -1), ("m3", 1), ("f1", -1)):
        assert kept.moved(thing(still), steps) == kept


def test_a_thing_is_added_once_after_its_kind_and_taken_away() -> None:
    kept = things("m1 f1")
    assert ids(kept.with_thing(thing("m2"))) == "m1 m2 f1"
    assert kept.with_thing(thing("f1")) == kept
    assert ids(kept.without(thing("m1"))) == "f1"
    assert kept.without(thing("m1")).without(thing("f1")).address() == "/selection"
    full = things(" ".join(f"m{n}" for n in range(MOST)))
    assert full.with_thing(thing("m99")) == full
