"""The lists of a `<formation>`: specialities, code lists, further studies, métiers, books."""

import re
from collections.abc import Iterator

from loader.records import Appellation, Paire, Publication, Valeur
from loader.records.formations import MetierNomme, Poursuite, Specialite
from loader.sources.xml_fields import Fields
from ontology.folding import slug

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


def valeurs(fields: Fields, *path: str) -> tuple[Valeur, ...]:
    """Take the labels and ids of a code list at the end of a path of names."""
    found: list[Valeur] = []
    for inner in fields.each(*path):
        id_, libelle = inner.text("id"), inner.text("libelle")
        if libelle and slug(libelle):
            found.append(Valeur(libelle, id_))
        elif id_ or libelle:
            inner.lose_all(f"« {path[-1]} » sans libellé")
    return tuple(found)


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
            yield MetierNomme(id_, nom, _paire(inner), tuple(_synonymes(inner)))
        else:
            inner.lose_all("métier sans nom, ou sans identifiant « MET.n »")


def _synonymes(metier: Fields) -> Iterator[Appellation]:
    for inner in metier.each("synonymes", "synonyme"):
        titre = inner.text("nom_metier")
        if titre and slug(titre):
            yield Appellation(titre, _paire(inner))
        else:
            inner.lose_all("synonyme sans nom")


def _paire(fields: Fields) -> Paire:
    return Paire(fields.text("libelle_feminin"), fields.text("libelle_masculin"))


def publications(fields: Fields) -> Iterator[Publication]:
    """Take the books."""
    for inner in fields.each("publications", "publication"):
        names = ("titre_publication", "code_librairie", "editeur", "annee", "collection")
        titre, code, *rest = map(inner.text, names)
        if titre and slug(titre) and (code is None or slug(code)):
            yield Publication(titre, code, *rest)
        else:
            inner.lose_all("publication sans titre, ou dont le code n'en est pas un")
