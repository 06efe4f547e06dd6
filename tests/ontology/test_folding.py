import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.folding import fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élevage", "elevage"),
        ("chef/fe de chœur", "chef/fe de choeur"),
        ("Œnologue, ex æquo", "oenologue, ex aequo"),
        ("bac\u00a0+\u202f2", "bac + 2"),
        ("e\u0301le\u0300ve", "eleve"),
        ("poly\u00advalence", "polyvalence"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("bac + 2", "bac-2"),
        ("Bac+2", "bac-2"),
        ("3E", "3e"),
        ("CAP ou équivalent + 1 an", "cap-ou-equivalent-1-an"),
        ("TV, ciné, radios : ces univers me fascinent", "tv-cine-radios-ces-univers-me-fascinent"),
        ("Bâtiment et travaux publics (BTP)", "batiment-et-travaux-publics-btp"),
        ("main-d'œuvre", "main-d-oeuvre"),
        ("« … »", ""),
    ],
)
def test_slug(label: str, expected: str) -> None:
    assert slug(label) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_a_slug_is_safe_in_an_iri(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


@given(st.text())
def test_a_slug_depends_on_the_folding_alone(text: str) -> None:
    assert slug(fold(text)) == slug(text)
