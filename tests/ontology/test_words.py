import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.words import stem, telling, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Infirmier/ère", ["infirmier"]),
        ("développeur/se web", ["developpeur", "web"]),
        ("chef/fe de l'Élysée", ["chef", "de", "l", "elysee"]),
        ("Accompagnateur(trice), contremaître(sse)", ["accompagnateur", "contremaitre"]),
        ("préfet/ète", ["prefet"]),
        ("boulanger/ère-pâtissier/ière", ["boulanger", "patissier"]),
        ("CAO/DAO et/ou papier/carton", ["cao", "dao", "et", "ou", "papier", "carton"]),
        ("Infirmier / Infirmière (scolaire)", ["infirmier", "infirmiere", "scolaire"]),
        ("MET.797", ["met", "797"]),
        ("Œnologue\u00a0!", ["oenologue"]),
        ("", []),
        ("?! _ ()", []),
    ],
)
def test_words_are_folded_and_an_ending_of_the_feminine_is_none(
    text: str, found: list[str]
) -> None:
    assert tokens(text) == found


def test_articles_and_the_like_tell_nothing_unless_alone() -> None:
    assert telling(tokens("les métiers de l'eau")) == ["eau"]
    assert telling(tokens("métier")) == ["metier"]
    assert telling([]) == []


@pytest.mark.parametrize(
    "forms",
    [
        "infirmier infirmiers infirmiere infirmieres",
        "developpeur developpeuse developpeuses",
        "directeur directrice directrices",
        "acteur actrice",
        "boulanger boulangere",
        "gardien gardienne gardiennes",
        "sportif sportive",
        "chef cheffe cheffes",
        "agent agente agents",
        "juge juges",
        "general generale generaux",
        "employe employee employees",
        "eau eaux",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["pme", "bts", "cap", "m1605", "3e", "", "s"])
def test_short_words_and_codes_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


@given(text=st.text(max_size=60))
def test_any_text_has_words_that_stay_the_same(text: str) -> None:
    found = tokens(text)
    assert tokens(" ".join(found)) == found
    assert set(telling(found)) <= set(found)
    assert all(stem(word) for word in found)
