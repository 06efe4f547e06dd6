import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.facts.genre import paire
from loader.records import Paire


@pytest.mark.parametrize(
    ("label", "feminine", "masculine"),
    [
        ("Abatteur / Abatteuse de carrière", "Abatteuse de carrière", "Abatteur de carrière"),
        ("Chargé / Chargée de comptes", "Chargée de comptes", "Chargé de comptes"),
        (
            "Accastilleur-monteur / Accastilleuse-monteuse électronique de marine",
            "Accastilleuse-monteuse électronique de marine",
            "Accastilleur-monteur électronique de marine",
        ),
        ("Clétier / Clétière", "Clétière", "Clétier"),
        ("Chef / Cheffe de quart", "Cheffe de quart", "Chef de quart"),
        ("Maître / Maîtresse de nuages", "Maîtresse de nuages", "Maître de nuages"),
        ("Hôte / Hôtesse", "Hôtesse", "Hôte"),
        ("Ambassadeur / Ambassadrice du tri", "Ambassadrice du tri", "Ambassadeur du tri"),
        ("Enquêteur client / Enquêtrice cliente mystère", "Enquêtrice cliente mystère",
         "Enquêteur client mystère"),
        ("Chef d'équipe maçon / Cheffe d'équipe maçonne", "Cheffe d'équipe maçonne",
         "Chef d'équipe maçon"),
        ("Peintre thermo-laqueur / Peintre thermo-laqueuse", "Peintre thermo-laqueuse",
         "Peintre thermo-laqueur"),
        ("Malaxeur/mélangeur / Malaxeuse/mélangeuse de ciel", "Malaxeuse/mélangeuse de ciel",
         "Malaxeur/mélangeur de ciel"),
        ("Metteur / Metteuse en page texte/image", "Metteuse en page texte/image",
         "Metteur en page texte/image"),
        ("Contrôleur non destructif / Contrôleuse non destructive", "Contrôleuse non destructive",
         "Contrôleur non destructif"),
        ("Directeur / Directrice de site(s)", "Directrice de site(s)", "Directeur de site(s)"),
        ("Patrouilleur amenageur / Patrouilleuse aménageuse", "Patrouilleuse aménageuse",
         "Patrouilleur amenageur"),
        ("Conseiller régional, adjoint / Conseillère régionale, adjointe",
         "Conseillère régionale, adjointe", "Conseiller régional, adjoint"),
        ("Homme / Femme toutes mains", "Femme toutes mains", "Homme toutes mains"),
        ("Steward / Hôtesse de l'air", "Hôtesse de l'air", "Steward de l'air"),
        ("Barman / Barmaid", "Barmaid", "Barman"),
        ("Reporter / Reportrice photographe", "Reportrice photographe", "Reporter photographe"),
        ("Toréro / Toréra", "Toréra", "Toréro"),
        ("Groupiste / Groupiste", "Groupiste", "Groupiste"),
    ],
)  # fmt: skip
def test_certain_pairs(label: str, feminine: str, masculine: str) -> None:
    assert paire(label) == Paire(feminine, masculine)


@pytest.mark.parametrize(
    "label",
    [
        "Secrétaire technique",
        "Accompagnateur(trice) de nuages",
        "Contrôleur / Contrôleuse chargé(e) du ciel",
        "Aide carrossier / carrossière",
        "Aide maçon / maçonne de voiries",
        "Chef d'équipe dépanneur / Cheffe dépanneuse de chaudières",
        "Agent / Agente de voirie manuel / manuelle",
        "Auxiliaire Vétérinaire Qualifié / Qualifiée -AVQ-",
        "Valet / Femme de chambre",
        "Collecteur de fonds - Fundraiser / Collectrice",
        "Responsable développement / Business Developer",
        "Agente / Agent de nuages",
        "Lapidaire / Diamantaire",
        "Chef d'atelier chimie/pharmacie",
        "Préparateur-vendeur / Préparatrice vendeuse",
        " / ",
        "",
    ],
)
def test_uncertain_pairs_are_left_out(label: str) -> None:
    assert paire(label) is None


_WORDS = st.sampled_from(["Tailleur", "Tailleuse", "de", "/", " / ", "nuages", "(e)", "-", "É"])


@given(st.lists(_WORDS).map(" ".join) | st.text())
def test_a_pair_is_made_of_the_label_s_words(label: str) -> None:
    found = paire(label)
    if found:
        assert found.feminin
        assert found.masculin
        words = {*found.feminin.split(), *found.masculin.split()}
        assert words | {"/"} == set(label.split())


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("edition", "pairs", "left_out"), [("v347", 8283, 367), ("v460", 10836, 48)]
)
def test_nearly_all_published_labels_split(
    corpus_folder: Path, edition: str, pairs: int, left_out: int
) -> None:
    file = corpus_folder / f"rome/rome_{edition}/unix_referentiel_appellation_{edition}_utf8.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        labels = [
            row["libelle_appellation_long"].replace("''", "'") for row in csv.DictReader(lines)
        ]
    found = Counter(paire(label) is not None for label in labels if " / " in label)
    assert (found[True], found[False]) == (pairs, left_out)
