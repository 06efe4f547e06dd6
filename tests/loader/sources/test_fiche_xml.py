import html
import random
import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from loader.corpus.problems import ProblemKind
from loader.records import (
    Appellation,
    FormationCitee,
    Lien,
    MetierCite,
    Paire,
    Passage,
    Publication,
    Rubrique,
    Section,
    Valeur,
)
from loader.sources import fiche_xml
from loader.sources.documents import Document, Fichier, read_documents
from loader.sources.fiche_xml.html import read_html
from loader.triples import fiche_triples, reference_triples
from tests.loader.sources.leaves import folded, leaves
from tests.loader.sources.onisep_exports import rearranged

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<metiers><metier>
  <identifiant>MET.9001</identifiant>
  <nom_metier>tisseur/euse de nuages</nom_metier>
  <libelle_feminin>tisseuse de nuages</libelle_feminin>
  <libelle_masculin>tisseur de nuages</libelle_masculin>
  <synonymes><synonyme><nom_metier>cardeur/euse</nom_metier>
    <libelle_feminin>cardeuse</libelle_feminin><libelle_masculin>cardeur</libelle_masculin>
  </synonyme></synonymes>
  <romesV3><romeV3>B1234</romeV3></romesV3>
  <competences/><condition_travail/><nature_travail/><acces_metier/>
  <accroche_metier><![CDATA[ <p>Elle tisse &amp; il carde.</p> ]]></accroche_metier>
  <vie_professionnelle><![CDATA[<h3>Salaire</h3><h5>Salaire du débutant</h5>
     <p>A partir de 1801 euros<br/>brut par mois</p>]]></vie_professionnelle>
  <formats_courts><format_court><type>Dico des métiers</type><libelle>tisseur, tisseuse</libelle>
    <descriptif><![CDATA[<p>En bref.</p><h5>Durée des études</h5><h4>Après le bac</h4>
      <p>2 ans</p>]]></descriptif></format_court></formats_courts>
  <statuts><statut><id>T-ITM.9</id><libelle>salarié</libelle></statut></statuts>
  <metiers_associes><metier_associe><id>MET.7</id><libelle>x</libelle></metier_associe>
    <metier_associe><id>MET.8</id><libelle/></metier_associe></metiers_associes>
  <niveau_acces_min><id>REF.411</id><libelle>Bac + 2</libelle></niveau_acces_min>
  <formations_min_requise><formation_min_requise><id>FOR.1</id><libelle>CAP brume</libelle>
    </formation_min_requise></formations_min_requise>
  <publications><publication><code_librairie>978</code_librairie>
    <titre_publication>Le ciel</titre_publication><editeur>NOUS</editeur><annee>2021</annee>
    <collection>Bleu</collection></publication></publications>
  <sources_numeriques><source><valeur>http://x.example</valeur><commentaire>un site</commentaire>
    </source></sources_numeriques>
  <secteurs_activite><metier_transverse>oui</metier_transverse><secteur_activite>
    <id>T-IDEO2.1</id><libelle>Énergie</libelle></secteur_activite></secteurs_activite>
  <centres_interet/>
</metier></metiers>
"""


def _document(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return Document("x.xml", "x.xml", Path(), data, Fichier("x.xml", "0" * 64, len(data)))


def test_an_export_becomes_records() -> None:
    (fiche,), problems = fiche_xml.read(_document(EXPORT))
    assert problems == []
    assert fiche.appellations == Paire("tisseuse de nuages", "tisseur de nuages")
    assert fiche.autres_appellations == (Appellation("cardeur/euse", Paire("cardeuse", "cardeur")),)
    assert fiche.codes_rome == ("B1234",)
    assert fiche.niveau == Valeur("Bac + 2", "REF.411")
    assert fiche.statuts == (Valeur("salarié", "T-ITM.9"),)
    assert fiche.interets is None
    assert fiche.formations == (FormationCitee("FOR.1", "CAP brume"),)
    assert fiche.secteurs == (Valeur("Énergie", "T-IDEO2.1"),)
    assert fiche.transverse is True
    assert fiche.associes == (MetierCite("MET.7", "x"), MetierCite("MET.8", None))
    assert fiche.publications == (Publication("Le ciel", "978", "NOUS", "2021", "Bleu"),)
    assert fiche.liens == (Lien("http://x.example", "un site"),)


def test_its_texts_have_the_passages_of_a_sheet() -> None:
    (fiche,), _ = fiche_xml.read(_document(EXPORT))
    assert fiche.sections == (
        Section(Rubrique.PRESENTATION, (Passage(None, None, "Elle tisse & il carde."),)),
        Section(
            Rubrique.EN_BREF,
            (
                Passage(None, None, "En bref."),
                Passage("Durée des études", 3, None),
                Passage("Après le bac", 2, "2 ans"),
            ),
            "tisseur, tisseuse",
        ),
        Section(
            Rubrique.VIE_PROFESSIONNELLE,
            (
                Passage("Salaire", 2, None),
                Passage("Salaire du débutant", 3, "A partir de 1801 euros\nbrut par mois"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("MET.9001", "MET.neuf", ProblemKind.FICHE_REJETEE),
        ("B1234", "b1234", ProblemKind.LIGNE_SANS_PLACE),
        ("FOR.1<", "F1<", ProblemKind.LIGNE_SANS_PLACE),
        ("Dico des métiers", "Autre chose", ProblemKind.LIGNE_SANS_PLACE),
        ("</metier></metiers>", "</metier><metier>", ProblemKind.FICHIER_ILLISIBLE),
    ],
)
def test_what_finds_no_place_is_told(before: str, after: str, kind: ProblemKind) -> None:
    _, problems = fiche_xml.read(_document(EXPORT.replace(before, after)))
    assert kind in {each.kind for each in problems}


def test_no_entity_is_expanded_and_nothing_is_fetched() -> None:
    bomb = EXPORT.replace(
        "<metiers>",
        '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]><metiers>',
    ).replace("<commentaire>un site", "<commentaire>&a;&f;")
    (fiche,), problems = fiche_xml.read(_document(bomb))
    assert fiche.liens == (Lien("http://x.example", None),)
    assert [each.lost for each in problems] == ["&a;&f;"]


@given(st.binary(), st.integers(0, len(EXPORT.encode())))
def test_no_bytes_make_it_raise(data: bytes, cut: int) -> None:
    whole = EXPORT.encode()
    fiche_xml.read(_document(data))
    fiche_xml.read(_document(whole[:cut] + data + whole[cut + 7 :]))


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("<competences/>", "<competences/><paie>1 801 euros</paie>", "1 801 euros"),
        ("<statuts>", "perdu<statuts>", "perdu"),
        ("<statut>", '<statut rang="premier">', "premier"),
        ("<metier_transverse>oui", "<metier_transverse>peut-être", "peut-être"),
        ("</metiers>", "<note>à la fin</note></metiers>", "à la fin"),
        ("<collection>", "<tome>III</tome><collection>", "III"),
    ],
)
def test_no_word_is_lost_in_silence(before: str, after: str, lost: str) -> None:
    fiches, problems = fiche_xml.read(_document(EXPORT.replace(before, after)))
    assert len(fiches) == 1
    assert [each.lost for each in problems] == [lost]


@given(st.integers())
def test_what_is_not_said_is_told(seed: int) -> None:
    data = rearranged(random.Random(seed), EXPORT.encode())
    fiches, problems = fiche_xml.read(_document(data))
    said = {
        word
        for fiche in fiches
        for triple in (*fiche_triples(fiche), *reference_triples(fiche))
        for word in re.split(r"[\s/#]+", triple[2].value)
    }
    told = {word for each in problems for word in re.split(r"[\s/#]+", _plain(each.lost))}
    written = "".join(" " + text for text in map(str, etree.fromstring(data).itertext()))
    words = set(re.split(r"[\s/#]+", _plain(written)))
    assert words - said - told <= {"", "oui", "non", "Dico", "des", "métiers"}


@given(st.text())
def test_any_html_is_read(text: str) -> None:
    read_html(Rubrique.EN_BREF, text)


TEXTS = frozenset(
    {"accroche_metier", "nature_travail", "competences", "condition_travail", "descriptif"}
    | {"vie_professionnelle", "acces_metier"}
)


@pytest.mark.corpus
def test_every_leaf_of_the_export_is_in_its_graph(corpus_folder: Path) -> None:
    """Walk all leaves: a text is found as its words in order, a value as it stands."""
    (export,) = (corpus_folder / "onisep").glob("Onisep_Ideo_Fiches_metiers_*.xml")
    (document,) = read_documents(export)
    assert isinstance(document, Document)
    fiches, problems = fiche_xml.read(document)
    assert (len(fiches), problems) == (727, [])
    by_id = {fiche.id: fiche for fiche in fiches}
    walked = 0
    for element in etree.fromstring(document.data).iter("metier"):
        fiche = by_id[element.findtext("identifiant") or ""]
        triples = [*fiche_triples(fiche), *reference_triples(fiche)]
        values = {folded(triple[2].value) for triple in triples}
        words = {"".join(_words(section)): section.rubrique for section in fiche.sections}
        for tag, text in leaves(etree.tostring(element)):
            walked += 1
            if tag in TEXTS:
                plain = re.sub(r"<[^>]*>", " ", text.replace("&amp;", "&"))
                assert "".join(plain.split()) in words, (fiche.id, tag)
            elif tag not in ("type", "metier_transverse"):
                said = folded(text) in values
                assert said or any(v.endswith(folded(text)) for v in values), (fiche.id, tag, text)
    assert walked > 40_000


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def _words(section: Section) -> list[str]:
    return "".join(
        part for each in section.passages for part in (each.titre or "", each.texte or "")
    ).split()


@pytest.mark.corpus
def test_facts_that_are_not_values_are_said_too(corpus_folder: Path) -> None:
    (export,) = (corpus_folder / "onisep").glob("Onisep_Ideo_Fiches_metiers_*.xml")
    (document,) = read_documents(export)
    assert isinstance(document, Document)
    fiches, _ = fiche_xml.read(document)
    assert sum(fiche.transverse is True for fiche in fiches) == 50
    sections = chain.from_iterable(fiche.sections for fiche in fiches)
    names = [section.nom for section in sections if section.nom]
    named = re.findall(rb"</type>\s*<libelle>\s*[^<\s]", document.data)
    assert len(names) == len(named) == 1365
