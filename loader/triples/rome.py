"""Triples of one edition of the ROME tables: codes, titles, texts, moves.

Labels and texts are in French. Codes, numbers, letters and the values of the source's closed lists
(« SYNONYME », « Emploi Vert ») are plain, as written. The tree is in `rome_tree`,
V4's items in `rome_items`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal

from loader.facts.genre import paire
from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    BROADER,
    FEMININ,
    IN_SCHEME,
    ITEM,
    ITEM_LIST_ELEMENT,
    MASCULIN,
    NOTATION,
    POSITION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    integer,
    term,
)
from loader.records.rome import (
    AppellationRome,
    FicheRome,
    MobiliteRome,
    PhraseRome,
    RiasecCode,
    TableKind,
    TableRome,
    TypeTexte,
    Version,
    lignes,
)
from loader.triples.rome_items import (
    ORIGINE,
    RIASEC_MAJEUR,
    RIASEC_MINEUR,
    item_triples,
    marques_triples,
    value_triples,
)
from loader.triples.rome_tree import ROMES, RomeVersion, tree_triples

_CONCEPT = term("skos:Concept")
_APPELLATION = term("mg:AppellationRome")
_LIST_ITEM = term("schema:ListItem")
_MOBILITE = term("mg:mobilite")
_TEXTES: Final = {
    TypeTexte.DEFINITION: term("skos:definition"),
    TypeTexte.ACCES: term("mg:accesEmploi"),
    TypeTexte.CONDITIONS: term("mg:conditionsExercice"),
}
_FICHE = term("mg:numeroFiche")
_OGR = term("mg:numeroOgr")
_PARENT = term("mg:codeParent")
_CLASSE = term("mg:classeAppellation")
_PEU_USITE = term("mg:peuUsite")


def rome_triples(tables: Sequence[TableRome], version: Version) -> Iterator[Triple]:
    """Yield the triples of the tables of one edition.

    A code that any of them names is stated, with the domaine and the grand domaine that its first
    characters are. Links to items that no table describes make no triple: `check_tables`
    reports them, and the second of two equal tables, and V3's `coherence_item`.
    """
    first: dict[TableKind, TableRome] = {}
    for table in tables:
        first.setdefault(table.table, table)
    if version == 3:
        first.pop(TableKind.COHERENCE, None)
    kept = [first[table] for table in TableKind if table in first]
    rome = ROMES[version]
    yield from tree_triples(kept, rome)
    yield from _codes(kept, rome)
    yield from _appellations(lignes(kept, AppellationRome), rome)
    yield from _mobilites(lignes(kept, MobiliteRome), rome)
    yield from item_triples(kept, rome.node)


def _codes(tables: Sequence[TableRome], rome: RomeVersion) -> Iterator[Triple]:
    for fiche in lignes(tables, FicheRome):
        node = rome.node(fiche.code)
        yield node, PREF_LABEL, french(fiche.libelle)
        values = (_FICHE, fiche.fiche), (_OGR, fiche.ogr), (_PARENT, fiche.parent)
        yield from value_triples(node, *values)
        yield from marques_triples(node, fiche.marques)
    for riasec in lignes(tables, RiasecCode):
        node = rome.node(riasec.code)
        yield from value_triples(
            node, (RIASEC_MAJEUR, riasec.majeur), (RIASEC_MINEUR, riasec.mineur)
        )
    phrases: dict[tuple[str, TypeTexte], list[PhraseRome]] = {}
    for phrase in lignes(tables, PhraseRome):
        phrases.setdefault((phrase.code, phrase.type), []).append(phrase)
    for (code, type_), texte in phrases.items():
        texte.sort(key=lambda phrase: phrase.position)
        yield rome.node(code), _TEXTES[type_], french("\n".join(each.texte for each in texte))


def _appellations(rows: Iterable[AppellationRome], rome: RomeVersion) -> Iterator[Triple]:
    for row in rows:
        node = iris.appellation_rome(row.ogr)
        yield node, TYPE, _APPELLATION
        yield node, TYPE, _CONCEPT
        yield node, IN_SCHEME, rome.scheme
        yield node, NOTATION, Literal(row.ogr)
        yield node, PREF_LABEL, french(row.libelle)
        if row.court and row.court != row.libelle:
            yield node, ALT_LABEL, french(row.court)
        yield node, BROADER, rome.node(row.code)
        yield from value_triples(
            node,
            (_CLASSE, row.classe),
            (_PEU_USITE, row.peu_usite),
            (ORIGINE, row.origine),
            (_PARENT, row.parent),
        )
        yield from marques_triples(node, row.marques)
        forms = paire(row.libelle)
        if forms and forms.feminin and forms.masculin:
            yield node, FEMININ, french(forms.feminin)
            yield node, MASCULIN, french(forms.masculin)


def _mobilites(rows: Iterable[MobiliteRome], rome: RomeVersion) -> Iterator[Triple]:
    for row in rows:
        code, target = rome.node(row.code), rome.node(row.cible)
        yield code, _MOBILITE, target
        if row.rang:
            place = iris.mobilite(code, row.cible)
            yield code, ITEM_LIST_ELEMENT, place
            yield place, TYPE, _LIST_ITEM
            yield place, POSITION, integer(row.rang)
            yield place, ITEM, target
