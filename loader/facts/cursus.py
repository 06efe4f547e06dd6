"""Grammar of what is written on the duration of studies: paths, stages, complements.

A text is read sentence by sentence, each duration by the words around it:

- a *path* opens a clause, or says what it is for (« , ou 3 ans pour », « CAP (2 ans) », « CAP en
  2 ans »); it is counted from the departure, from the level that it follows (« 1 an après un bac
  + 2 »), or on top of the path before (« 1 an de plus »);
- a *stage* goes on from the path of its sentence, and is added (« puis 2 ans pour »);
- a *complement* adds to the path's maximum (« suivi d'un BP (2 ans) »), to both ends after the bac
  where it completes (« complété par une licence (1 an) »); what is optional adds nothing;
- experience, internat and ages are no studies.

Where a text states no such path, « bac + 5 » is one, of the years from the departure.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from loader.facts.clauses import BAC, Phrase, years_of_level
from loader.facts.durees import Duree
from loader.facts.lexique import Token

_WHOLE: Final = 5
"""Years of studies that are the whole of them: no diploma asks for five after a bac + n."""


class Reading:
    """Paths that sentences state, in their order, from a departure in years from the 3e."""

    def __init__(self, depart: int | None) -> None:
        self._depart = depart
        self._paths: list[Duree] = []
        self._lasts = False
        """Whether a path is stated by its duration."""
        self._is_anchored = False
        """Whether the last path is counted from a level that the text names."""
        self._diplomas: set[str] = set()
        self._is_contest = False
        """Whether the sentence before speaks of a competition or examination."""
        self._is_stated = False
        """Whether it stated a path."""

    def paths_of(self, sentences: list[list[Token]]) -> list[Duree]:
        """Return the paths of some sentences, where they state a duration."""
        for words in sentences:
            phrase = Phrase(words)
            if not self._reads_entry(phrase):
                for place, word in enumerate(words):
                    if word.kind != "mot":
                        self._read(phrase, place, word)
            self._is_contest = "concours" in phrase.kinds()
            self._is_stated = phrase.stated is not None
        return self._paths if self._lasts else []

    def _reads_entry(self, phrase: Phrase) -> bool:
        """Read « Accès avec un bac + 2 », which says what the path before follows."""
        kinds = phrase.kinds()
        if kinds[:3:2] == ["pour", "accès"]:
            del self._paths[-1:]
            return True
        if kinds[:1] != ["accès"] and kinds[:4] != ["article", "formation", "mot", "accès"]:
            return False
        place = next((n for n, kind in enumerate(kinds) if kind in ("avec", "après")), len(kinds))
        levels = phrase.levels_at(place + 1)
        waited = self._wait(levels) if levels else None
        if waited and self._paths and not self._is_anchored:
            self._paths[-1] += waited
            self._is_anchored = True
        return True

    def _read(self, phrase: Phrase, place: int, word: Token) -> None:
        if word.duree:
            opened = phrase.is_open(place)
            self._duration(phrase, place, replace(word.duree, ouverte=opened))
        elif word.kind == "éventuel" or (
            word.kind in ("complété", "suivi") and phrase.completed != "éventuel"
        ):
            phrase.completed = word.kind
        elif word.kind in (";", ":"):
            phrase.aside = word.kind == ":" and phrase.kind(place - 1) == "durée"
        elif word.kind == "hors études" and phrase.completed == "complété" and phrase.stated:
            del self._paths[-1]  # what years of practice must complete is not studies alone
            phrase.stated = None
        elif word.kind == "diplome":
            self._diplomas.add(word.text)
            phrase.doctorates += word.text == "doctorat"
        elif word.kind == "niveau":
            self._level(phrase, place, word)

    def _duration(self, phrase: Phrase, place: int, duree: Duree) -> None:
        after = phrase.kind(place + 1)
        if after == "hors études":
            phrase.aside = True
        elif phrase.aside or phrase.is_age(place) or phrase.is_detail(place):
            return
        elif phrase.stated and phrase.is_preparation(place):
            if (self._depart or 0) <= BAC:
                self._go_on(phrase, duree)
        elif after == "de plus":
            if self._paths and phrase.completed != "éventuel":
                self._paths.append(self._paths[-1] + duree)
        elif self._resumes(phrase, place):
            self._go_on(phrase, duree)
        elif "puis" in phrase.clause(place):
            if phrase.stated and (not phrase.completed or phrase.clause(place)[0] == "puis"):
                self._go_on(phrase, duree)
        elif (
            phrase.opens_path(place)
            or (not phrase.completed and phrase.ends_path(place))
            or (not self._is_contest and phrase.is_training(place))
        ):
            self._path(phrase, place, duree)
        elif phrase.completed in ("complété", "suivi"):
            self._complete(phrase, duree)

    def _path(self, phrase: Phrase, place: int, duree: Duree) -> None:
        levels = phrase.levels_followed(place)
        waited = self._wait(levels) if levels else None
        phrase.completed = ""
        if waited:
            duree += waited
        elif self._paths and self._follows_named(phrase, place + 1):
            duree += self._paths[-1]
        elif levels or phrase.follows_unknown(place):
            return
        else:
            duree = self._from_departure(duree)
        self._state(phrase, duree)
        self._lasts, self._is_anchored = True, bool(levels)

    def _state(self, phrase: Phrase, path: Duree) -> None:
        self._paths.append(path)
        phrase.stated = path

    def _wait(self, levels: list[int]) -> Duree | None:
        """Return the years from the departure to some levels, where they are known."""
        if self._depart is None or min(levels) < self._depart:
            return None
        return Duree(Decimal(min(levels) - self._depart), Decimal(max(levels) - self._depart))

    def _from_departure(self, duree: Duree) -> Duree:
        """Return a duration from the departure: after a bac + 3, 5 years are those from the bac."""
        after_bac = (self._depart or 0) - BAC
        if 0 < after_bac < duree.minimum and duree.minimum >= _WHOLE:
            return replace(
                duree, minimum=duree.minimum - after_bac, maximum=duree.maximum - after_bac
            )
        return duree

    def _follows_named(self, phrase: Phrase, place: int) -> bool:
        """Tell whether « après le DEV » follows there a diploma that the text has led to."""
        following = phrase.words[place : place + 3]
        return phrase.kind(place) == "après" and any(
            word.text in self._diplomas and word.text.isupper() for word in following
        )

    def _resumes(self, phrase: Phrase, place: int) -> bool:
        """Tell whether a sentence goes on from the path before (« Après réussite au concours »)."""
        if phrase.kind(0) == "puis" and self._is_stated and phrase.stated is None:
            return phrase.clause(place)[:1] == ["puis"]
        start = (phrase.kind(0), phrase.kind(1))
        resumed = start == ("après", "réussite") or (
            start == ("article", "formation") and self._is_contest
        )
        trained = "formation" in phrase.clause(place) and phrase.kind(place - 1) == "de"
        return resumed and trained and bool(self._paths)

    def _go_on(self, phrase: Phrase, stage: Duree) -> None:
        self._paths[-1] += stage
        phrase.stated = self._paths[-1]

    def _complete(self, phrase: Phrase, complement: Duree) -> None:
        """Add what completes the path; years that lead to a doctorate count it already."""
        is_own = phrase.stated or phrase.kind(0) == "complété"
        if not self._paths or not is_own or phrase.doctorates > 1:
            return
        path = self._paths[-1]
        base = phrase.stated or path
        whole = base + complement
        summed = phrase.completed == "complété" and (self._depart or 0) >= BAC
        shortest = whole.minimum if summed else base.minimum
        if path != base:
            shortest = min(shortest, path.minimum)
        self._paths[-1] = Duree(shortest, max(path.maximum, whole.maximum), whole.ouverte)

    def _level(self, phrase: Phrase, place: int, level: Token) -> None:
        """Read « bac + 3 au minimum : licence », a path by its level even beside durations."""
        label = place + 1 + (phrase.kind(place + 1) == "minimum")
        if phrase.kind(label) == ":" and phrase.kind(place - 2) != "après":
            self._state_level(phrase, place, level)

    def _state_level(self, phrase: Phrase, place: int, level: Token) -> None:
        years = years_of_level(level)
        waited = self._wait(years) if (self._depart or 0) >= BAC else None
        if waited:
            opened = phrase.is_open(place) or phrase.kind(place - 1) == "âge"
            self._state(phrase, replace(waited, ouverte=opened))


class LevelReading(Reading):
    """Paths that sentences state by the level to which they lead."""

    _is_bac_enough = False

    def paths_of(self, sentences: list[list[Token]]) -> list[Duree]:
        """Return the paths of some sentences; none where the bac too gives entry."""
        super().paths_of(sentences)
        return [] if self._is_bac_enough else self._paths

    def _read(self, phrase: Phrase, place: int, word: Token) -> None:
        bare = word.kind == "diplome" and years_of_level(word) == [BAC]
        article = phrase.kind(place - 1) in ("article", "de")
        if bare and article and phrase.kind(place - 2) != "après":
            self._is_bac_enough = True
        phrase.follows |= word.kind == "après" or (word.kind == "accès" and bool(phrase.stated))
        super()._read(phrase, place, word)

    def _level(self, phrase: Phrase, place: int, level: Token) -> None:
        if not phrase.follows:
            self._state_level(phrase, place, level)
