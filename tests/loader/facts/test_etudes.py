from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.facts.etudes import duree_des_etudes, parcours
from loader.records import Parcours, Passage, Rubrique, Section

BAC, TROISIEME = "bac-ou-equivalent", "3e"


def _years(text: str, depart: str | None = BAC) -> str:
    """Return the years that a text states: `2`, `2-3`, `5+`; nothing where it states none."""
    duree = duree_des_etudes(text, depart)
    if duree is None:
        return ""
    low, high = duree.minimum.normalize(), duree.maximum.normalize()
    if duree.ouverte:
        return f"{low:f}+"
    return f"{low:f}" if low == high else f"{low:f}-{high:f}"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2 ans pour un CAP ; 3 ans pour un bac pro.", "2-3"),
        ("De 2 ans.", ""),
        ("De 2 à 4 ans pour un phare", "2-4"),
        ("Entre 4 et 7 ans pour un phare", "4-7"),
        ("Environ 2 ans pour un phare", "2"),
        ("En 5 ans après le bac, on obtient un phare", "5"),
        ("1 an de spécialisation", "1"),
        ("Trois ans pour un BUT", "3"),
        ("5 années d'études", "5"),
        ("5 ans et demi pour un titre de gardien", "5.5"),
        ("18 mois pour un titre de gardien", "1.5"),
        ("Les études durent 6 ans", "6"),
        ("Diplôme de gardien : 11 à 12 ans d'études", "11-12"),
        ("Le diplôme de gardien se prépare en 2 ans", "2"),
        ("BTS phares en 2 ans, BUT phares en 3 ans", "2-3"),
        ("BTS phares (2 ans) ou BUT phares (3 ans d'études)", "2-3"),
        ("BTS phares : 2 ans, BUT phares : 3 ans", "2-3"),
        ("De 2 ans (BTS) à 5 ans (master)", "2-5"),
        ("Durée : 3 ans", "3"),
        ("Formation de 3 ans en école", "3"),
        ("La formation dure 3 ans", "3"),
        ("Concours. Formation de 12 mois en école", ""),
        ("5 ans et 6 mois d'études", "5.5"),
        ("5 ans : 2 ans de prépa et 3 ans en école", "5"),
        ("6 ans d'études, dont 1 an de stage", "6"),
    ],
)
def test_a_duration_opens_a_clause_or_says_what_it_is_for(text: str, years: str) -> None:
    assert _years(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2 ans pour un BTS, 3 ans pour un BUT et 5 ans pour un master", "2-5"),
        ("2 ans pour un BTS ou 3 ans pour un BUT", "2-3"),
        ("2 ans (BTS), 3 ans (BUT), voire 5 ans d'études (master)", "2-5"),
        ("Il est possible d'apprendre, par exemple : 2 ans pour un BTS ; 5 ans pour un master",
         "2-5"),
        ("3 ans pour un BUT. Et il faut compter 5 ans pour un master", "3-5"),
        ("2 ans pour un BTS, les phares… 3 ans pour un BUT", "2-3"),
        ("3 ans pour un BUT. Jusqu'à 5 ans pour un master", "3-5"),
        ("5 ans pour un master ; mais le doctorat (8 ans) est préféré", "5-8"),
        ("2 ans en BTS ou 5 ans à l'université", "2-5"),
        ("2 ans de BTS ou 3 ans de licence", "2-3"),
        ("5 ans pour un master, ou 6 ans avec une année de césure", "5-6"),
        ("2 ans pour le BTS (alternance : 1 an en entreprise)", "2"),
        ("2 ans pour le BTS (BUT : 3 ans pour les autres)", "2-3"),
        ("3 ans pour le DE, après 1 ou 2 ans de préparation", "4-5"),
    ],
)  # fmt: skip
def test_alternatives_of_a_clause_are_kept(text: str, years: str) -> None:
    assert _years(text) == years


@pytest.mark.parametrize(
    ("text", "depart", "years"),
    [
        ("1 an après un bac + 2 pour une licence", BAC, "3"),
        ("1 an (après un bac + 2) pour une licence", BAC, "3"),
        ("3 ans pour un titre (niveau bac + 5), accessible après un bac + 2 ; 5 ans pour un autre",
         BAC, "5"),
        ("5 ans (ou 3 ans après un bac + 2) pour un phare", BAC, "5"),
        ("5 ans pour une école (ouverte aux titulaires d'un bac + 2)", BAC, "5"),
        ("1 an après une L2 pour une licence", BAC, "3"),
        ("28 mois après un master 2", BAC, "7.3"),
        ("2 ans après un diplôme de niveau bac + 3", BAC, "5"),
        ("2 ans pour un brevet. La formation est accessible avec un bac + 1 de voile", BAC, "3"),
        ("12 mois à l'école des phares. Accès sur concours avec un bac + 3", BAC, "4"),
        ("1 an pour le CS phares après le CAP lanternes ou le bac pro lanternes", TROISIEME, "3-4"),
        ("2 ans pour un CAP, 2 ans après un CAP pour un BP", TROISIEME, "2-4"),
        ("Après un CAP, 2 ans pour le BP", TROISIEME, "4"),
        ("1 an après un bac + 2", None, ""),
        ("2 ans après un CAP", BAC, ""),
        ("2 ans après un brevet de nuit", BAC, ""),
        ("6 à 7 ans pour le DEP. 3 ans après le DEP pour les phares", BAC, "6-10"),
        ("1 an pour une licence ; 3 ans pour un ingénieur", "bac-2", "1-3"),
        ("2 ans pour un master ; 5 ans pour une école", "bac-3", "2"),
        ("8 ans d'études après le bac", BAC, "8"),
    ],
)  # fmt: skip
def test_studies_are_counted_from_the_departure(text: str, depart: str | None, years: str) -> None:
    assert _years(text, depart) == years


@pytest.mark.parametrize(
    ("text", "depart", "years"),
    [
        ("5 ans pour un master, puis 2 ans pour un titre", BAC, "7"),
        ("3 ans pour un BUT + 2 ans pour un master", BAC, "5"),
        ("3 ans pour un BUT, ensuite 2 ans de master ; 4 ans pour une école", BAC, "4-5"),
        ("4 ans pour un M1, puis formation de 31 mois à l'école", BAC, "6.6"),
        ("3 ans pour une licence et suivre une formation rémunérée (2 ans)", BAC, "5"),
        ("5 ans pour un master, afin d'obtenir le certificat de gardien, en 2 ans", BAC, "7"),
        ("2 ans pour un CAP, avant de préparer, en 2 ans, un BP", TROISIEME, "4"),
        ("2 ans pour un BTS, puis 1 an de formation pour un emploi et préparer en 2 ans un titre",
         BAC, "5"),
        ("2 ans pour un BTS. Ensuite, 1 an pour une licence", BAC, "3"),
        ("3 ans pour une licence. Après réussite à l'examen, stage de 2 ans", BAC, "5"),
        ("5 ans pour un master et un examen. La formation professionnelle de 18 mois est payée",
         BAC, "6.5"),
        ("3 ans pour une licence. Une fois admis, le stagiaire a une formation de 12 mois",
         BAC, "3"),
        ("6 ans pour un titre. La première année est commune. Puis 5 ans en école", BAC, "6"),
    ],
)  # fmt: skip
def test_stages_that_follow_are_added(text: str, depart: str, years: str) -> None:
    assert _years(text, depart) == years


@pytest.mark.parametrize(
    ("text", "depart", "years"),
    [
        ("2 ans pour un CAP, complété par un BP (2 ans) ; 3 ans pour un bac pro", TROISIEME, "2-4"),
        ("2 ans pour un CAP suivi du BMA phares (2 ans)", TROISIEME, "2-4"),
        ("2 ans pour un BTS, complété par une licence (en 1 an). 3 ans pour un BUT", BAC, "3"),
        ("1 an après un bac + 2 pour une licence, suivie d'un master (2 ans)", BAC, "3-5"),
        ("2 ans pour un BTS, suivi de 2 ou 3 ans pour une école", BAC, "2-5"),
        ("2 ans pour un CAP. Complété en 1 an par le BP", TROISIEME, "2-3"),
        ("2 ans pour un CAP, éventuellement complété par un CS lanternes ; phares (en 1 an) ; ou "
         "par un BP (en 2 ans). 3 ans pour un bac pro", TROISIEME, "2-3"),
        ("2 ans pour un BTS, complété éventuellement d'une licence (1 an)", BAC, "2"),
        ("2 ans pour un BTS, qu'il est possible de compléter avec une licence (1 an)", BAC, "2"),
        ("2 ans pour un CAP, éventuellement complété, après 2 ans d'expérience, par un BP (2 ans) ;"
         " 3 ans pour un bac pro", TROISIEME, "2-3"),
        ("8 ans pour un doctorat ou un titre, complété par un doctorat (3 ans)", BAC, "8"),
        ("3 ans pour un BUT. 2 ans pour un BTS, complété par quelques années d'expérience",
         BAC, "3"),
    ],
)  # fmt: skip
def test_complements_add_to_the_maximum_options_do_not(text: str, depart: str, years: str) -> None:
    assert _years(text, depart) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3 ans au minimum pour une licence", "3+"),
        ("10 ans d'études marines au minimum", "10+"),
        ("5 ans minimum pour un master", "5+"),
        ("Au minimum 8 ans d'études", "8+"),
        ("Il faut au moins 10 ans d'études", "10+"),
        ("Le titre de gardien se prépare en 1 an, au minimum", "1+"),
        ("5 ans et plus", "5+"),
        ("Plus de 10 ans d'études", "10+"),
        ("5 ans pour un master ; 8 ans au minimum pour un doctorat", "5+"),
        ("5 ans au minimum pour un master ; 8 ans pour un doctorat", "5-8"),
        ("3 ans pour un bac (au minimum)", "3"),
    ],
)
def test_a_minimum_leaves_no_maximum(text: str, years: str) -> None:
    assert _years(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2 ans pour un BTS. 1 an de plus pour une licence", "2-3"),
        ("2 ans pour un BTS, 1 an en plus pour une licence", "2-3"),
        ("5 ans pour un master, 1 an supplémentaire pour un titre", "5-6"),
        ("2 ans pour un BTS, qu'il est possible de compléter par une année supplémentaire", "2"),
    ],
)
def test_years_more_add_to_the_path_before(text: str, years: str) -> None:
    assert _years(text) == years


@pytest.mark.parametrize(
    ("text", "depart", "years"),
    [
        ("Bac + 5 : master de phares", BAC, "5"),
        ("De bac + 2 (BTS) à bac + 3 (BUT), voire bac + 5", BAC, "2-5"),
        ("Bac + 2 ou + 3 souhaité", BAC, "2-3"),
        ("Bac + 4/5", BAC, "4-5"),
        ("De bac + 3 à 5", BAC, "3-5"),
        ("Bac + 5 (au minimum) : master", BAC, "5+"),
        ("A partir de bac + 5", BAC, "5+"),
        ("Bac + 5 : master. Bac + 9 et plus : titre", BAC, "5+"),
        ("La préférence va aux titulaires d'un bac+5, avec 3 ans d'expérience", BAC, "5"),
        ("Ouvert sur concours aux titulaires d'un bac + 5. Après réussite au concours, ils suivent "
         "une formation de 2 ans", BAC, "7"),
        ("Le titre (niveau bac + 2) accessible aux titulaires d'un bac + 1", BAC, "2"),
        ("Bac + 5", "bac-3", "2"),
        ("Bac + 2", TROISIEME, ""),
        ("Bac + 2", None, ""),
        ("Un bac suffit, un bac + 2 est apprécié", BAC, ""),
        ("De bac à bac + 5", BAC, ""),
        ("Accès avec un bac + 3", BAC, ""),
        ("Le titre se prépare après un diplôme de niveau bac + 3", BAC, ""),
        ("5 ans pour un master. Un bac + 3 permet de débuter", BAC, "5"),
        ("Il faut un bac + 3 au minimum : licence ; 5 ans pour un master", BAC, "3-5"),
    ],
)  # fmt: skip
def test_a_level_is_years_where_no_duration_is(text: str, depart: str | None, years: str) -> None:
    assert _years(text, depart) == years


@pytest.mark.parametrize(
    "text",
    [
        "2 ans d'expérience",
        "Dans le cadre de 4 ans d'internat",
        "Dès 16 ans, à la voile",
        "Il faut avoir 20 ans pour veiller",
        "S'engager 10 ans dans les phares",
        "Ils disposent de 3 ans pour le trouver",
        "Moins d'un an pour un brevet",
        "Formation rémunérée de 12 mois (6 mois au phare, et 6 mois de pratique)",
        "Le titre se prépare en 1 an. Pour y accéder, il faut déjà posséder un brevet",
        "Lanterne (en 1 an)",
    ],
)
def test_where_it_cannot_be_known_nothing_is_said(text: str) -> None:
    assert _years(text) == ""


def _en_bref(*passages: Passage) -> list[tuple[int, Parcours]]:
    return list(parcours(Section(Rubrique.EN_BREF, passages)))


def test_studies_end_at_another_heading() -> None:
    found = _en_bref(
        Passage(None, None, "2 ans de brume"),
        Passage("Durée des études", 3, "3 ans pour un CAP"),
        Passage("Avec ou sans le bac", 2, "Rien à dire"),
        Passage("En quoi consiste ce métier ?", 3, "4 ans de nuages"),
    )
    three = Decimal(3)
    assert found == [(2, Parcours(None, three, three)), (3, Parcours(None, None, None))]


@pytest.mark.parametrize("level", [0, 2, 3])
def test_after_a_level_opens_studies_by_itself(level: int) -> None:
    found = _en_bref(Passage("Après le bac", level, "5 ans au minimum"))
    assert found == [(1, Parcours(BAC, Decimal(5), None))]


@pytest.mark.parametrize("text", ["Un titre, suivi d'un autre, en 2 ans", None])
def test_a_heading_may_state_the_years(text: str | None) -> None:
    found = _en_bref(Passage("Après le bac en 7 ans", 3, text))
    assert found == [(1, Parcours(BAC, Decimal(7), Decimal(7)))]


def test_another_part_states_no_studies() -> None:
    passages = (Passage("Après le bac", 2, "5 ans"),)
    assert list(parcours(Section(Rubrique.ACCES_METIER, passages))) == []


_WORDS = st.sampled_from(
    [
        "2 ans", "18 mois", "pour", "un", "CAP", "bac", "bac + 2", "après", "complété par",
        "suivi d'", "puis", "éventuellement", "(", ")", ";", ",", ":", ".", "\n", "en", "de",
        "de plus", "au minimum", "d'expérience", "Accès", "avec", "La formation", "concours",
        "Pour y accéder", "Après réussite au", "stage de",
    ]
)  # fmt: skip


@given(st.lists(_WORDS).map(" ".join) | st.text(), st.sampled_from([BAC, TROISIEME, "bac-2", None]))
def test_whatever_is_written_years_are_a_range(text: str, depart: str | None) -> None:
    duree = duree_des_etudes(text, depart)
    assert duree is None or 0 <= duree.minimum <= duree.maximum
