"""Beginner's pay: amounts extracted from the lines under « Salaire du débutant »."""

import re
from decimal import Decimal

from loader.records import Fiche, Montant, Rubrique, Salaire
from ontology.folding import fold

_HEADING = "salaire du debutant"
_NUMBER = r"\d{1,3}(?:\s\d{3}){1,2}(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_EUROS = r"\s*(?:euros?|€)(?P<brut>\s+bruts?)?"
_PERIODS = {
    "HOUR": r"par\s+heure|de\s+l['’]heure|horaire",
    "DAY": r"par\s+jour|la\s+journée|le\s+forfait\s+journalier|journalier",
    "WEEK": r"par\s+semaine|hebdomadaire",
    "MONTH": r"par\s+mois|mensuel",
    "YEAR": r"par\s+an|annuel",
}
_PERIOD = "|".join(f"(?P<{unite}>{pattern})" for unite, pattern in _PERIODS.items())
_STATED = re.compile(
    rf"(?:(?:le\s+)?salaire\s+)?"
    rf"(?:(?P<open>[aà]\s+partir\s+de)\s+|entre\s+(?P<low>{_NUMBER})\s+et\s+"
    rf"|de\s+(?P<from>{_NUMBER})\s+à\s+)?"
    rf"(?P<last>{_NUMBER}){_EUROS}\s+(?:{_PERIOD})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEGAL_MINIMUM = re.compile(
    rf"salaire\s+(?:{_PERIOD})\s+(?P<open>minimal|minimum)\s+de\s+(?P<last>{_NUMBER}){_EUROS}"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)

_NEXT_AMOUNT = re.compile(
    rf"(?<![\d.,])(?:{_NUMBER})(?:\s+à\s+(?:{_NUMBER}))?\s*(?:euros?\b|€)|\b(?P<range>de|entre)\s+\d{{4}}\b",
    re.IGNORECASE,
)
_SENTENCE_BREAK = re.compile(r"[.;]\s+|\s(?=(?:Le|La|Les|Un|Une|De|En|Avec)\s)")
_CLAUSE_BREAK = re.compile(r"[,:]\s+(?:(?:et|ou)\s+)?|\s(?:et|ou)\s+")
_REPEATED_UNIT = re.compile(r"[\s,;:.*]*(?:brut\s+mensuel\b[\s,]*)?", re.IGNORECASE)
_RESTRICTS_NOTHING = re.compile(
    r"(?:variable|mais|ou|(?:le|la|les)\s+(?:salaire|rémunération|revenu)s?)\b"
    r"|[^.]*\brémunération\s+est\s+(?:\w+\s+){0,2}variable",
    re.IGNORECASE,
)


def salaires(fiche: Fiche) -> list[Salaire]:
    """Return the statements of a fiche on a beginner's pay, a record a line, in order."""
    return [
        _read(line.strip())
        for section in fiche.sections
        if section.rubrique is Rubrique.VIE_PROFESSIONNELLE
        for passage in section.passages
        if passage.titre and fold(passage.titre).strip(" :") == _HEADING
        for line in (passage.texte or "").split("\n")
        if line.strip()
    ]


def _read(line: str) -> Salaire:
    """Read one line; an amount is kept only where it opens the line, or is a legal minimum."""
    found = _STATED.match(line) or _LEGAL_MINIMUM.search(line)
    if found is None:
        return Salaire(line, None)
    montant = _montant(found.groupdict())
    inverse = montant.maximum is not None and montant.minimum > montant.maximum
    return Salaire(line, None if inverse else montant, inverse)


def _montant(groups: dict[str, str | None]) -> Montant:
    last = _decimal(groups["last"] or "0")
    low = groups.get("low") or groups.get("from")
    return Montant(
        minimum=_decimal(low) if low else last,
        maximum=None if groups["open"] else last,
        unite=next(unite for unite in _PERIODS if groups[unite]),
        brut=groups["brut"] is not None,
        condition=_condition(groups["rest"] or ""),
    )


def _decimal(written: str) -> Decimal:
    return Decimal("".join(written.split()).replace(",", "."))


def _condition(rest: str) -> str | None:
    """Return what restricts an amount, up to the clause that states the next one."""
    found = _NEXT_AMOUNT.search(rest)
    if found:
        before = rest[: found.start()]
        breaks = [each.start() for each in _SENTENCE_BREAK.finditer(before)]
        if found["range"] and not breaks:
            breaks = [len(before)]
        breaks = breaks or [each.start() for each in _CLAUSE_BREAK.finditer(before)]
        rest = before[: breaks[-1]] if breaks else ""
    repeated = _REPEATED_UNIT.match(rest)
    condition = rest[repeated.end() if repeated else 0 :].strip().rstrip(",:;")
    return None if _RESTRICTS_NOTHING.match(condition) else condition or None
