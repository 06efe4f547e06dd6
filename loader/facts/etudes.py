"""Studies that lead to a métier, as « En bref » states them passage by passage."""

import re
from collections.abc import Iterator

from loader.facts.acces import depart_of, duree_of
from loader.facts.clauses import years_of_slug
from loader.facts.cursus import LevelReading, Reading
from loader.facts.durees import Duree
from loader.facts.lexique import tokens
from loader.records import Parcours, Passage, Rubrique, Section
from ontology.folding import fold

_DUREE_DES_ETUDES = "duree des etudes"
_SENTENCE_END = re.compile(r"\n+|(?<=[.!?…])\s+(?![\sa-zà-ÿœ])")


def parcours(section: Section) -> Iterator[tuple[int, Parcours]]:
    """Yield the position (from 1) and the studies of each passage that speaks of them.

    « Durée des études » opens them, and « Après … » by itself.
    """
    if section.rubrique is not Rubrique.EN_BREF:
        return
    open_ = False
    for position, passage in enumerate(section.passages, 1):
        open_ = _opens(passage) or (open_ and passage.niveau_titre != 3)
        titre, texte = passage.titre or "", passage.texte or ""
        if open_ and (texte or duree_of(titre)):
            yield position, _read(titre, texte)


def _opens(passage: Passage) -> bool:
    titre = passage.titre or ""
    return fold(titre).strip(" :") == _DUREE_DES_ETUDES or depart_of(titre) is not None


def _read(titre: str, texte: str) -> Parcours:
    depart = depart_of(titre)
    duree = duree_of(titre) or duree_des_etudes(texte, depart)
    if duree is None:
        return Parcours(depart, None, None)
    return Parcours(depart, duree.minimum, None if duree.ouverte else duree.maximum)


def duree_des_etudes(text: str, niveau: str | None) -> Duree | None:
    """Return the years that a text states from a level (a slug, or None where it is not known)."""
    depart = None if niveau is None else years_of_slug(niveau)
    sentences = [tokens(sentence) for sentence in _SENTENCE_END.split(text)]
    paths = Reading(depart).paths_of(sentences) or LevelReading(depart).paths_of(sentences)
    if not paths:
        return None
    longest = max(path.maximum for path in paths)
    opened = any(path.ouverte and path.maximum == longest for path in paths)
    return Duree(min(path.minimum for path in paths), longest, opened)
