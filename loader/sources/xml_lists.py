"""Lists that Onisep's XML exports share: code lists, names of a métier, books."""

from collections.abc import Iterator

from loader.records import Appellation, Paire, Publication, Valeur
from loader.sources.xml_fields import Fields
from ontology.folding import slug


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


def valeur(fields: Fields, tag: str) -> Valeur | None:
    """Take the one label and id of a code list; another of the same name is lost, and reported."""
    found = valeurs(fields, tag)
    for extra in found[1:]:
        fields.lose(f"un second « {tag} »", f"{extra.id or ''} {extra.libelle}".strip())
    return found[0] if found else None


def synonymes(metier: Fields) -> Iterator[Appellation]:
    """Take the other names of a métier."""
    for inner in metier.each("synonymes", "synonyme"):
        titre = inner.text("nom_metier")
        if titre and slug(titre):
            yield Appellation(titre, paire(inner))
        else:
            inner.lose_all("synonyme sans nom")


def paire(fields: Fields) -> Paire:
    """Take the feminine and the masculine form of a name."""
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
