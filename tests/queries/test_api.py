"""What the parameterised queries answer on the small release."""

import pyoxigraph as ox

from ontology import base
from queries import find
from server.engine import Row
from server.engine.embedded import EmbeddedEngine


def ask(store: ox.Store, name: str, **terms: ox.NamedNode | ox.Literal) -> list[Row]:
    return EmbeddedEngine(store).select(find(f"api/{name}"), **terms)


def thing(path: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base()}id/{path}")


def test_the_codes_v4_behind_a_metier(store: ox.Store) -> None:
    rows = ask(store, "metier_rome_v4", metier=thing("metier/MET.797"))
    assert [(row.text("notation"), row.text("libelle"), row.text("nom")) for row in rows] == [
        ("M1605", "Secrétaire technique", "Assistant / Assistante d'agence"),
        ("M1607", "Secrétaire", "Secrétaire d'agence"),
    ]
    assert all(row.iri("codeV4").startswith(f"{base()}id/rome/v4/") for row in rows)


def test_a_metier_under_a_domain_has_none(store: ox.Store) -> None:
    assert ask(store, "metier_rome_v4", metier=thing("metier/MET.3")) == []
    assert ask(store, "metier_esco", metier=thing("metier/MET.3")) == []


def test_the_relation_to_esco_reads_from_the_appellation(store: ox.Store) -> None:
    rows = ask(store, "metier_esco", metier=thing("metier/MET.797"))
    assert [(row.text("nom"), row.iri("relation").partition("#")[2]) for row in rows] == [
        ("Assistant / Assistante d'agence", "broadMatch"),
        ("Secrétaire d'agence", "exactMatch"),
    ]
    assert {row.text("libelle") for row in rows} == {"secrétaire d'agence/secrétaire d'agence"}


def test_the_example_names_the_professions_of_esco(store: ox.Store) -> None:
    rows = EmbeddedEngine(store).select(
        find("api/metier_rome_v4_esco"), metier=thing("metier/MET.797")
    )
    names = {row.text("libelle") for row in rows if row.optional_iri("profession")}
    assert names == {"secrétaire d'agence/secrétaire d'agence"}


def test_the_metiers_behind_a_code_v4(store: ox.Store) -> None:
    rows = ask(store, "rome_v4_metiers", code=thing("rome/v4/M1607"))
    assert [(row.iri("metier"), row.count("appellations")) for row in rows] == [
        (thing("metier/MET.797").value, 1)
    ]


def test_the_metiers_of_a_code_v3(store: ox.Store) -> None:
    rows = ask(store, "rome_v3_metiers", code=thing("rome/v3/H2206"))
    assert {(row.iri("metier"), row.text("nom")) for row in rows} == {
        (thing("metier/MET.2").value, "menuisier/ière bois"),
        (thing("metier/MET.5").value, "MET.5"),
    }


def test_a_code_is_two_things(store: ox.Store) -> None:
    rows = ask(store, "code_metiers", notation=ox.Literal("M1605"))
    assert [(row.iri("code"), row.text("libelle"), row.iri("metier")) for row in rows] == [
        (thing(f"rome/{version}/M1605").value, label, thing("metier/MET.797").value)
        for version, label in (
            ("v3", "Assistanat technique et administratif"),
            ("v4", "Secrétaire technique"),
        )
    ]


def test_a_code_without_metier_is_found_all_the_same(store: ox.Store) -> None:
    rows = ask(store, "code_metiers", notation=ox.Literal("M16"))
    assert [(row.iri("code"), row.text("nom")) for row in rows] == [
        (thing("rome/v3/M16").value, "comptable"),
        (thing("rome/v4/M16").value, ""),
    ]
    assert ask(store, "code_metiers", notation=ox.Literal("101")) == [], "no appellation is a code"


def test_associated_metiers_both_ways(store: ox.Store) -> None:
    found = {
        name: [
            (row.iri("associe"), row.text("aller"), row.text("retour"))
            for row in ask(store, "metier_associes", metier=thing(f"metier/{name}"))
        ]
        for name in ("MET.3", "MET.4")
    }
    assert found == {
        "MET.3": [(thing("metier/MET.4").value, "true", "false")],
        "MET.4": [(thing("metier/MET.3").value, "false", "true")],
    }
