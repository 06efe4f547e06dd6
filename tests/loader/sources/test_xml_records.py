"""What no XML reader can keep: references to entities, and files that are not well formed."""

from typing import Final

import pytest

from loader.corpus.problems import Gravity, ProblemKind
from loader.sources import formations_xml
from tests.loader.sources.onisep_exports import FORMATIONS, document

TYPE: Final = '<!DOCTYPE formations [<!ENTITY e "ein"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
WHOLE: Final = (
    "<formations><formation><identifiant>FOR.1</identifiant><libelle_complet>école</libelle_complet>"
    "<sigle>un</sigle></formation></formations>"
)


def _lost(before: str, after: str) -> list[tuple[str, str]]:
    _, problems = formations_xml.read(document(TYPE + WHOLE.replace(before, after)))
    grave = [each for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE]
    assert {each.gravity for each in grave} <= {Gravity.ERREUR}
    return [(each.reason, each.lost) for each in grave]


def test_a_text_with_an_entity_is_lost_and_told() -> None:
    found, problems = formations_xml.read(document(TYPE + WHOLE.replace("un", "caf&e;iste &f;")))
    assert [(each.id, each.sigle) for each in found] == [("FOR.1", None)]
    told = next(each for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE)
    assert told.reason == "« sigle » : entité non développée &e;, &f;"
    assert (told.lost, told.line) == ("caf&e;iste &f;", 1)


def test_an_entity_in_the_label_costs_the_record() -> None:
    assert _lost("école", "&e;cole") == [
        ("« libelle_complet » : entité non développée &e;", "&e;cole"),
        ("« formation » n° 1 : FOR.1 n'a pas de libellé", "FOR.1 un"),
    ]


def test_an_entity_between_elements_is_told() -> None:
    assert _lost("<sigle>", " mot &e; perdu <sigle>") == [
        ("« formation » : entité non développée &e;", "mot &e; perdu")
    ]
    assert _lost("</formations>", "&f;</formations>") == [
        ("« formations » : entité non développée &f;", "&f;")
    ]


def test_an_entity_beside_a_comment_is_told_with_the_text_alone() -> None:
    assert _lost("un", "u<!-- non -->n &e;") == [
        ("« sigle » : entité non développée &e;", "u n &e;")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<formations><formation></formations>",
         "balise de fin qui n'est pas celle de l'élément ouvert"),
        ("<formations><formation>", "le fichier finit avant ses éléments"),
        ("<formations>&ciel;</formations>", "entité &ciel; non déclarée"),
        ("<formations>\x01</formations>", "caractère interdit"),
        ("<formations/><formations/>", "du contenu après la fin de la racine"),
        ("<formations>" + "<a>" * 300, "texte trop long, ou éléments trop imbriqués"),
        ("<formations><formation id=1/></formations>", "valeur d'attribut sans guillemets"),
        ("<formations><formation id/></formations>", "attribut sans valeur"),
        ("<formations a='1'b='2'/>", "une espace manque, entre deux attributs ou dans « <? »"),
        ("<formations a='<'/>", "« < » dans la valeur d'un attribut"),
        ("\n<?xml version='1.0'?><formations/>",
         "la déclaration « <?xml » n'est pas au tout début du fichier"),
        ("<formations>l'art&co</formations>", "« & » sans « ; » : l'écrire « &amp; »"),
        ("<!DOCTYPE formations <a/>", "DOCTYPE inachevé"),
        ("", "aucun élément"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_told_on_one_line(text: str, reason: str) -> None:
    _, (told,) = formations_xml.read(document(text))
    assert (told.kind, told.reason) == (ProblemKind.FICHIER_ILLISIBLE, f"XML mal formé : {reason}")


def test_a_text_too_long_brings_no_advice() -> None:
    _, problems = formations_xml.read(document(FORMATIONS.replace("pluie", "x" * 10_100_000)))
    assert [each.reason for each in problems if each.kind is ProblemKind.FICHIER_ILLISIBLE] == [
        "XML mal formé : texte trop long, ou éléments trop imbriqués"
    ]
