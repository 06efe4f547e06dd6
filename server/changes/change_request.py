"""Change request: which comparison an address asks for, and which of its rows.

The pages of changes and of disagreements, their tables and their feeds read the same parameters:
`genre`, `etat`, `champ`, `chose` and `code`, beside `release` or `editions`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request

from ontology import base, prefixes
from server.codes.resolution import CodeCell, resolve_codes
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import compact
from server.releases.change_tables import ChangeFilter
from server.releases.current import release

__all__ = ["ChangeParameters", "read_parameters", "short_name"]

_NAMES: Final = ("genre", "etat", "champ", "chose", "code")
_ALIASES: Final = {"chose": "metier"}
"""What a parameter was called before."""
_STATES: Final = {"ajout": "added", "retrait": "removed", "changement": "changed"}
_ID: Final = re.compile(r"(MET|FOR)\.\d{1,9}", re.ASCII)
_FOLDERS: Final = {"MET": "metier", "FOR": "formation"}
_SHORT: Final = re.compile(r"(\w+):([\w.-]+)", re.ASCII)


@dataclass(frozen=True)
class ChangeParameters:
    """What an address asks for: its parameters, and the filter that they make."""

    path: str
    given: Mapping[str, str]
    wanted: ChangeFilter

    @property
    def is_of_things(self) -> bool:
        """Whether it asks for one thing, or for those behind a code."""
        return self.wanted.things is not None

    @property
    def of_things(self) -> Mapping[str, str]:
        """The parameters that say which things."""
        return {name: text for name, text in self.given.items() if name in ("chose", "code")}

    def address(self, path: str = "", **other: str) -> str:
        """Return the address with other parameters, empty ones left out."""
        pairs = [(name, text) for name, text in {**self.given, **other}.items() if text]
        return f"{path or self.path}?{urlencode(pairs)}" if pairs else path or self.path


def read_parameters(path: str, *more: str, disputed: bool = False) -> ChangeParameters:
    """Read the parameters of the request, `more` of them besides; 404 for a code of nothing."""
    given = {name: text for name in (*more, *_NAMES) if (text := _text(name))}
    state = given.get("etat", "")
    if state and state not in _STATES:
        raise ProblemError(
            400, gettext("Le paramètre « etat » vaut %(names)s.", names=", ".join(_STATES))
        )
    things = [
        frozenset(read(given[name]))
        for name, read in (("chose", _named), ("code", _behind))
        if name in given
    ]
    wanted = ChangeFilter(
        kind=given.get("genre", ""),
        state=_STATES.get(state, ""),
        field=given.get("champ", ""),
        things=frozenset.intersection(*things) if things else None,
        disputed=disputed,
    )
    return ChangeParameters(path, given, wanted)


def _text(name: str) -> str:
    said = request.args.get(name) or request.args.get(_ALIASES.get(name, ""), "")
    if not said.isprintable():
        raise ProblemError(400, gettext("Le paramètre « %(name)s » ne se lit pas.", name=name))
    return said.strip()


def short_name(iri: str) -> str:
    """Return what an address calls a thing: `metier:MET.797`."""
    return compact(iri, prefixes())


def _named(text: str) -> Sequence[str]:
    """Return the IRI that an id, a short name or an IRI is, else what the code is of."""
    if found := _ID.fullmatch(text):
        return [f"{base()}id/{_FOLDERS[found[1]]}/{text}"]
    short = _SHORT.fullmatch(text)
    if short and short[1] in prefixes():
        return [prefixes()[short[1]] + short[2]]
    return [text] if text.startswith(base()) else _of_code(text)[0]


def _behind(text: str) -> Sequence[str]:
    """Return what has a code, and the métiers behind it."""
    of_code, metiers = _of_code(text)
    return [*of_code, *metiers]


def _of_code(text: str) -> tuple[Sequence[str], Sequence[str]]:
    found = resolve_codes(release().codes, [CodeCell(text)])
    meanings = found.cells[0].meanings
    if not meanings:
        raise ProblemError(404, gettext("« %(text)s » n'est le code de rien ici.", text=text[:60]))
    return [each.iri for each in meanings], [each.iri for each in found.metiers.values()]
