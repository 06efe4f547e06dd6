"""Triples of one sheet on a formation: facts on the formation, wording and order on the fiche."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from loader.facts.formations import split_type
from loader.model import iris
from loader.model.rdf_terms import DEBOUCHE, TYPE, URL, Triple, any_uri, term
from loader.records import Rubrique, Section, Valeur
from loader.records.formations import (
    NIVEAU_NON_RENSEIGNE,
    Champ,
    FicheFormation,
    Formation,
    Specialite,
    TypeFormation,
)
from loader.triples.formation_mentions import sous_domaine_triples
from loader.triples.formations import formations_triples
from loader.triples.list_items import item_triples
from loader.triples.prose import passage_triples

_FICHE, _FICHE_TYPE = term("mg:ficheFormation"), term("mg:FicheFormation")
_ABOUT: Final = term("schema:about")


def fiche_formation_triples(fiche: FicheFormation, metiers: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the triples of a sheet; `metiers` gives the id (`MET.797`) of a métier by its title.

    A title that it does not know is kept as a wording, and is no fact.
    """
    node, document = iris.formation(fiche.id), iris.fiche(fiche.id)
    yield from formations_triples([_formation_of(fiche)])
    yield node, _FICHE, document
    yield document, TYPE, _FICHE_TYPE
    yield document, _ABOUT, node
    if page := fiche.champs.get(Champ.PAGE):
        yield document, URL, any_uri(page)
    for section in fiche.sections:
        yield from passage_triples(fiche.id, section)
    yield from _lists(fiche, metiers)


def _lists(fiche: FicheFormation, metiers: Mapping[str, str]) -> Iterator[Triple]:
    if fiche.specialites is not None:
        codes = [(iris.nsf(code), None) for code in fiche.specialites]
        yield from item_triples(fiche.id, Rubrique.SPECIALITES, codes)
    if fiche.metiers is not None:
        named = [(metiers.get(titre), titre) for titre in fiche.metiers]
        items = [(iris.metier(id_) if id_ else None, titre) for id_, titre in named]
        yield from item_triples(fiche.id, Rubrique.METIERS_ASSOCIES, items)
        for metier in dict.fromkeys(metier for metier, _ in items if metier):
            yield iris.formation(fiche.id), DEBOUCHE, metier
    if fiche.domaines is not None:
        fields = [
            (iris.concept_by_label("domaine-onisep", each.libelle), each.path)
            for each in fiche.domaines
        ]
        yield from item_triples(fiche.id, Rubrique.DOMAINES, fields)
        for sous_domaine in dict.fromkeys(fiche.domaines):
            yield from sous_domaine_triples(sous_domaine)


def _formation_of(fiche: FicheFormation) -> Formation:
    """Return the facts of a sheet, in the form of those of the export."""
    champs, texts = fiche.champs, {each.rubrique: _text(each) for each in fiche.sections}
    niveau = champs.get(Champ.NIVEAU_SORTIE)
    written = champs.get(Champ.TYPE)
    return Formation(
        id=fiche.id,
        libelle=fiche.titre,
        type=split_type(written) if written else TypeFormation(None, None, None),
        code_scolarite=champs.get(Champ.CODE_SCOLARITE),
        sigle=champs.get(Champ.SIGLE),
        duree=champs.get(Champ.DUREE),
        descriptif=texts.get(Rubrique.DESCRIPTION),
        acces=texts.get(Rubrique.ACCES_FORMATION),
        url=champs.get(Champ.LIEN),
        specialites=tuple(
            Specialite(code, None) for code in dict.fromkeys(fiche.specialites or ())
        ),
        niveau_certification=champs.get(Champ.NIVEAU_CERTIFICATION),
        niveau=Valeur(niveau) if niveau and niveau != NIVEAU_NON_RENSEIGNE else None,
        niveau_indicatif=niveau,
        code_rncp=champs.get(Champ.CODE_RNCP),
        attendus=texts.get(Rubrique.ATTENDUS),
        tutelle=champs.get(Champ.TUTELLE),
        suite=texts.get(Rubrique.POURSUITE_ETUDES),
        sous_domaines=tuple(Valeur(each.libelle) for each in dict.fromkeys(fiche.domaines or ())),
    )


def _text(section: Section) -> str | None:
    """Return the whole text of a section, its headings as paragraphs; None where it is empty."""
    pieces = ((each.titre, each.texte) for each in section.passages)
    return "\n\n".join(filter(None, chain.from_iterable(pieces))) or None
