"""The same reference file twice in one edition: the first stands, what differs is told."""

from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, ProblemKind
from loader.editions.editions import Editions
from loader.model.graphs import named_graphs
from loader.model.rdf_terms import Triple
from loader.sources.catalogue import SOURCES
from tests.loader.rncp import FORMACODE, NSF, STANDARD
from tests.loader.sheets import FULL
from tests.loader.sources.onisep_exports import FORMATIONS, IDEO, TABLE

TREE = "code\tlibelle\tparent\nB\tDes nuages\t\nB12\tTissage\tB\n"
_U = "http://data.europa.eu/esco/occupation/00000000-0000-0000-0000-00000000000"
PROFESSIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
    f"Occupation,{_U}1,1234,tisseur de nuages,,\nOccupation,{_U}2,1234,cardeur,,\n"
)
LIENS = (
    "conceptType,conceptUri,broaderType,broaderUri\n"
    f"Occupation,{_U}1,Occupation,{_U}2\n"
)  # fmt: skip
ESCO_ROME = (
    "Classification 2 Name,ROME\n"
    "classification 1 ID,classification 1 prefered label,classification 2 ID,"
    "classification 2 prefered label,mapping relation\n"
    f"{_U}1,tisseur de nuages,101,Tisseur,skos:exactMatch\n"
)
FAMILLES = 'value $FAP9_5L\n"A0Z00" = "A0Z00 : Tisseurs"\n"B0Z00" = "B0Z00 : Cardeurs";\n'
PASSAGES = 'value $FAP9RSQ\n"A1101" = "A0Z00"\n"A1102" = "B0Z00";\n'

CASES = [
    (FORMATIONS, "école de la pluie", "la formation FOR.9002"),
    (IDEO, "souffleur de vent", "le métier MET.9002"),
    (TABLE, "Brevet de la rosée", "la certification 900003"),
    (TREE, "Tissage", "le code ROME B12"),
    (PROFESSIONS, "cardeur", f"la notice en « fr » de {_U}2"),
    (LIENS, f"{_U}2\n", f"ce qui est plus large que {_U}1"),
    (ESCO_ROME, "Tisseur", "l'appellation 101"),
    (FAMILLES, "Cardeurs", "la famille B0Z00"),
    (STANDARD, "Lire le vent", "la fiche RS900"),
    (NSF, "Modèles", "les spécialités de la fiche RS900"),
    (FORMACODE, "42872 : Nuées", "les Formacodes de la fiche RS900"),
    (PASSAGES, '"B0Z00"', "le passage du code ROME A1102"),
]


def _read(folder: Path, *texts: str) -> Corpus:
    (folder / "MET.9001.md").write_text(FULL, "utf-8")
    for number, text in enumerate(texts):
        (folder / f"{number}_fr.csv").write_text(text, "utf-8")
    return read_corpus([folder], Editions(dict.fromkeys(SOURCES, "2025-10")))


def _said(corpus: Corpus) -> list[Triple]:
    graphs = [each for each in named_graphs(corpus) if "onisep-metiers" not in each.name.value]
    kept = [each for each in graphs if each.name.value.endswith("/2025-10")]
    return [triple for graph in kept for triple in graph.shared_triples()]


def _other(written: str) -> str:
    if written.startswith(_U):
        return f"{_U}3\n"
    return '"C0Z00"' if written.startswith('"') else "tout autre chose"


@pytest.mark.parametrize(("text", "written", "thing"), CASES)
def test_the_first_of_two_files_stands_and_the_other_is_told(
    tmp_path: Path, text: str, written: str, thing: str
) -> None:
    alone = _said(_read(tmp_path, text))
    corpus = _read(tmp_path, text, text.replace(written, _other(written)))
    (told,) = [each for each in corpus.problems if each.kind is ProblemKind.IDENTIFIANT_EN_DOUBLE]
    assert told.path == str(tmp_path / "1_fr.csv")
    assert told.reason == f"{thing} : déjà donné, autrement, dans {tmp_path / '0_fr.csv'}"
    assert told.gravity is Gravity.ERREUR
    assert _other(written).strip('"\n') in told.lost
    assert _said(corpus) == alone


@pytest.mark.parametrize("text", [text for text, _, _ in CASES])
def test_what_two_files_say_alike_is_said_once(tmp_path: Path, text: str) -> None:
    alone = _said(_read(tmp_path, text))
    corpus = _read(tmp_path, text, text + "\n")
    assert [
        each for each in corpus.problems if each.kind is ProblemKind.IDENTIFIANT_EN_DOUBLE
    ] == []
    assert _said(corpus) == alone


def test_what_only_the_second_gives_is_said(tmp_path: Path) -> None:
    more = f"{TREE}B13\tCardage\tB\n"
    corpus = _read(tmp_path, TREE, more)
    assert [each.kind for each in corpus.problems if each.gravity is Gravity.ERREUR] == []
    assert {o.value for _, _, o in _said(corpus)} >= {"Tissage", "Cardage"}


def test_two_editions_may_differ(tmp_path: Path) -> None:
    _read(tmp_path)
    for name in ("v1", "v2"):
        (tmp_path / f"tree_v34{name[1]}.tsv").write_text(TREE.replace("Tissage", name), "utf-8")
    corpus = read_corpus([tmp_path], Editions({"onisep-metiers": "2025-10"}))
    assert [each.reason for each in corpus.problems if each.gravity is Gravity.ERREUR] == []
