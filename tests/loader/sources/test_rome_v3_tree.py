import pytest

from loader.corpus.problems import ProblemKind
from loader.records import CodeRome
from loader.sources import rome_v3_tree
from tests.loader.rome import document

TREE = "code\tlibelle\tparent\nB\tDes nuages\t\nB12\tTissage\tB\nB1234\tTisser\tB12\n"
CODES = (
    CodeRome("B", "Des nuages", None),
    CodeRome("B12", "Tissage", "B"),
    CodeRome("B1234", "Tisser", "B12"),
)


def test_a_tree_is_known_by_its_header() -> None:
    assert rome_v3_tree.recognises(TREE.replace("\n", "\r\n"))
    assert not rome_v3_tree.recognises(TREE.replace("parent", "ancêtre"))


def test_it_is_read_whole() -> None:
    assert rome_v3_tree.read(document(TREE)) == (CODES, [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Z12\tx\tZ", "pas un code ROME"),
        ("B13\t\tB", "pas de libellé"),
        ("B13\tx\tC", "le parent de B13"),
        ("B13\tx", "2 colonnes"),
        ("B12\tx\tB", "déjà donné"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(row: str, reason: str) -> None:
    codes, (told,) = rome_v3_tree.read(document(f"{TREE}{row}\n"))
    assert (told.kind, told.line, told.lost) == (ProblemKind.LIGNE_SANS_PLACE, 5, row)
    assert reason in told.reason
    assert codes == CODES
