"""What the words around a duration say of it: does it open a path, which level does it follow."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from loader.facts.durees import Duree
from loader.facts.lexique import Token

BAC: Final = 3
_YEARS: Final = {
    "3e": 0, "cap": 2, "bac": BAC, "bts": 5, "btsa": 5, "dut": 5, "deust": 5, "but": 6,
    "licence": 6, "l1": 4, "l2": 5, "l3": 6, "m1": 7, "m2": 8, "master 1": 7, "master": 8,
    "master 2": 8,
}  # fmt: skip
"""Years from the 3e to a level from which studies may go on."""
_NUMBER = re.compile(r"\d+")
_OPENINGS: Final = frozenset({":", ",", ".", "…", "-", "–", "ou"})
_DIPLOMAS: Final = frozenset({"diplome", "diplôme", "durer"})
_STOPS: Final = frozenset({";", ".", "(", ")", "durée", ""})
_BARE: Final = frozenset({"", ".", ";", ",", "ou", "en", "à", "avec"})
"""What may stand after an alternative that has no aim of its own (« ou 5 ans à l'université »)."""
_APPROXIMATE: Final = frozenset({"amorce", "minimum"})
_NEAR: Final = 6
"""How many words away the aim of a duration may stand (« 2 ans, en alternance, pour »)."""
_FAR: Final = 15
"""How many words away another level may stand (« après le CAP cuisine ou le bac pro »)."""


def years_of_slug(niveau: str) -> int | None:
    """Return the years from the 3e to the level of a slug (`bac-2`), if they are known."""
    name, _, rest = niveau.partition("-")
    return BAC + int(rest[0]) if name == "bac" and rest[:1].isdigit() else _YEARS.get(name)


def years_of_level(level: Token) -> list[int]:
    """Return the years from the 3e to the levels that a word names (« bac + 2/3 »), if known."""
    if level.kind == "niveau":
        return [BAC + int(number) for number in _NUMBER.findall(level.text)]
    name = " ".join(level.text.lower().split())
    known = _YEARS.get("bac" if name.startswith("bac") else name.replace("3 e", "3e"))
    return [] if known is None else [known]


@dataclass
class Phrase:
    """Words of a sentence, and how far it is read."""

    words: list[Token]
    stated: Duree | None = None
    """The path that it stated last, without what completes it."""
    completed: str = ""
    """What completes that path: « complété », « suivi », « éventuel »; empty where nothing does."""
    aside: bool = False
    """Whether its clause has gone on to what is no path: years of practice, parts of a path."""
    follows: bool = False
    """Whether it says what comes before studies: the levels that it goes on to name are no end."""
    doctorates: int = 0

    def kind(self, place: int) -> str:
        """Return the kind of the word at a place; empty outside the sentence."""
        return self.words[place].kind if 0 <= place < len(self.words) else ""

    def kinds(self) -> list[str]:
        """Return the kinds of all words."""
        return [word.kind for word in self.words]

    def clause(self, place: int) -> list[str]:
        """Return the kinds of the words since the duration, or the « ; », before a place."""
        start = place
        while start and self.kind(start - 1) not in ("durée", ";"):
            start -= 1
        return [word.kind for word in self.words[start:place]]

    def opens_path(self, place: int) -> bool:
        """Tell whether the duration there opens a clause, or says what it is for."""
        before = self._before(place, _APPROXIMATE | ({"de"} if self._ranges(place) else set()))
        if self.kind(before) in ("", ";", "compter") or (before == 0 and self.kind(0) == "en"):
            return True
        bounds = (self.kind(before - 1), self.kind(before), self.kind(place + 1))
        if bounds in (("", "de", "("), (")", "à", "(")):
            return True
        if self.kind(before) in _OPENINGS:
            bare = self.kind(place + 1) in _BARE and not self.completed
            named = self.kind(before) == ":" and not _DIPLOMAS.isdisjoint(self.clause(before))
            return self._is_aimed(place) or (bare and (named or self.stated is not None))
        near = self.kind(place + 2 if self.kind(place + 1) == "minimum" else place + 1)
        return near in ("pour", "études") and self.kind(before) not in (
            "de", "en", "complété", "suivi"
        )  # fmt: skip

    def ends_path(self, place: int) -> bool:
        """Tell whether the duration there follows its diploma: « CAP (2 ans) », « en 2 ans »."""
        before = self._before(place, _APPROXIMATE)
        after = self.kind(place + 2 if self.kind(place + 1) == "études" else place + 1)
        if self.kind(before) == "(":
            trained = "formation" in self.clause(before)[-4:]
            return after in (")", "après", ",") and not trained
        if self.kind(before) == "en" and self.kind(before - 1) == "(":
            return after == "après"
        clause = self.clause(before)
        named = clause[:1] == ["formation"] or clause[:2] == ["article", "formation"]
        if self.kind(before) == "en":
            named = named or not _DIPLOMAS.isdisjoint(clause)
            return named and clause.count("(") == clause.count(")")
        return self.kind(before) == "durer" and (named or self.words[before].text == "durent")

    def is_training(self, place: int) -> bool:
        """Tell whether the sentence starts with the training that lasts so long."""
        start = self.clause(place)
        return len(start) == place and start in (
            ["formation", "de"], ["article", "formation", "de"]
        )  # fmt: skip

    def is_age(self, place: int) -> bool:
        """Tell whether the duration there is an age: « dès 16 ans », « avoir au moins 18 ans »."""
        before = self._before(place, {"minimum"})
        return self.kind(before) == "âge" and not self._exceeds(before, place)

    def is_detail(self, place: int) -> bool:
        """Tell whether « (alternance : 1 an … » there says how the years of a path are spent."""
        kinds = self.kinds()[:place]
        while kinds and kinds[-1] not in ("(", ")"):
            kinds.pop()
        within = self.kinds()[len(kinds) : place]
        named = not _DIPLOMAS.isdisjoint(within)
        return self.stated is not None and kinds[-1:] == ["("] and ":" in within and not named

    def is_preparation(self, place: int) -> bool:
        """Tell whether « après 2 ans de préparation » there comes before the path."""
        following = self.words[place + 1 : place + 4]
        prepared = any(word.text.startswith("prépar") for word in following)
        return self.kind(place - 1) == "après" and self.kind(place + 1) == "de" and prepared

    def is_open(self, place: int) -> bool:
        """Tell whether « au minimum » or « et plus » stands beside the duration or level there."""
        after = place + 1
        if self.kind(after) == "études":
            after += 2 if self.kind(after + 1) == "mot" else 1
        if self.kind(after) in (",", "("):
            after += 1
        before = self._before(place, {"amorce", "de"})
        return "minimum" in (self.kind(after), self.kind(before)) or self._exceeds(before, place)

    def levels_followed(self, place: int) -> list[int]:
        """Return the years from the 3e to the levels after which the duration there starts."""
        for following in self._places_of_following(place):
            levels = self.levels_at(following + 1)
            if levels:
                return levels
        return []

    def follows_unknown(self, place: int) -> bool:
        """Tell whether « après un … » stands right after the duration there."""
        return self.kind(place + 1) == "après" and self.kind(place + 2) == "article"

    def _before(self, place: int, skipped: Container[str]) -> int:
        place -= 1
        while self.kind(place) in skipped:
            place -= 1
        return place

    def _exceeds(self, before: int, place: int) -> bool:
        """Tell whether « plus de » stands before studies (« plus de 10 ans d'études »)."""
        more = self.kind(before) == "âge" and self.words[before].text.lower().startswith("plus")
        return more and self.kind(place + 1) == "études"

    def _ranges(self, place: int) -> bool:
        duree = self.words[place].duree
        return duree is not None and duree.minimum < duree.maximum

    def _is_aimed(self, place: int) -> bool:
        for near in range(place + 1, place + 1 + _NEAR):
            if self.kind(near) in ("pour", "études"):
                return True
            if self.kind(near) in _STOPS:
                break
        following = (self.kind(place + 1), self.kind(place + 2))
        return following[0] in ("(", "après") or following == ("de", "diplome")

    def _places_of_following(self, place: int) -> Iterator[int]:
        """Yield where « après » stands for a duration: before it (« Après un CAP, »), then after.

        What parentheses after it say of something else is left (« (école après un bac + 2) »).
        """
        clause = self.clause(place)
        if clause[:1] == ["après"] or clause[-1:] == ["en"]:
            start = place - len(clause)
            yield from (start + n for n, kind in enumerate(clause) if kind == "après")
        inside = self.kind(place + 1) == "("
        depth = 0
        for after in range(place + 1, len(self.words)):
            kind = self.kind(after)
            if kind in (";", "durée", "complété", "suivi"):
                return
            depth += (kind == "(") - (kind == ")")
            if kind == "après" and (depth <= 0 or inside or self.kind(after - 1) == "("):
                yield after

    def levels_at(self, place: int) -> list[int]:
        """Return the level named at a place, with another one that « ou le » adds to it."""
        while self.kind(place) in ("article", "de", "obtention", "diplôme"):
            place += 1
        found = years_of_level(self.words[place]) if place < len(self.words) else []
        if not found:
            return []
        for other in range(place + 1, min(place + _FAR, len(self.words) - 2)):
            if self.kind(other) in (*_STOPS, ","):
                break
            if self.kind(other) == "ou" and self.kind(other + 1) == "article":
                return found + years_of_level(self.words[other + 2])
        return found
