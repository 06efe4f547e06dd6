"""The seeds show every value of every list, and every odd shape that real sheets have."""

import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import ProblemKind, errors_among
from loader.editions.editions import Editions
from loader.facts.salaires import salaires
from loader.records import Fiche, Rubrique
from loader.records.formations import Champ, FicheFormation
from loader.sources.formation_markdown import FICHE, FICHE_SOURCE, IDEO_SOURCE, LAYOUTS, read_sheet
from tests.words import words


@pytest.fixture(scope="module")
def corpus(seeds: Path) -> Corpus:
    return read_corpus([seeds], Editions())


@pytest.fixture(scope="module")
def fiches(corpus: Corpus) -> list[Fiche]:
    return [lue.fiche for lue in corpus.fiches if lue.edition.name == "2025-10"]


@pytest.fixture(scope="module")
def elders(corpus: Corpus) -> list[Fiche]:
    """Give the fiches of the edition before."""
    return [lue.fiche for lue in corpus.fiches if lue.edition.name == "2024-06"]


def test_they_are_enough_and_without_error(corpus: Corpus, fiches: list[Fiche]) -> None:
    assert len(fiches) >= 48
    assert "MET.797" in {fiche.id for fiche in fiches}
    assert not errors_among(corpus.problems)
    assert {(edition.source, edition.name) for edition in corpus.files} == {
        *((f"onisep-{each}", "2025-10") for each in ("metiers", "formations", "ideo-formations")),
        *((f"onisep-{each}", "2024-06") for each in ("metiers", "formations", "table-passage")),
        *(("rome-v3", each) for each in ("v344", "v347")),
        *(("rome-v4", each) for each in ("v458", "v460")),
        *(("esco", "v1.0"), ("esco-rome", "v1.4"), ("fap-2009", "2009")),
        ("france-competences", "2024-02-22"),
    }


def test_they_show_every_list(fiches: list[Fiche]) -> None:
    codes = set(chain.from_iterable(fiche.codes_rome or () for fiche in fiches))
    assert {code[0] for code in codes} == set("ABCDEFGHIJKLMN")
    assert len({fiche.niveau for fiche in fiches}) == 16
    assert (
        len({each.libelle for each in chain.from_iterable(fiche.statuts or () for fiche in fiches)})
        == 9
    )
    assert (
        len(
            {each.libelle for each in chain.from_iterable(fiche.interets or () for fiche in fiches)}
        )
        >= 25
    )


def test_the_rome_slice_holds_every_code_with_its_parents(
    corpus: Corpus, fiches: list[Fiche], elders: list[Fiche]
) -> None:
    (tree,) = [each.record for each in corpus.source_files if each.edition.name == "v344"]
    rows = {row.code: row for row in tree}
    named = set(chain.from_iterable(fiche.codes_rome or () for fiche in fiches + elders))
    assert named <= rows.keys()
    assert {row.parent for row in rows.values() if row.parent} <= rows.keys()


SHAPES: dict[str, Callable[[Fiche], object]] = {
    "no ROME code": lambda fiche: not fiche.codes_rome,
    "several codes": lambda fiche: len(fiche.codes_rome or ()) >= 3,
    "a domain code": lambda fiche: any(len(code) == 3 for code in fiche.codes_rome or ()),
    "a short sheet": lambda fiche: len(fiche.sections) == 2,
    "all sections": lambda fiche: len(fiche.sections) == 7,
    "weekly pay": lambda fiche: any(
        salaire.montant and salaire.montant.unite == "WEEK" for salaire in salaires(fiche)
    ),
    "several amounts": lambda fiche: len(salaires(fiche)) > 1,
    "pay as text only": lambda fiche: any(not each.montant for each in salaires(fiche)),
    "a reversed range": lambda fiche: any(each.inverse for each in salaires(fiche)),
    "one form for both genders": lambda fiche: (
        fiche.appellations
        and fiche.titre == fiche.appellations.feminin == fiche.appellations.masculin
    ),
    "no formation": lambda fiche: fiche.formations is None,
    "no statut": lambda fiche: fiche.statuts is None,
    "no interest": lambda fiche: fiche.interets is None,
    "a repeated appellation": lambda fiche: (
        len({each.titre for each in fiche.autres_appellations or ()})
        < len(fiche.autres_appellations or ())
    ),
    "eleven appellations": lambda fiche: len(fiche.autres_appellations or ()) == 11,
    "an unmarked level heading": lambda fiche: any(
        passage.niveau_titre == 0
        for section in fiche.sections
        if section.rubrique is Rubrique.ACCES_METIER
        for passage in section.passages
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_they_show_every_odd_shape(fiches: list[Fiche], shape: str) -> None:
    assert any(SHAPES[shape](fiche) for fiche in fiches)


def test_they_show_what_is_remarked(corpus: Corpus) -> None:
    assert {each.kind for each in corpus.problems} == {
        ProblemKind.FICHIER_INCONNU,  # the README beside them
        ProblemKind.METIER_INCONNU,
        ProblemKind.FOURCHETTE_INVERSEE,
        ProblemKind.SANS_CODE_ROME,
        ProblemKind.TABLE_ABSENTE,  # texts, and what France Travail left out of v460
        ProblemKind.TITRE_INATTENDU,
    }


@pytest.mark.corpus
def test_their_facts_are_the_publishers_and_their_prose_is_not(
    fiches: list[Fiche], corpus_folder: Path
) -> None:
    real = read_corpus([corpus_folder / "onisep" / "fiches"], Editions({"onisep-metiers": "1"}))
    by_id = {lue.fiche.id: lue.fiche for lue in real.fiches}
    for fiche in fiches:
        theirs = by_id[fiche.id]
        for fact in ("titre", "appellations", "autres_appellations", "codes_rome", "niveau"):
            assert getattr(fiche, fact) == getattr(theirs, fact), (fiche.id, fact)
        assert (fiche.statuts, fiche.interets) == (theirs.statuts, theirs.interets)
        assert set(fiche.formations or ()) <= set(theirs.formations or ())
        assert _sentences(fiche) & _sentences(theirs) == set(), fiche.id


@pytest.mark.corpus
def test_the_facts_of_formations_are_the_publishers_and_their_prose_is_not(
    corpus: Corpus, more_folder: Path
) -> None:
    folders = {FICHE_SOURCE: "formations", IDEO_SOURCE: "ideo-formations"}
    for source, layout in LAYOUTS.items():
        paths = (more_folder / "onisep" / folders[source]).glob("*.md")
        real = (read_sheet(path.read_text("utf-8"), path.name, layout, "") for path in paths)
        by_id = {fiche.id: fiche for fiche, _ in real if fiche}
        ours = [each for each in corpus.fiches_formations if each.edition.source == source]
        assert len(ours) >= 24
        for fiche in (each.fiche for each in ours):
            theirs = by_id[fiche.id]
            assert (fiche.titre, fiche.champs) == (theirs.titre, theirs.champs)
            assert (fiche.specialites, fiche.domaines) == (theirs.specialites, theirs.domaines)
            assert set(fiche.metiers or ()) <= set(theirs.metiers or ())
            assert [each.rubrique for each in fiche.sections] == [
                each.rubrique for each in theirs.sections
            ]
            assert _sentences(fiche) & _sentences(theirs) == set(), fiche.id


def test_they_show_formations_of_every_shape(corpus: Corpus) -> None:
    fiches = [each.fiche for each in corpus.fiches_formations]
    assert {each.champs.get(Champ.NIVEAU_CERTIFICATION) for each in fiches} == {
        "non inscrit au RNCP",
        *(f"niveau {n}" for n in (3, 4, 5, 6, 7)),
    }
    assert {len(each.sections) for each in fiches} == {0, 1, 2, 3, 4}
    prose = {each.rubrique for fiche in fiches for each in fiche.sections}
    assert prose == set(FICHE.prose)
    assert {"FOR.270"} <= {each.id for each in fiches}
    titles = set(chain.from_iterable(each.metiers or () for each in fiches))
    assert len(titles & corpus.metier_ids.keys()) >= 20


def _sentences(fiche: Fiche | FicheFormation) -> set[str]:
    """Return the sentences of ten words or more, but lists of diplomas and formulas of pay."""
    texts = (
        passage.texte or ""
        for section in fiche.sections
        if section.rubrique is not Rubrique.ACCES_METIER
        for passage in section.passages
    )
    sentences = chain.from_iterable(re.split(r"(?<=[.!?])\s+|\n+", text) for text in texts)
    return {each for each in sentences if len(words(each)) >= 10 and not re.search(r"\d", each)}
