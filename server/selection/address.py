"""Address of a selection, which is all there is of it: ``/selection?m=MET.797&f=FOR.270``.

Nothing is kept here of who reads: whoever has the address has the selection, in its order.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from ontology import base
from server.browse import name_lookup
from server.browse.name_lookup import NamedThing
from server.engine import Engine
from server.http.language import gettext
from server.iris import tail

__all__ = ["MOST", "PATH", "AddressedSelection", "KeptSelection", "KeptThing", "read_selected",
           "thing_called"]  # fmt: skip

PATH: Final = "/selection"
MOST: Final = 40
"""Things of a selection: more would be no choice, and no address to share."""
_FOLDERS: Final = {"m": "metier", "f": "formation"}
_PREFIXES: Final = {"MET": "m", "FOR": "f"}
_ID = re.compile(r"(MET|FOR)\.[0-9]{1,9}")
_LONGEST: Final = 200


@dataclass(frozen=True)
class KeptThing:
    """A métier (`parameter` m) or a formation (f) of a selection."""

    parameter: str
    named: NamedThing

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.named.iri

    @property
    def folder(self) -> str:
        """The first part of the path of its document."""
        return _FOLDERS[self.parameter]

    @property
    def id(self) -> str:
        """The publisher's identifier, which the address holds."""
        return tail(self.named.iri)

    @property
    def label(self) -> str:
        """Its name."""
        return self.named.label


@dataclass(frozen=True)
class KeptSelection:
    """Métiers, then formations, each once and in the order that the reader gave them."""

    things: tuple[KeptThing, ...] = ()

    @property
    def metiers(self) -> Sequence[KeptThing]:
        """The métiers."""
        return [each for each in self.things if each.parameter == "m"]

    @property
    def formations(self) -> Sequence[KeptThing]:
        """The formations."""
        return [each for each in self.things if each.parameter == "f"]

    @property
    def is_full(self) -> bool:
        """Whether it takes nothing more."""
        return len(self.things) >= MOST

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the address."""
        return [(each.parameter, each.id) for each in self.things]

    def address(self, *more: tuple[str, str]) -> str:
        """Return the address of the page, or of what more parameters make of it."""
        pairs = [*self.pairs(), *more]
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH

    def find(self, text: str) -> KeptThing | None:
        """Return the thing of an identifier, None where it is not in the selection."""
        return next((each for each in self.things if each.id == text), None)

    def with_thing(self, thing: KeptThing) -> "KeptSelection":
        """Return the selection with a thing more, after those of its kind, if there is room."""
        if self.is_full or self.find(thing.id):
            return self
        return _in_order((*self.things, thing))

    def without(self, thing: KeptThing) -> "KeptSelection":
        """Return the selection without a thing."""
        return KeptSelection(tuple(each for each in self.things if each != thing))

    def moved(self, thing: KeptThing, steps: int) -> "KeptSelection":
        """Return the selection with a thing so many places further among those of its kind."""
        alike = [each for each in self.things if each.parameter == thing.parameter]
        place = alike.index(thing)
        alike.insert(max(0, place + steps), alike.pop(place))
        others = [each for each in self.things if each.parameter != thing.parameter]
        return _in_order((*alike, *others))


@dataclass(frozen=True)
class AddressedSelection:
    """The selection that an address names, and what of it makes none: texts with the reasons."""

    kept: KeptSelection
    left_out: Sequence[tuple[str, str]]


def read_selected(engine: Engine, args: MultiDict[str, str]) -> AddressedSelection:
    """Read the things that the parameters of an address name; nothing is left out unsaid."""
    asked = {name: dict.fromkeys(filter(None, args.getlist(name))) for name in _FOLDERS}
    ids = {name: {text: _id(text) for text in texts} for name, texts in asked.items()}
    known = {name: _known(engine, name, ids[name].values()) for name in ids}
    found: dict[str, KeptThing] = {}
    left_out: list[tuple[str, str]] = []
    for name, texts in ids.items():
        for text, id_ in texts.items():
            thing = known[name].get(id_)
            if thing is None:
                left_out.append((text[:_LONGEST], _reason(name, id_)))
            elif len(found) < MOST or thing.id in found:
                found[thing.id] = thing
            else:
                reason = gettext("une sélection tient au plus %(most)d choses", most=MOST)
                left_out.append((thing.label, str(reason)))
    return AddressedSelection(KeptSelection(tuple(found.values())), left_out)


def thing_called(engine: Engine, text: str) -> KeptThing | None:
    """Return the métier or the formation of an identifier, or of an address that ends in one."""
    id_ = _id(text)
    name = _PREFIXES.get(id_[:3], "")
    return _known(engine, name, [id_]).get(id_) if name else None


def _in_order(things: Iterable[KeptThing]) -> KeptSelection:
    order = [*_FOLDERS]
    return KeptSelection(tuple(sorted(things, key=lambda each: order.index(each.parameter))))


def _id(text: str) -> str:
    """Return the identifier that a text is, or ends in as an address does; empty if in none."""
    last = text[:_LONGEST].partition("?")[0].partition("#")[0].strip().rstrip("/")
    id_ = last.rpartition("/")[2].upper()
    return id_ if _ID.fullmatch(id_) else ""


def _known(engine: Engine, name: str, ids: Iterable[str]) -> Mapping[str, KeptThing]:
    """Return the things of one parameter that the release names, by identifier."""
    lookup: Callable[[Engine, Iterable[str]], Mapping[str, NamedThing]] = (
        name_lookup.metiers if name == "m" else name_lookup.formations
    )
    found = lookup(engine, [f"{base()}id/{_FOLDERS[name]}/{id_}" for id_ in ids if id_])
    return {tail(iri): KeptThing(name, named) for iri, named in found.items()}


def _reason(name: str, id_: str) -> str:
    if _PREFIXES.get(id_[:3]) == name:
        return str(gettext("cette release n'en connaît pas"))
    if name == "m":
        return str(gettext("ce n'est pas l'identifiant d'un métier (MET.797)"))
    return str(gettext("ce n'est pas l'identifiant d'une formation (FOR.270)"))
