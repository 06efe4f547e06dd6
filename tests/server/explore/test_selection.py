from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from server.explore.facet_data import FacetData, FacetedMetier
from server.explore.selection import Selection, read_selection
from tests.server.explore.choices import drawn


def read(facts: FacetData[FacetedMetier], address: str) -> Selection:
    return read_selection(facts.facets, MultiDict(parse_qsl(urlsplit(address).query))).choice


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("", "/explorer"),
        ("tri=nom&page=1&niveau=", "/explorer"),
        ("interet=j-aime-bouger&niveau=bac-2", "/explorer?niveau=bac-2&interet=j-aime-bouger"),
        ("statut=salarie&statut=artisan&statut=salarie", "/explorer?statut=artisan&statut=salarie"),
        ("page=2&tri=-salaire&rome=M", "/explorer?rome=M&tri=-salaire&page=2"),
        ("lang=en&rome=H&x=y", "/explorer?rome=H"),
        ("tous=statut&statut=salarie", "/explorer?statut=salarie&tous=statut"),
        ("tous=interet&statut=salarie", "/explorer?statut=salarie"),
    ],
)
def test_what_is_chosen_alike_has_one_address(
    small_facts: FacetData[FacetedMetier], asked: str, address: str
) -> None:
    assert read(small_facts, f"/explorer?{asked}").address() == address


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_address_says_the_choice(
    data: st.DataObject, seeds_facts: FacetData[FacetedMetier]
) -> None:
    choice = data.draw(drawn(seeds_facts))
    assert read(seeds_facts, choice.address()) == choice


@pytest.mark.parametrize(
    ("asked", "senseless"),
    [
        ("niveau=zz&niveau=bac-2&niveau=zz", [("niveau", "zz")]),
        ("niveau=BAC-2", [("niveau", "BAC-2")]),
        ("rome=M1605", [("rome", "M1605")]),
        ("tri=prix", [("tri", "prix")]),
        ("page=-1", [("page", "-1")]),
        ("page=0", [("page", "0")]),
        ("page=%D9%A1", [("page", "١")]),
        ("page=9999999", [("page", "9999999")]),
        ("salaire=1900", [("salaire", "1900")]),
        ("tous=niveau&tous=x&tous=statut", [("tous", "niveau"), ("tous", "x")]),
    ],
)
def test_what_makes_no_sense_is_told(
    small_facts: FacetData[FacetedMetier], asked: str, senseless: list[tuple[str, str]]
) -> None:
    read = read_selection(small_facts.facets, MultiDict(parse_qsl(asked)))
    assert read.senseless == senseless
    assert read.choice.page == 1


def test_a_value_or_a_facet_is_taken_back(small_facts: FacetData[FacetedMetier]) -> None:
    choice = read(small_facts, "/explorer?niveau=bac-2&statut=artisan&statut=salarie&page=3")
    artisan = choice.values["statut"][0]
    assert (
        choice.without_value("statut", artisan).address() == "/explorer?niveau=bac-2&statut=salarie"
    )
    assert choice.without_facets(["statut"]).address() == "/explorer?niveau=bac-2"
    assert choice.without_facets(["statut", "niveau"]).address() == "/explorer"
    assert choice.with_sort("niveau").pairs()[-1] == ("tri", "niveau")
