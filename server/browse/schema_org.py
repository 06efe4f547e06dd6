"""Schema.org JSON-LD of a métier for search engines: an `Occupation`, from what its page shows."""

from collections.abc import Mapping
from typing import Any, Final

from server.browse.formatting import truncate
from server.browse.metier import MetierPage
from server.browse.salaire import SalaireCard

__all__ = ["occupation"]

_DESCRIPTION: Final = 2_000
Document = Mapping[str, Any]


def occupation(page: MetierPage, address: str) -> Document:
    """Return a métier as a JSON-LD document; `address` is that of its page."""
    found = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "@id": page.iri,
        "name": page.title,
        "alternateName": [*page.forms, *(other.label for other in page.appellations)],
        "description": truncate(page.description, _DESCRIPTION),
        "identifier": page.notation,
        "inLanguage": "fr",
        "mainEntityOfPage": address,
        "sameAs": page.official,
        "occupationalCategory": [_code(rome.notation, rome.code.label) for rome in page.rome],
        "educationRequirements": [
            {"@type": "EducationalOccupationalCredential", "credentialCategory": link.label}
            for link in page.links.get("niveau", ())
        ],
        "occupationLocation": {"@type": "Country", "name": "France"},
        "estimatedSalary": _salaries(page.salaire),
    }
    return {name: value for name, value in found.items() if value}


def _code(notation: str, label: str) -> Document:
    return {
        "@type": "CategoryCode",
        "codeValue": notation,
        "name": label,
        "inCodeSet": "ROME V3",
    }


def _salaries(salaire: SalaireCard | None) -> list[Document]:
    """Return the pay that is a number; a stage of the career is its name."""
    if salaire is None:
        return []
    return [
        {
            "@type": "MonetaryAmount",
            "name": salaire.stade or amount.label or amount.text,
            "currency": "EUR",
            "value": {
                "@type": "QuantitativeValue",
                **({"minValue": amount.minimum} if amount.minimum is not None else {}),
                **({"maxValue": amount.maximum} if amount.maximum is not None else {}),
                **({"unitText": amount.unit} if amount.unit else {}),
            },
        }
        for amount in salaire.amounts
        if amount.minimum is not None or amount.maximum is not None
    ]
