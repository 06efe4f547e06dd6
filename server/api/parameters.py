"""Parameters: what a client's values mean, judged before the engine sees any of them.

A value is written as a person writes it: a prefixed name (``metier:MET.797``), a whole IRI, or the
plain code (``MET.797``, ``M1605``), whose namespace is that of the parameter's example. A code of a
scheme is read however it is written: ``met797``, ``797``, ``m 1605``, ``RNCP38363``. Several values
of one parameter are repeated, or parted by commas.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from ontology import prefixes
from queries import Param
from server.api.library import LibraryQuery, namespace_of, values_of
from server.codes.schemes import candidates, clean_code
from server.engine import Engine
from server.engine.interface import Bound
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import compact

__all__ = ["LONGEST", "MOST", "ParameterError", "judge"]

MOST = 20
"""The most values of one parameter."""
LONGEST = 200
"""Characters of a value: no name, code or word of the graph has more."""
_CODE = re.compile(r"\w(?:[\w./-]*\w)?")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {"rome3": "rome-v3", "rome4": "rome-v4", "ogr": "ogr", "metier": "met", "for": "for"}
)
"""By prefix, the scheme of the codes that things have as the end of their IRIs."""
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


class ParameterError(ProblemError):
    """A parameter that is not what it must be (422): which one, and why."""

    def __init__(self, parameter: str, reason: str) -> None:
        detail = gettext("Paramètre « %(name)s » : %(reason)s.", name=parameter, reason=reason)
        super().__init__(422, detail, gettext("Paramètre refusé"), parameter=parameter)
        self.reason = reason


def judge(
    query: LibraryQuery, values: Mapping[str, Sequence[str]], engine: Engine
) -> dict[str, tuple[Bound, ...]]:
    """Return the terms of a query's parameters; ParameterError for the first that is wrong.

    `values` has what the client says, by parameter; a parameter that the query has not is wrong.
    """
    names = [param.name for param in query.params]
    for name in values:
        if name not in names:
            raise ParameterError(name[:LONGEST], _unknown(name, names))
    return {param.name: _terms(param, values.get(param.name, ()), engine) for param in query.params}


def _unknown(name: str, names: Sequence[str]) -> str:
    if not names:
        return gettext("cette question n'a aucun paramètre")
    near = get_close_matches(name[:LONGEST], names, 1)
    if near:
        return gettext("il est inconnu ; est-ce « %(near)s » ?", near=near[0])
    return gettext("il est inconnu ; il y a %(names)s", names=", ".join(names))


def _terms(param: Param, said: Sequence[str], engine: Engine) -> tuple[Bound, ...]:
    several = param.many and param.kind != "literal"
    parts = [part.strip() for each in said for part in (each.split(",") if several else [each])]
    given = [part for part in parts if part]
    if not given:
        raise ParameterError(
            param.name, gettext("il manque (par exemple : %(example)s)", example=param.example)
        )
    if len(given) > 1 and not param.many:
        raise ParameterError(param.name, gettext("il n'a qu'une valeur"))
    if len(given) > MOST:
        raise ParameterError(param.name, gettext("il a au plus %(most)s valeurs", most=MOST))
    if (long := max(map(len, given))) > LONGEST:
        reason = gettext("%(size)s caractères, plus de %(most)s", size=long, most=LONGEST)
        raise ParameterError(param.name, reason)
    terms = tuple(dict.fromkeys(_term(param, each) for each in given))
    _check_listed(param, terms, engine)
    return terms


def _term(param: Param, text: str) -> Bound:
    if param.kind == "literal":
        return ox.Literal(_written(text, param.schemes) or text)
    if param.kind == "integer":
        if not _INTEGER.fullmatch(text):
            reason = gettext("« %(text)s » n'est pas un nombre entier", text=text)
            raise ParameterError(param.name, reason)
        return ox.Literal(int(text))
    iri = _iri(param, text)
    namespace = namespace_of(param)
    if param.kind == "iri" and not (iri.startswith(namespace) and iri != namespace):
        raise ParameterError(param.name, _foreign(param, text))
    try:
        return ox.NamedNode(iri)
    except ValueError:
        reason = gettext("« %(text)s » n'est pas un IRI", text=text)
        raise ParameterError(param.name, reason) from None


def _iri(param: Param, text: str) -> str:
    """Return the IRI that a value names: whole, by a prefix of the project, or by its code."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if _ABSOLUTE.fullmatch(bare):
        return bare
    own = param.example.partition(":")[0]
    if code := _code(text, own):
        return prefixes()[own] + code
    prefix, colon, local = text.partition(":")
    if colon and prefix not in prefixes():
        reason = gettext("« %(prefix)s: » n'est pas un préfixe connu", prefix=prefix)
        raise ParameterError(param.name, reason)
    if not _CODE.fullmatch(local if colon else text):
        reason = gettext("« %(text)s » n'est ni un code, ni un nom préfixé, ni un IRI", text=text)
        raise ParameterError(param.name, reason)
    if not colon:
        return namespace_of(param) + text
    return prefixes()[prefix] + (_code(local, prefix) or local)


def _code(text: str, prefix: str) -> str:
    """Return a code as the scheme of a prefix writes it, empty where it is no code of it."""
    return _written(text, [_SCHEMES[prefix]]) if prefix in _SCHEMES else ""


def _written(text: str, schemes: Sequence[str]) -> str:
    """Return a code as its scheme writes it, empty where it is of none."""
    return next((key for _, key in candidates(clean_code(text), schemes)), "")


def _foreign(param: Param, text: str) -> str:
    return gettext(
        "« %(text)s » n'est pas de la forme attendue (par exemple : %(example)s)",
        text=text,
        example=param.example.partition(" ")[0],
    )


def _check_listed(param: Param, terms: Sequence[Bound], engine: Engine) -> None:
    """Refuse a value that is not of its list, and say what the list has."""
    listed = [each.iri for each in values_of(param, engine)]
    strangers = [term.value for term in terms if term.value not in listed]
    if param.enumerated and strangers:
        known = {compact(iri, prefixes()).partition(":")[2]: iri for iri in listed}
        name = compact(strangers[0], prefixes())
        near = get_close_matches(name.partition(":")[2], known, 1)
        hint = near[0] if near else ", ".join(known)
        reason = gettext("« %(name)s » n'est pas de la liste : %(hint)s", name=name, hint=hint)
        raise ParameterError(param.name, reason)
