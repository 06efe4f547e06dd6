"""Which source wins a field of a formation: the newest edition, then the highest priority."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import Corpus, EditionFiche, SourceFile
from loader.corpus.formats import FORMATS
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.graphs import named_graphs
from loader.model.rdf_terms import DEBOUCHE, DUREE, PASSAGE, PREF_LABEL, SECTION, Triple, term
from loader.records import Rubrique
from loader.records.formations import FicheFormation, Formation, TypeFormation
from loader.sources import formations_xml
from tests.loader.corpora import FICHIER, union_of, view_of
from tests.loader.sheet_kinds import FORMATION_KIND, IDEO_KIND
from tests.loader.sheets import FORMATION, IDEO

NODE = iris.formation("FOR.9003")
TITLES = {"tisseur/euse de nuages": "MET.9001"}


def _view(
    *sheets: tuple[str, str, FicheFormation], export: tuple[str, Formation] | None = None
) -> tuple[list[Triple], set[Triple]]:
    entries = [
        EditionFiche(Edition(source, edition), FICHIER, fiche) for source, edition, fiche in sheets
    ]
    others: Sequence[SourceFile] = ()
    if export:
        format_ = next(each for each in FORMATS if each.label == formations_xml.LABEL)
        edition = Edition("onisep-formations", export[0])
        others = [SourceFile(format_, edition, FICHIER, (export[1],))]
    read = [
        SourceFile(FORMATS[0], entry.edition, FICHIER, ()) for entry in entries
    ]  # as the corpus has one for each file
    corpus = Corpus(fiches_formations=entries, source_files=[*others, *read], metier_ids=TITLES)
    graphs = [each for each in named_graphs(corpus) if "/onisep-" in each.name.value]
    return view_of(graphs), union_of(graphs)


def _fiche(sheet: str = FORMATION) -> FicheFormation:
    found = FORMATION_KIND.read(sheet)[0]
    assert isinstance(found, FicheFormation)
    return found


def _ideo(sheet: str = IDEO) -> FicheFormation:
    found = IDEO_KIND.read(sheet)[0]
    assert isinstance(found, FicheFormation)
    return found


def _values(
    view: Sequence[Triple], predicate: NamedNode, subject: NamedNode = NODE
) -> set[NamedNode | Literal | str]:
    found = (o for s, p, o in view if (s, p) == (subject, predicate))
    return {o.value if isinstance(o, Literal) else o for o in found}


def test_of_one_sheet_the_view_shows_all() -> None:
    view, said = _view(("onisep-formations", "2025-10", _fiche()))
    assert said == set(view)
    assert _values(view, DEBOUCHE) == {iris.metier("MET.9001")}
    assert _values(view, term("mg:dureeAnnees")) == {"2"}
    assert _values(view, term("mg:eqf")) == {term("eqf:5")}


def test_the_table_wins_the_fields_that_the_fiche_says_too() -> None:
    ideo = _ideo(IDEO.replace("2 ans", "3 ans").replace("# BTS", "# brevet"))
    view, _ = _view(
        ("onisep-formations", "2025-10", _fiche()), ("onisep-ideo-formations", "2024-01", ideo)
    )
    assert _values(view, DUREE) == {"3 ans"}
    assert _values(view, PREF_LABEL) == {"brevet tissage de nuages"}
    assert _values(view, term("mg:codeRncp")) == {"98765"}
    assert _values(view, term("mg:descriptifAcces")) == {"Accès\n\nAvec un bac, sur dossier."}
    parts = _values(view, SECTION, iris.fiche("FOR.9003"))
    assert len(parts) == 5 + 2


def test_a_newer_export_wins_a_field_with_the_part_of_the_fiche_that_tells_it() -> None:
    newer = Formation(
        "FOR.9003", "BTS nuages", TypeFormation(None, None, None), attendus="Aimer le soleil."
    )
    view, _ = _view(("onisep-formations", "2025-10", _fiche()), export=("2026-06", newer))
    assert _values(view, term("mg:attendus")) == {"Aimer le soleil."}
    assert _values(view, PREF_LABEL) == {"BTS nuages"}
    lost = iris.section("FOR.9003", Rubrique.ATTENDUS).value
    assert not [each for each in view if lost in f"{each[0].value} {each[2].value}"]
    assert _values(view, DUREE) == {"2 ans"}
    kept = iris.section("FOR.9003", Rubrique.DESCRIPTION)
    assert _values(view, PASSAGE, kept)


def test_an_older_export_keeps_what_only_it_has() -> None:
    older = Formation(
        "FOR.9003",
        "BTS nuages",
        TypeFormation(None, None, None),
        duree="1 an",
        attendus="Aimer le soleil.",
        natures=("Diplôme national",),
    )
    view, said = _view(("onisep-formations", "2025-10", _fiche()), export=("2024-06", older))
    assert _values(view, DUREE) == {"2 ans"}
    assert _values(view, term("mg:attendus")) != {"Aimer le soleil."}
    assert _values(view, term("mg:natureCertificat")) == {"Diplôme national"}
    assert set(view) < said


def test_a_shorter_part_leaves_no_passage_of_the_older_one() -> None:
    shorter = _fiche(FORMATION.replace("- souffleur/euse de vent\n", ""))
    view, _ = _view(
        ("onisep-formations", "2026-02", shorter), ("onisep-formations", "2025-10", _fiche())
    )
    lost = iris.element("FOR.9003", Rubrique.METIERS_ASSOCIES, 2)
    assert not [each for each in view if lost in each]
