import pytest

from server.search.identifiers import find_identifiers


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("fiche ROME K1302 assistance", ("K1302",)),
        ("voir MET.171 et for 270", ("MET.171", "for 270")),
        ("titre enregistré RNCP38363", ("RNCP38363",)),
        ("https://www.onisep.fr/http/redirection/metier/slug/MET.797", ("MET.797",)),
        ("métier du bois", ()),
        ("CACES R489 1B", ()),
    ],
)
def test_codes_are_found_wherever_they_stand(text: str, codes: tuple[str, ...]) -> None:
    assert find_identifiers(text).codes == codes


def test_a_code_alone_is_a_name_like_others() -> None:
    found = find_identifiers(" M1605 ")
    assert (found.codes, found.is_code) == ((), True)


def test_an_address_says_the_name_at_its_end() -> None:
    found = find_identifiers("https://www.onisep.fr/metiers/sage-femme?x=1")
    assert found.text == "sage femme"
