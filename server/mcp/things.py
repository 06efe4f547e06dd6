"""Tools about things: found by a word, described, with what is around them; and the vocabulary."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from ontology import base, prefixes
from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.fiche_text import FichePassage, read_sections
from server.browse.resource_page import PropertyStatements, read_resource
from server.browse.vocabulary import VocabularyTerm, read_vocabulary
from server.codes.schemes import SCHEMES, candidates, clean_code
from server.engine import Engine
from server.iris import compact
from server.mcp.answers import Row, Rows, Window
from server.mcp.arguments import RefusedCallError
from server.releases.release import Release
from server.search.matches import SearchHit, find_all
from server.see.neighbourhood_data import NeighbourGroup, read_neighbourhood, read_relation
from server.see.relation_names import relation_by_key
from server.sparql.completion import read_terms

__all__ = ["describe", "neighbours", "schema", "search"]

_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_NOTE: Final = 200
"""Characters of a note beside a name."""
_OF_EACH: Final = 7
"""Neighbours of each relation, where all relations are asked for."""
_SHOWN: Final = 80
_CANDIDATES: Final = 5

Arguments = Mapping[str, Any]


def search(release: Release, said: Arguments, window: Window) -> Rows:
    """Find things by names, codes and texts, best first."""
    found = find_all(release.index, said["q"], said.get("kind", ""))
    notes = [f"Nothing has these words: searched for “{found.spelling}”."] if found.spelling else []
    if found.is_partial:
        notes.append("No name holds all the words: these share most of them.")
    return Rows.of([_hit(hit) for hit in found.hits], window, *notes, is_cut=found.is_cut)


def _hit(hit: SearchHit) -> Row:
    return {
        "iri": hit.iri,
        "kind": hit.type,
        "label": hit.label,
        "note": hit.note if len(hit.note) <= _NOTE else f"{hit.note[:_NOTE]}…",
        "matched": hit.matched,
        "why": hit.reason,
    }


def describe(release: Release, said: Arguments, window: Window) -> Rows:
    """Say what is known of a thing: its properties, then the texts of its sheet."""
    iri = _resolve(release, said["thing"])
    found = read_resource(release.engine, iri)
    facts = [fact for each in found.outgoing for fact in _facts(each)]
    rows = [*facts, *_texts(release.engine, iri)]
    note = f"{iri} · {found.kind} · {found.title}"
    return Rows.of(rows, window, note)


def _facts(said: PropertyStatements) -> list[Row]:
    """Return a fact for each value of a property, in an order that no engine changes."""
    facts = [
        _fact(
            said.relation,
            said.property.text,
            each.cell.full or each.cell.text,
            each.label,
            each.cell.language,
        )
        for each in said.values
    ]
    return sorted(facts, key=lambda fact: (fold(fact["name"]), fact["value"]))


def _fact(property_: str, label: str, value: str, name: str = "", lang: str = "") -> dict[str, str]:
    return {"property": property_, "label": label, "value": value, "name": name, "lang": lang}


def _texts(engine: Engine, iri: str) -> Iterator[Row]:
    """Yield the passages of the sheet of a métier or of a formation, in its order."""
    term = ox.NamedNode(iri)
    rows = engine.select(find("browse/metier_passages"), metier=term)
    rows += engine.select(find("browse/formation_passages"), iri=term)
    for section in read_sections(rows, name_lookup.codes(engine)):
        for passage in section.passages:
            label = ", ".join(filter(None, (section.label, passage.headline)))
            yield _fact("mg:passage", label, _plain(passage), lang="fr")


def _plain(passage: FichePassage) -> str:
    """Return the text of a passage, each item of a list on its line."""
    return "\n".join(
        f"- {line}" if block.is_list else line for block in passage.blocks for line in block.lines
    )


def neighbours(release: Release, said: Arguments, window: Window) -> Rows:
    """Say what a thing is linked to: a few by each relation, or all by one."""
    engine, iri = release.engine, _resolve(release, said["thing"])
    relation = relation_by_key(said.get("relation", ""))
    if relation is not None:
        group = read_relation(engine, iri, relation)
        return Rows.of([*_linked(group)], window)
    groups = read_neighbourhood(engine, iri, _OF_EACH).groups
    more = [f"{each.key} ({each.total})" for each in groups if each.more]
    notes = [f"There are more by these relations: {', '.join(more)}."] if more else []
    return Rows.of([row for group in groups for row in _linked(group)], window, *notes)


def _linked(group: NeighbourGroup) -> Iterator[Row]:
    for node in group.nodes:
        name = f"{node.code} {node.label}".strip()
        yield {"relation": group.key, "label": group.title, "iri": node.iri, "name": name}


def schema(release: Release, said: Arguments, window: Window) -> Rows:
    """Say what the graph is made of: classes and properties with their counts, and prefixes."""
    engine, wanted = release.engine, said.get("kind")
    rows = [*_terms(engine, "classes", "class"), *_terms(engine, "properties", "property")]
    rows += [_term("prefix", f"{name}:", iri) for name, iri in prefixes().items()]
    return Rows.of([row for row in rows if wanted in (None, row["kind"])], window)


def _terms(engine: Engine, name: str, kind: str) -> Iterator[Row]:
    vocabulary = {term.iri: term for term in read_vocabulary(engine)}
    for each in read_terms(engine)[name]:
        iri = str(each["iri"])
        yield _term(kind, str(each["name"]), iri, each["count"], vocabulary.get(iri))


def _term(
    kind: str, name: str, iri: str, count: object = None, term: VocabularyTerm | None = None
) -> Row:
    return {
        "kind": kind,
        "name": name,
        "iri": iri,
        "count": count,
        "label": term.label if term else "",
        "definition": term.definition if term else "",
        "domain": term.domain.text if term else "",
        "range": term.range.text if term else "",
    }


def _resolve(release: Release, text: str) -> str:
    """Return the IRI of a thing: that, a prefixed name, or a code; RefusedCallError if unknown."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    if _ABSOLUTE.fullmatch(bare):
        return _known(release, bare.replace(f"{base()}doc/", f"{base()}id/", 1))
    if colon and prefix in prefixes():
        return _known(release, prefixes()[prefix] + local)
    if colon:
        near = get_close_matches(prefix[:_SHOWN], prefixes(), 1)
        hint = f"is it “{near[0]}:”?" if near else "the tool “schema” lists them."
        raise RefusedCallError(f"Prefix “{prefix[:_SHOWN]}:” is unknown: {hint}")
    return _by_code(release, bare)


def _known(release: Release, iri: str) -> str:
    try:
        is_known = release.engine.ask(find("browse/exists"), iri=ox.NamedNode(iri))
    except ValueError:
        raise RefusedCallError(f"“{iri[:_SHOWN]!a}” is no IRI.") from None
    if not is_known:
        raise RefusedCallError(f"Nothing is known of {iri[:_SHOWN]!a}: use “search”.")
    return iri


def _by_code(release: Release, code: str) -> str:
    """Return what a code means, however it is written, if it means one thing."""
    asked = candidates(clean_code(code), tuple(SCHEMES))
    meant = [each for some in release.codes.meanings(asked).values() for each in some]
    hits = find_all(release.index, code).hits
    named = {each.iri: (each.scheme, each.label) for each in meant}
    for hit in hits:
        if hit.reason == "code" and fold(hit.matched) == fold(code):
            named.setdefault(hit.iri, (hit.type, hit.label))
    if len(named) == 1:
        return next(iter(named))
    if named:
        raise RefusedCallError(f"“{code}” is the code of several things: {_shown(named)}.")
    found = {hit.iri: (hit.type, hit.label) for hit in hits}
    near = f" Found by these words: {_shown(found)}." if found else ""
    raise RefusedCallError(f"No thing has the code “{code[:_SHOWN]}”.{near}")


def _shown(things: Mapping[str, tuple[str, str]]) -> str:
    """Return the first of some things, by their IRIs, with their kinds and names."""
    return ", ".join(
        f"{compact(iri, prefixes())} ({kind}, {label})"
        for iri, (kind, label) in islice(things.items(), _CANDIDATES)
    )
