import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from loader.model.rdf_terms import TEXT
from loader.records import Rubrique
from loader.render import fiche_from_graph, render_markdown
from loader.sources.fiche_markdown import read_fiche
from loader.sources.fiche_markdown.frame import LIST_LABELS, PROSE_LABELS
from loader.triples import fiche_triples, reference_triples
from tests.loader.damage import check_accounted, damaged
from tests.loader.sheets import FULL, SHORT
from tests.words import words


@pytest.mark.parametrize("sheet", [FULL, SHORT])
def test_a_sheet_comes_back_as_it_was(sheet: str) -> None:
    check_accounted(sheet)
    fiche, _ = read_fiche(sheet, "f.md")
    assert fiche is not None
    assert render_markdown(fiche) == sheet


def test_every_seed_comes_back_word_for_word(seeds: Path) -> None:
    for path in sorted((seeds / "fiches").glob("*.md")):
        sheet = path.read_text("utf-8")
        fiche, _ = read_fiche(sheet, str(path))
        assert fiche is not None
        assert words(render_markdown(fiche)) == words(sheet), path


def test_a_changed_triple_changes_the_sheet() -> None:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    triples = [*fiche_triples(fiche), *reference_triples(fiche)]
    changed = [
        (s, p, Literal("Le ciel est grand.", language="fr"))
        if p == TEXT and isinstance(o, Literal) and o.value == "Le ciel est petit."
        else (s, p, o)
        for s, p, o in triples
    ]
    back = fiche_from_graph(fiche.id, changed)
    assert back is not None
    assert render_markdown(back) == FULL.replace("Le ciel est petit.", "Le ciel est grand.")


def test_homonyms_keep_their_own_pair() -> None:
    twice = "### cardeur/euse de brume\n- Féminin: autre\n- Masculin: autre\n\n**Codes ROME:**"
    check_accounted(FULL.replace("**Codes ROME:**", twice, 1))


def test_thousands_of_damaged_sheets_lose_no_word(seeds: Path) -> None:
    chance = random.Random(20261124)
    sheets = [path.read_text("utf-8") for path in sorted((seeds / "fiches").glob("*.md"))]
    for _ in range(4000):
        check_accounted(damaged(chance, [*sheets, FULL, SHORT]))


_LABELS = [*LIST_LABELS.values(), *PROSE_LABELS.values()]
_LINE = st.one_of(
    st.sampled_from([*_LABELS, "**Niveau d'accès minimum:** bac + 2", "**ID:** MET.2", "# autre"]),
    st.sampled_from(["- Féminin: a", "- Masculin: b", "- M1605", "- x (ID: FOR.1)", "### titre"]),
    st.sampled_from(["## Après le bac", "### Durée des études", "Niveau bac + 4/5", "## Salaire"]),
    st.builds(
        lambda indent, text: indent + text,
        st.sampled_from(["", " " * 12, "\N{NO-BREAK SPACE}"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=30),
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINE, max_size=25))
def test_any_lines_below_a_head_are_accounted_for(lines: list[str]) -> None:
    check_accounted("\n".join(["# titre", "**ID:** MET.1", *lines]))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_accounted_for(text: str) -> None:
    check_accounted(text)


def test_a_line_of_ten_megabytes_is_read() -> None:
    check_accounted(FULL.replace("Le ciel est petit.", "mot " * 2_500_000))
    check_accounted("#" * 10_000_000)


def test_parts_come_in_the_order_of_the_rubriques() -> None:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    kinds = [section.rubrique for section in fiche.sections]
    assert kinds == sorted(kinds, key=list(Rubrique).index)
