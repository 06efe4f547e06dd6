"""The lists that only a `<formation>` has: specialities, further studies, métiers."""

import re
from collections.abc import Iterator

from loader.records.formations import MetierNomme, Poursuite, Specialite
from loader.sources.xml_fields import Fields
from loader.sources.xml_lists import paire, synonymes

_MET = re.compile(r"MET\.\d+", re.ASCII)
_NSF = re.compile(r"\d{3}|[A-Z]", re.ASCII)


def specialites(fields: Fields) -> Iterator[Specialite]:
    """Take the discipline and the fonction of the NSF."""
    for kind in ("discipline", "fonction"):
        for inner in fields.each(f"nsf_{kind}"):
            code, libelle = (inner.text(f"NSF_{kind}_{what}") for what in ("code", "libelle"))
            if code and _NSF.fullmatch(code):
                yield Specialite(code, libelle)
            elif code or libelle:
                lost = " ".join(filter(None, (code, libelle)))
                inner.lose("spécialité sans code de la NSF", lost)


def poursuites(fields: Fields) -> Iterator[Poursuite]:
    """Take the further studies."""
    for inner in fields.each("poursuites_etudes", "poursuite_etudes"):
        found = Poursuite(inner.text("type_Poursuite"), inner.texts("formation_poursuite_Etudes"))
        if found.type or found.formations:
            yield found


def debouches(fields: Fields) -> Iterator[MetierNomme]:
    """Take the métiers that the formation leads to."""
    for inner in fields.each("metiers_formation", "metier"):
        id_, nom = inner.text("id"), inner.text("nom_metier")
        if id_ and nom and _MET.fullmatch(id_):
            yield MetierNomme(id_, nom, paire(inner), tuple(synonymes(inner)))
        else:
            inner.lose_all("métier sans nom, ou sans identifiant « MET.n »")
