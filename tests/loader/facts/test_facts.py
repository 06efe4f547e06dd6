from decimal import Decimal

import pytest

from loader.facts.acces import depart_of, is_niveau_heading, niveaux_cites, voie_acces
from loader.facts.salaires import salaires
from loader.records import Fiche, Montant, Passage, Rubrique, Salaire, Section, VoieAcces


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Niveau bac + 2", ("bac-2",)),
        ("Niveau bac+2", ("bac-2",)),
        ("Niveau bac\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}3", ("bac-3",)),
        ("Niveau bac + 4/5", ("bac-4", "bac-5")),
        ("Niveau bac + 4 et 5", ("bac-4", "bac-5")),
        ("Niveau bac + 5 et plus", ("bac-5",)),
        ("Niveau bac + 5, bac + 6", ("bac-5", "bac-6")),
        ("Niveau bac + 9", ("bac-9-et-plus",)),
        ("Niveau bac + 11", ("bac-9-et-plus",)),
        ("Niveau bac + 0", ("bac-ou-equivalent",)),
        ("Niveau CAP, bac pro", ("cap-ou-equivalent", "bac-ou-equivalent")),
        ("Niveau CAP-BEP", ("cap-ou-equivalent",)),
        ("la 3 e", ("3e",)),
        ("baccalauréat", ("bac-ou-equivalent",)),
        ("le bachelor", ()),
        ("le CAPES", ()),
    ],
)
def test_levels_that_a_heading_names(text: str, slugs: tuple[str, ...]) -> None:
    assert niveaux_cites(text) == slugs


@pytest.mark.parametrize(
    "line",
    [
        "Niveau bac + 2",
        "niveau Bac + 3",
        "Niveau bac + 3 :",
        "Niveau bac + 4 au minimum",
        "Niveau bac + 6 minimum",
        "Niveau bac + 5 et +",
        "Niveau CAP",
        "Niveau bac + 2/3",
        "Après la 3e",
        "Après le bac",
        "Bac + 5",
        "bac + 2",
        "Bac + 9 et plus",
        "Bac + 2, bac + 3 :",
        "Bac + 5 (ou un titre de même niveau)",
        "Niveau bac + 3 (minuit)",
    ],
)
def test_a_line_that_only_names_levels_is_a_heading(line: str) -> None:
    assert is_niveau_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "Niveau CAP complété par une formation",
        "Bac + 5 obligatoire",
        "Bac + 5 (ou un titre) obligatoire",
        "De bac + 2 à bac + 3",
        "Bac",
        "CAP",
        "Niveau",
        "Le niveau bac + 2",
        "Après la 3e, un CAP",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert not is_niveau_heading(line)


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("Après le bac", "bac-ou-equivalent"),
        ("Après la 3e", "3e"),
        ("Après la 3 e", "3e"),
        ("Après un bac + 3", "bac-3"),
        ("Après le bac en 5 ans", "bac-ou-equivalent"),
        ("Après un bac pro, un BP ou un BTSA du secteur", None),
        ("Avec ou sans le bac", None),
        ("Après le bace", None),
    ],
)
def test_where_studies_start(heading: str, slug: str | None) -> None:
    assert depart_of(heading) == slug


def test_a_way_in_names_levels_or_a_start() -> None:
    assert voie_acces(Passage("Niveau bac + 4/5", 0, "x")) == VoieAcces(("bac-4", "bac-5"), None)
    assert voie_acces(Passage("Après la 3e", 3, "x")) == VoieAcces((), "3e")
    assert voie_acces(Passage("Niveau bac : chef d'équipe après un CAP", 3, "x")) == VoieAcces(
        ("bac-ou-equivalent",), None
    )
    assert voie_acces(Passage("Bac + 5 au minimum", 3, "x")) == VoieAcces(("bac-5",), None)
    assert voie_acces(Passage("Bac + 3 (après un bac + 2)", 0, "x")) == VoieAcces(("bac-3",), None)
    assert voie_acces(Passage("Concours", 3, "x")) is None
    assert voie_acces(Passage(None, None, "Niveau bac + 2")) is None


def _pay(text: str) -> list[Salaire]:
    passages = (Passage("Salaire du débutant", 3, text),)
    section = Section(Rubrique.VIE_PROFESSIONNELLE, passages)
    return salaires(Fiche("MET.1", "t", sections=(section,)))


def _montant(low: str, high: str | None, unite: str, condition: str | None) -> Montant:
    maximum = None if high is None else Decimal(high)
    return Montant(Decimal(low), maximum, unite, brut=True, condition=condition)


@pytest.mark.parametrize(
    ("text", "montant"),
    [
        ("A partir de 1801 euros brut par mois", _montant("1801", None, "MONTH", None)),
        ("À partir de 1801 euros brut par mois.", _montant("1801", None, "MONTH", None)),
        (
            "A partir de 1890 euros brut par mois, hors primes",
            _montant("1890", None, "MONTH", "hors primes"),
        ),
        ("Entre 1900 et 3100 euros brut par mois", _montant("1900", "3100", "MONTH", None)),
        (
            "Entre 1\N{NO-BREAK SPACE}900 et 3\N{NARROW NO-BREAK SPACE}100,50 € brut par an",
            _montant("1900", "3100.50", "YEAR", None),
        ),
        (
            "De 250 à 350 euros brut par jour pour une traversée",
            _montant("250", "350", "DAY", "pour une traversée"),
        ),
        (
            "Entre 80 et 90 euros brut le forfait journalier, repas compris",
            _montant("80", "90", "DAY", "repas compris"),
        ),
        (
            "On prévoit un salaire hebdomadaire minimal de 1 747,82 euros brut (39 h)",
            _montant("1747.82", None, "WEEK", "(39 h)"),
        ),
        ("1900 euros brut par mois", _montant("1900", "1900", "MONTH", None)),
    ],
)
def test_amounts_that_are_read(text: str, montant: Montant) -> None:
    assert _pay(text) == [Salaire(text, montant)]


@pytest.mark.parametrize(
    ("rest", "condition"),
    [
        (" à minuit, 2500 euros brut par mois au lever du jour", "à minuit"),
        (" pour 30 heures de veille, ou 13.78 euros de l'heure", "pour 30 heures de veille"),
        (" selon la lune et 2100 € brut par mois selon le soleil", "selon la lune"),
        (" pour les veilleurs, de nuit. Avec l'âge, il atteint 3000 euros",
         "pour les veilleurs, de nuit"),
        (" en plaine De 2196 (en été) à 2476 (en hiver)", "en plaine"),
        (" ou 14 euros de l'heure", None),
        (", variable", None),
        (", *variable selon le vent", None),
        (", variable selon le vent, la moitié est à 1458 euros", None),
        (". Le salaire varie avec le vent", None),
        (", mais il est souvent plus haut", None),
        (", brut mensuel, selon la grille", "selon la grille"),
        (", hors primes de 10 à 20 %", "hors primes de 10 à 20 %"),
        (" pour un ciel variable", "pour un ciel variable"),
    ],
)  # fmt: skip
def test_a_condition_restricts_one_amount(rest: str, condition: str | None) -> None:
    (salaire,) = _pay(f"A partir de 1801 euros brut par mois{rest}")
    assert salaire.montant == _montant("1801", None, "MONTH", condition)


@pytest.mark.parametrize(
    "text",
    [
        "Variable",
        "Variable selon le lieu. Parfois 5000 euros brut pour un film",
        "De 3 à 3,50 euros brut par mile nautique",
        "A partir du Smic",
        "A partir de " + "9" * 1000 + " euros brut par mois",
        "Avec de l'expérience, il peut atteindre 3500 € brut par mois",
    ],
)
def test_pay_that_is_only_text(text: str) -> None:
    assert _pay(text) == [Salaire(text, None)]


def test_net_pay_is_not_said_to_be_gross() -> None:
    (salaire,) = _pay("13.78 euros de l'heure")
    assert salaire.montant == Montant(Decimal("13.78"), Decimal("13.78"), "HOUR", False, None)


def test_a_reversed_range_keeps_its_text_and_no_amount() -> None:
    text = "Entre 3100 et 2920 euros brut par mois"
    assert _pay(text) == [Salaire(text, None, inverse=True)]


def test_each_line_is_a_statement() -> None:
    lines = ["A partir de 1801 euros brut par mois, ici", "Entre 2 et 3 euros brut par heure"]
    assert [each.texte for each in _pay("\n".join(lines))] == lines
