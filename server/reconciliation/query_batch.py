"""Query batch: what a client asks to reconcile, read alike from both versions of the protocol.

Source: Reconciliation Service API, W3C Entity Reconciliation Community Group, 0.2 and 1.0-draft.
What is not as it says is refused with the query and the member that are at fault.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from server.http.language import gettext
from server.http.problems import ProblemError

__all__ = [
    "BATCH_SIZE", "MOST_PROPERTIES", "GivenValue", "ReconciliationQuery", "check_size",
    "one_of",    "read_batch_0_2", "read_batch_1_0", "read_json", "refuse",
]  # fmt: skip

BATCH_SIZE: Final = 50
"""Queries of a batch, and things of a data extension; more are refused (413)."""
_MOST_CANDIDATES: Final = 20
_MOST_EVIDENCE: Final = 4
"""Properties of a query; those of a data extension may be `MOST_PROPERTIES`."""
_USUAL_CANDIDATES: Final = 10
MOST_PROPERTIES: Final = 16
_MOST_VALUES: Final = 8
_MOST_TEXTS: Final = 2
_MEMBERS_0_2: Final = frozenset({"query", "type", "limit", "properties", "type_strict"})
_MEMBERS_1_0: Final = frozenset({"type", "limit", "conditions", "lang", "dir"})
_TYPE_STRICT: Final = ("any", "should", "all")
_MATCH_TYPES: Final = ("name", "id", "property")
_QUANTIFIERS: Final = ("any", "all", "none")


@dataclass(frozen=True)
class GivenValue:
    """What a row says of a property beside its name: evidence for a candidate, or against it.

    `quantifier` says which of the values a candidate must have: "any", "all" or "none".
    """

    property: str
    values: Sequence[str]
    quantifier: str = "any"
    is_required: bool = False


@dataclass(frozen=True)
class ReconciliationQuery:
    """One row: the texts of its cell, the types it may be of (none: any), and its evidence."""

    texts: Sequence[str] = ()
    ids: Sequence[str] = ()
    types: Sequence[str] = ()
    properties: Sequence[GivenValue] = ()
    limit: int = _USUAL_CANDIDATES


def refuse(place: str, reason: str) -> NoReturn:
    """Raise a refusal that names what is at fault."""
    raise ProblemError(400, f"{place} : {reason}")


def read_json(text: str | bytes, place: str) -> Any:
    """Read JSON; ProblemError where it is none."""
    try:
        document = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode()  # half a pair of surrogates is no text
    except json.JSONDecodeError as error:
        where = {"row": error.lineno, "column": error.colno}
        refuse(place, gettext("ce n'est pas du JSON (ligne %(row)d, colonne %(column)d)", **where))
    except (ValueError, RecursionError):
        refuse(place, gettext("ce n'est pas du JSON"))
    return document


def read_batch_0_2(document: object) -> Mapping[str, ReconciliationQuery]:
    """Read the queries of version 0.2, by their keys."""
    batch = _object(document, "queries")
    check_size(len(batch))
    return {key: _query_0_2(query, f"queries.{key}") for key, query in batch.items()}


def read_batch_1_0(document: object) -> Sequence[ReconciliationQuery]:
    """Read the queries of version 1.0, in their order."""
    batch = _object(document, "document").get("queries")
    if not isinstance(batch, list):
        refuse("queries", gettext("une liste est attendue"))
    check_size(len(batch))
    return [_query_1_0(query, f"queries[{n}]") for n, query in enumerate(batch)]


def check_size(size: int) -> None:
    """Refuse what is larger than a batch may be (413)."""
    if size > BATCH_SIZE:
        reason = gettext(
            "Un lot a %(most)d éléments au plus, et celui-ci %(size)d.", most=BATCH_SIZE, size=size
        )
        raise ProblemError(413, reason)


def _query_0_2(document: object, place: str) -> ReconciliationQuery:
    query = _members(document, _MEMBERS_0_2, place)
    if "query" not in query and not query.get("properties"):
        refuse(place, gettext("il faut « query » ou « properties »"))
    types = query.get("type", [])
    strict = query.get("type_strict", "should")
    if strict not in _TYPE_STRICT:
        refuse(f"{place}.type_strict", one_of(_TYPE_STRICT))
    text = _text(query.get("query", ""), f"{place}.query")
    return ReconciliationQuery(
        texts=[text] if text.strip() else [],
        types=_texts([types] if isinstance(types, str) else types, f"{place}.type"),
        properties=[
            _property_0_2(each, f"{place}.properties[{n}]")
            for n, each in _listed(
                query.get("properties", []), f"{place}.properties", _MOST_EVIDENCE
            )
        ],
        limit=_limit(query, place),
    )


def _property_0_2(document: object, place: str) -> GivenValue:
    given = _object(document, place)
    name = _text(given.get("pid"), f"{place}.pid")
    if "v" not in given:
        refuse(f"{place}.v", gettext("il manque"))
    return GivenValue(name, _values(given["v"], f"{place}.v"))


def _query_1_0(document: object, place: str) -> ReconciliationQuery:
    query = _members(document, _MEMBERS_1_0, place)
    most = _MOST_EVIDENCE + _MOST_TEXTS
    conditions = _listed(query.get("conditions"), f"{place}.conditions", most)
    if not conditions:
        refuse(f"{place}.conditions", gettext("il en faut une au moins"))
    by_match: dict[str, list[str]] = {"name": [], "id": []}
    properties: list[GivenValue] = []
    for n, each in conditions:
        where = f"{place}.conditions[{n}]"
        condition = _object(each, where)
        match = condition.get("matchType")
        if match not in _MATCH_TYPES:
            refuse(f"{where}.matchType", one_of(_MATCH_TYPES))
        if "propertyValue" not in condition:
            refuse(f"{where}.propertyValue", gettext("il manque"))
        if match == "property":
            properties.append(_property_1_0(condition, where))
        else:
            by_match[match] += _values(condition["propertyValue"], f"{where}.propertyValue")
    return ReconciliationQuery(
        texts=[text for text in by_match["name"] if text.strip()][:_MOST_TEXTS],
        ids=by_match["id"][:_MOST_VALUES],
        types=[_text(query["type"], f"{place}.type")] if "type" in query else [],
        properties=properties,
        limit=_limit(query, place),
    )


def _property_1_0(condition: Mapping[str, Any], place: str) -> GivenValue:
    quantifier = condition.get("matchQuantifier", "any")
    if quantifier not in _QUANTIFIERS:
        refuse(f"{place}.matchQuantifier", one_of(_QUANTIFIERS))
    required = condition.get("required", False)
    if not isinstance(required, bool):
        refuse(f"{place}.required", gettext("vrai ou faux est attendu"))
    name = _text(condition.get("propertyId"), f"{place}.propertyId")
    values = _values(condition["propertyValue"], f"{place}.propertyValue")
    return GivenValue(name, values, quantifier, required)


def _members(document: object, known: frozenset[str], place: str) -> Mapping[str, Any]:
    query = _object(document, place)
    if unknown := sorted(query.keys() - known):
        refuse(f"{place}.{unknown[0]}", gettext("ce membre est inconnu"))
    return query


def _object(document: object, place: str) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        refuse(place, gettext("un objet est attendu"))
    return document


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        refuse(place, gettext("un texte est attendu"))
    return value


def _texts(values: object, place: str) -> Sequence[str]:
    return [_text(each, place) for _, each in _listed(values, place, _MOST_VALUES)]


def _listed(values: object, place: str, most: int) -> Sequence[tuple[int, Any]]:
    if not isinstance(values, list):
        refuse(place, gettext("une liste est attendue"))
    if len(values) > most:
        refuse(place, gettext("%(most)d au plus", most=most))
    return list(enumerate(values))


def _values(value: object, place: str) -> Sequence[str]:
    """Return the values to compare: texts, numbers, truths, or the ids of things."""
    values = value if isinstance(value, list) else [value]
    return [_value(each, place) for _, each in _listed(values, place, _MOST_VALUES)]


def _value(value: object, place: str) -> str:
    if isinstance(value, dict):
        return _text(value.get("id"), f"{place}.id")
    if not isinstance(value, str | int | float):
        refuse(place, gettext("un texte, un nombre ou un objet qui a « id » est attendu"))
    return str(value)


def _limit(query: Mapping[str, Any], place: str) -> int:
    limit = query.get("limit", _USUAL_CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        refuse(f"{place}.limit", gettext("un nombre d'au moins 1 est attendu"))
    return int(min(limit, _MOST_CANDIDATES))


def one_of(words: Sequence[str]) -> str:
    """Return the reason of a refusal: which words are admitted."""
    return gettext("l'un de ces mots est attendu : %(words)s", words=", ".join(words))
