from collections.abc import Sequence

import pyoxigraph as ox

from ontology import base
from server.browse.fiche_text import FicheSection, read_sections
from server.browse.name_lookup import NamedCode
from server.browse.salaire import Amount, read_salaire
from server.engine import Row, Term

LONG = "Un artiste est payé au cachet, qui dépend de sa notoriété, de la salle et de la saison."
FICHE = f"{base()}id/fiche/MET.7/vie-professionnelle"
RUBRIQUE = f"{base()}id/rubrique/vie-professionnelle"
STADE = f"{base()}id/stade/debutant"
CODES = {
    RUBRIQUE: NamedCode({"fr": "Vie professionnelle", "en": "Working life"}, "", 100),
    STADE: NamedCode({"fr": "débutant", "en": "beginner"}, "", None),
}


def row(number: int, text: str, stade: str = STADE, **terms: str) -> Row:
    texts = {"text": text, **terms}
    iris = {"salaire": f"{base()}id/metier/MET.7/salaire/{number}", "stade": stade}
    return Row(
        {
            **{name: ox.NamedNode(value) for name, value in iris.items()},
            **{name: ox.Literal(value) for name, value in texts.items()},
        }
    )


def sections(*texts: str) -> Sequence[FicheSection]:
    shared: dict[str, Term] = {
        "section": ox.NamedNode(FICHE),
        "rubrique": ox.NamedNode(RUBRIQUE),
    }
    return read_sections(
        [
            Row(
                {
                    **shared,
                    "passage": ox.NamedNode(f"{FICHE}/{n}"),
                    "position": ox.Literal(n),
                    "text": ox.Literal(text),
                }
            )
            for n, text in enumerate(texts, 1)
        ],
        CODES,
    )


def test_without_pay_there_is_nothing_to_say() -> None:
    assert read_salaire([], [], CODES) is None


def test_each_amount_bears_the_condition_that_tells_it_from_the_others() -> None:
    found = read_salaire(
        [
            row(1, "1", minimum="2500", condition="dans un restaurant"),
            row(
                2, "2", minimum="3000", condition="selon la carte. Et bien d'autres choses encore."
            ),
        ],
        sections("1\n2"),
        CODES,
    )
    assert found is not None
    assert [(amount.anchor, amount.label) for amount in found.amounts] == [
        ("salaire-1", "dans un restaurant"),
        ("salaire-2", "selon la carte"),
    ]
    assert (found.stade, found.unsaid, found.is_partial) == ("débutant", [], True)


def test_a_condition_is_cut_only_where_the_whole_can_be_read() -> None:
    text = f"A partir de 1900 euros brut par mois, {LONG * 2}"
    found = read_salaire([row(1, text, minimum="1900", condition=LONG * 2)], sections(text), CODES)
    assert found is not None
    assert (found.amounts[0].label, found.is_partial) == ("", True)
    kept = read_salaire([row(1, "1", minimum="1900", condition=LONG * 2)], [], CODES)
    assert kept is not None
    assert kept.amounts[0].label.startswith("Un artiste")


def test_long_prose_is_read_where_it_stands() -> None:
    found = read_salaire(
        [row(1, LONG), row(2, "Variable"), row(3, LONG + " Etc.")],
        sections("Un début.", f"{LONG}\nVariable\n{LONG} Etc."),
        CODES,
    )
    assert found is not None
    assert found.amounts == [Amount("salaire-2", "Variable", "")]
    assert found.unsaid == ["salaire-1", "salaire-3"]
    assert (found.passage, found.section) == ("vie-professionnelle-2", "Vie professionnelle")


def test_prose_that_stands_nowhere_else_is_shown() -> None:
    found = read_salaire([row(1, LONG)], sections("Autre chose."), CODES)
    assert found is not None
    assert found.amounts == [Amount("salaire-1", LONG, "")]
    assert found.unsaid == []


def test_amounts_of_several_stages_have_none_in_common() -> None:
    found = read_salaire([row(1, "1"), row(2, "2", f"{base()}id/stade/confirme")], [], CODES)
    assert found is not None
    assert found.stade == ""
