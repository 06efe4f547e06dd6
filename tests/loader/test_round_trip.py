import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from loader.records import Rubrique
from loader.sources.fiche_markdown import read_fiche
from loader.sources.fiche_markdown.frame import LIST_LABELS, PROSE_LABELS
from loader.sources.formation_markdown import FICHE
from loader.sources.formation_markdown import IDEO as IDEO_LAYOUT
from tests.loader.damage import check_accounted, damaged, lost_words
from tests.loader.sheet_kinds import FORMATION_KIND, IDEO_KIND, KINDS, METIER, SheetKind
from tests.loader.sheets import FORMATION, FULL, IDEO, SHORT
from tests.words import words

EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@EACH_KIND
def test_a_sheet_comes_back_as_it_was(kind: SheetKind) -> None:
    for sheet in kind.sheets:
        check_accounted(sheet, kind)
        record, _ = kind.read(sheet)
        assert kind.render(record) == sheet


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("fiches", METIER), ("formations", FORMATION_KIND), ("formations-initiales", IDEO_KIND)],
    ids=["fiches", "formations", "formations-initiales"],
)
def test_every_seed_comes_back_word_for_word(seeds: Path, folder: str, kind: SheetKind) -> None:
    paths = sorted((seeds / folder).glob("*.md"))
    assert len(paths) >= 24
    for path in paths:
        sheet = path.read_text("utf-8")
        check_accounted(sheet, kind)
        record, problems = kind.read(sheet)
        assert not lost_words(problems)
        assert words(kind.render(record)) == words(sheet), path


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("métier", "Le ciel est petit.", "Le ciel est grand."),
        ("métier", "cardeuse de brume", "cardeuse de brouillard"),
        ("formation", "2 ans", "3 ans"),
        ("formation", "niveau 5", "niveau 6"),
        ("formation", "brevet de technicien supérieur", "brevet"),
        ("formation", "https://example.org/bts?a=(1)", "https://example.org/b"),
        ("formation", "Avec un bac, sur dossier.", "Avec un bac, sans dossier."),
        ("formation", "Attendus nationaux de la plateforme", "Attendus"),
        ("formation", "souffleur/euse de vent", "souffleur/euse"),
        ("formation initiale", "bac + 2", "bac + 3"),
        ("formation initiale", "98765", "11111"),
        ("formation initiale", "326", "327"),
        ("formation initiale", "Ministère des Nuages", "Ministère du Ciel"),
        ("formation initiale", "ciel/brume", "ciel/neige"),
    ],
)
def test_a_changed_triple_changes_the_sheet(kind: str, old: str, new: str) -> None:
    tried = KINDS[kind]
    sheet = next(each for each in tried.sheets if old in each)
    record, _ = tried.read(sheet)
    changed = [
        (s, p, Literal(new, language=o.language, datatype=None if o.language else o.datatype))
        if isinstance(o, Literal) and o.value == old
        else (s, p, o)
        for s, p, o in tried.triples(record)
    ]
    assert changed != list(tried.triples(record))
    assert tried.render(tried.from_graph(record.id, changed)) == sheet.replace(old, new)


def test_homonyms_keep_their_own_pair() -> None:
    twice = "### cardeur/euse de brume\n- Féminin: autre\n- Masculin: autre\n\n**Codes ROME:**"
    check_accounted(FULL.replace("**Codes ROME:**", twice, 1))


def test_thousands_of_damaged_sheets_lose_no_word(seeds: Path) -> None:
    chance = random.Random(20261124)
    sheets = [path.read_text("utf-8") for path in sorted((seeds / "fiches").glob("*.md"))]
    for _ in range(4000):
        check_accounted(damaged(chance, [*sheets, FULL, SHORT]))


@pytest.mark.parametrize("kind", [FORMATION_KIND, IDEO_KIND], ids=["formation", "initiale"])
def test_thousands_of_damaged_sheets_of_formations_lose_no_word(kind: SheetKind) -> None:
    chance = random.Random(20261130)
    for _ in range(4000):
        check_accounted(damaged(chance, [*kind.sheets, FORMATION, IDEO, FULL]), kind)


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


_FORMATION_LINE = st.one_of(
    st.sampled_from([*FICHE.frame.valued, *FICHE.frame.headings]),
    st.sampled_from([*IDEO_LAYOUT.frame.valued, *IDEO_LAYOUT.frame.headings]),
    st.builds(
        "{} {}".format,
        st.sampled_from([*FICHE.frame.valued, *IDEO_LAYOUT.frame.valued]),
        st.sampled_from(["2 ans", "326 | R", "[a](a)", "[http://b/FOR.1](http://b/FOR.1)", "-"]),
    ),
    st.sampled_from(["-", "- ", "- a/b", "- titre", "### Accès", "## Autre", "# ", "<p>-</p>"]),
    _LINE,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINE, max_size=25))
def test_any_lines_below_a_head_are_accounted_for(lines: list[str]) -> None:
    check_accounted("\n".join(["# titre", "**ID:** MET.1", *lines]))


@EACH_KIND
@settings(max_examples=300, deadline=None)
@given(lines=st.lists(_FORMATION_LINE, max_size=25))
def test_any_lines_below_a_title_are_accounted_for(kind: SheetKind, lines: list[str]) -> None:
    check_accounted("\n".join(["# titre", *lines]), kind)


@EACH_KIND
@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_accounted_for(kind: SheetKind, text: str) -> None:
    check_accounted(text, kind)


def test_a_line_of_ten_megabytes_is_read() -> None:
    check_accounted(FULL.replace("Le ciel est petit.", "mot " * 2_500_000))
    check_accounted("#" * 10_000_000)


def test_parts_come_in_the_order_of_the_rubriques() -> None:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    kinds = [section.rubrique for section in fiche.sections]
    assert kinds == sorted(kinds, key=list(Rubrique).index)
