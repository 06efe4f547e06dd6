import pyoxigraph as ox
import pytest

from ontology import base
from server.engine import Row, Term
from server.explore.facet_values import (
    ValueNames,
    bit_positions,
    concept_values,
    formation_type_values,
    read_value_names,
    rome_values,
    salary_band_values,
)
from server.explore.salary_bands import BANDS

MG = f"{base()}ontology#"
PLACES = {"m:0": 0, "m:1": 1, "m:2": 2}


def thing(path: str) -> ox.NamedNode:
    return ox.NamedNode(path if "://" in path else f"{base()}id/{path}")


def row(**terms: Term | str | None) -> Row:
    """Return a solution; texts are literals."""
    return Row(
        {
            name: ox.Literal(term) if isinstance(term, str) else term
            for name, term in terms.items()
            if term is not None
        }
    )


def link(name: str, value: Term, metiers: str) -> Row:
    return row(lien=ox.NamedNode(MG + name), valeur=value, metiers=metiers)


def test_levels_stand_by_rank_and_the_others_by_name() -> None:
    named = {
        thing("niveau/b").value: ValueNames({"fr": "b"}, 10),
        thing("niveau/a").value: ValueNames({"fr": "a"}, 20),
        thing("interet/e").value: ValueNames({"fr": "été"}),
    }
    rows = [link("niveauAcces", thing(f"niveau/{n}"), "m:0 m:2") for n in ("autre", "a", "b")]
    rows += [link("centreInteret", thing(f"interet/{n}"), "m:1") for n in ("f", "e")]
    found = concept_values(rows, named, PLACES)
    assert [value.slug for value in found["niveau"]] == ["b", "a", "autre"]
    assert [value.slug for value in found["interet"]] == ["e", "f"]
    assert found["niveau"][0].bits == 0b101
    assert found["niveau"][0].rows == ((thing("niveau/b"),),)


@pytest.mark.parametrize(
    "strange",
    [
        link("statut", thing("statut/x"), "m:9 m:8"),
        link("statut", thing("http://example.org/id/statut/x"), "m:0"),
        link("statut", ox.Literal("salarié"), "m:0"),
    ],
)
def test_what_cannot_be_chosen_is_left_out(strange: Row) -> None:
    assert concept_values([strange], {}, PLACES) == {}


def test_the_rome_is_a_tree() -> None:
    named = read_value_names(
        [
            row(valeur=thing("rome/v3/M"), nom="Support", langue="fr"),
            row(valeur=thing("rome/v3/M16"), nom="Bureau", dessus=thing("rome/v3/M")),
            row(valeur=thing("rome/v3/M17"), nom="Autre", dessus=thing("rome/v3/M")),
        ]
    )
    codes = [
        row(code=thing("rome/v3/M1605"), dessus=thing("rome/v3/M16"), metiers="m:0"),
        row(code=thing("rome/v3/M17"), dessus=thing("rome/v3/M"), metiers="m:1 m:0"),
        row(code=thing("rome/v3/Z9999"), metiers="m:2"),
    ]
    (root,) = rome_values(codes, named, PLACES)
    assert (root.slug, root.bits) == ("M", 0b011)
    assert [(value.slug, value.bits) for value in root.below] == [("M16", 0b001), ("M17", 0b011)]


def test_a_tree_that_bites_its_tail_ends() -> None:
    named = read_value_names(
        [
            row(valeur=thing("rome/v3/A"), dessus=thing("rome/v3/B")),
            row(valeur=thing("rome/v3/B"), dessus=thing("rome/v3/A")),
        ]
    )
    assert rome_values([row(code=thing("rome/v3/A"), metiers="m:0")], named, PLACES) == []


def test_kinds_that_make_one_address_are_one() -> None:
    rows = [
        row(type="C.A.P.", metiers="m:0 m:0"),
        row(type="c a p", metiers="m:1"),
        row(type="???", metiers="m:2"),
        row(type="brevet", sigle="B", metiers="m:2"),
        row(type="diplôme", sigle="diplôme long", metiers="m:2"),
    ]
    found = formation_type_values(rows, PLACES)
    assert [(value.slug, value.bits, value.code) for value in found] == [
        ("brevet", 0b100, "B"), ("c-a-p", 0b011, ""), ("diplome", 0b100, ""),
    ]  # fmt: skip
    assert found[1].rows == ((ox.Literal("C.A.P."),), (ox.Literal("c a p"),))


@pytest.mark.parametrize(
    ("salaire", "slug"),
    [
        (None, "non-dit"), (0.0, "moins-de-1900"), (1899.99, "moins-de-1900"),
        (1900.0, "1900-a-2200"), (2999.0, "2500-a-3000"), (3500.0, "3500-et-plus"),
        (90000.0, "3500-et-plus"),
    ],
)  # fmt: skip
def test_a_pay_is_in_one_band(salaire: float | None, slug: str) -> None:
    assert [band.slug for band in BANDS if band.holds(salaire)] == [slug]


def test_there_are_no_bands_where_no_pay_is_said() -> None:
    assert salary_band_values([None, None]) == []
    assert [value.slug for value in salary_band_values([None, 2000.0])] == [
        "1900-a-2200",
        "non-dit",
    ]


def test_places_are_those_of_the_bits() -> None:
    assert list(bit_positions(0b101001)) == [0, 3, 5]
    assert list(bit_positions(0)) == []
