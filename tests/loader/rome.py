"""Tables of the ROME for the tests: the publisher's columns, our own clouds."""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

from loader.records.rome import TableRome
from loader.sources import rome_tables
from loader.sources.documents import Document, Fichier, read_documents

CODES = (
    '"code_rome","code_fiche_metier","code_ogr","libelle_rome","transition_eco","transition_num",'
    '"transition_demo","emploi_reglemente","emploi_cadre","code_rome_parent"\n'
    '"A1101","11","6","Tailleur / Tailleuse de nuages","Emploi Vert","O","","N","O","A1101"\n'
    '"A1102","12","7","Cardeur de ""brume""","","","","","","A1101"\n'
)
APPELLATIONS = (
    '"code_ogr","libelle_appellation_long","libelle_appellation_court","code_rome",'
    '"transition_eco","transition_num","transition_demo","emploi_reglemente","emploi_cadre",'
    '"classification","origine","code_rome_parent","peu_usite"\n'
    '"101","Tailleur / Tailleuse de cumulus","Tailleur(se) de cumulus","A1101","Emploi Brun","",'
    '"N","","","SYNONYME","","A1101","O"\n'
    '"102","Brumeur","Brumeur","A1102","","","","","","PRINCIPALE","VENT","A1102","N"\n'
)
GRANDS_DOMAINES = '"code_grand_domaine","libelle_grand_domaine"\n"A","Le ciel, l\'air"\n'
DOMAINES = '"code_domaine_professionnel","libelle_domaine_professionnel"\n"A11","Les nuages"\n'
ARBORESCENCE = (
    '"code_rome","libelle_rome","code_grand_domaine","libelle_grand_domaine",'
    '"code_domaine_professionel","libelle_domaine_professionel"\n'
    '"A1101","Tailleur / Tailleuse de nuages","A","Le ciel, l\'air","A11","Les nuages"\n'
    '"A1102","Cardeur de brume","A","Le ciel, l\'air","A11","Les nuages"\n'
)
TEXTES = (
    '"code_rome","code_compo_bloc","libelle_type_texte","position_phrase","libelle_texte"\n'
    '"A1101","3","definition","2","Range l\'\'outil."\n'
    '"A1101","3","definition","1","Taille."\n'
    '"A1101","4","acces_metier","1","Sans rien."\n'
)
RIASEC = '"code_rome","riasec_majeur","riasec_mineur"\n"A1101","R","A"\n"A1102","C",""\n'
MOBILITES = '"code_rome","code_rome_cible","numero_ordre"\n"A1101","A1102","1"\n'
COMPETENCES = (
    '"code_ogr","nature","libelle_competence","definition","code_ogr_macro_comp",'
    '"code_macro_comp","cat_comp","sous_cat_comp","transition_eco","transition_num",'
    '"libelle_heterogeneite","libelle_origine"\n'
    '"201","Compétence","Tailler","","200","","Savoir-faire","Technique","O","N","","PIX"\n'
    '"200","Macro-compétence","Travailler","Un tout.","","1A1","Savoir-faire","","","",'
    '"Homogène",""\n'
)
SAVOIRS = (
    '"code_ogr_savoir","libelle_savoir","categorie_savoir","sous_categorie_savoir",'
    '"transition_eco","transition_num"\n"301","Le vent","Domaines","Ciel","","N"\n'
)
CONTEXTES = (
    '"code_ogr","libelle_cont_travail","code_type_cont_trav","libelle_type_cont_trav"\n'
    '"401","En l\'air","3","Lieux"\n'
)
COHERENCE = (
    '"code_rome","code_ogr","coeur_metier"\n"A1101","201","Principale"\n'
    '"A1101","301","Émergente"\n"A1101","401",""\n'
)
RIASEC_MACRO = '"code_ogr","riasec_majeur","riasec_mineur"\n"200","I",""\n"201","",""\n'
INTERETS = (
    '"code_centre_interet","libelle_centre_interet","definition_centre_interet"\n'
    '"1","J\'aime le ciel","Le ciel.\n\nTout le ciel."\n\n"2","Et le vent","Le vent."\n\n'
)
INTERETS_DES_CODES = (
    '"code_centre_interet","libelle_centre_interet","code_ogr_rome","code_rome","libelle_rome",'
    '"principal"\n"1","J\'aime le ciel","6","A1101","Tailleur / Tailleuse de nuages","oui"\n'
    '"2","Et le vent","6","A1101","Tailleur / Tailleuse de nuages","non"\n'
)
V4 = (
    CODES, APPELLATIONS, GRANDS_DOMAINES, DOMAINES, TEXTES, RIASEC, MOBILITES, COMPETENCES,
    SAVOIRS, CONTEXTES, COHERENCE, RIASEC_MACRO, INTERETS, INTERETS_DES_CODES,
)  # fmt: skip

CODES_V3 = (
    '"code_rome","code_fiche_em","code_ogr","libelle_rome","statut"\n'
    '"A1101","11","6","Taille d\'\'en haut","1"\n'
)
APPELLATIONS_V3 = (
    '"code_ogr","libelle_appellation_long","libelle_appellation_court","code_rome",'
    '"code_type_section_appellation","libelle_type_section_appellation","statut"\n'
    '"101","Tailleur / Tailleuse d\'\'altitude","Tailleur(se) d\'\'altitude","A1101","1",'
    '"PRINCIPALE","1"\n'
)
TEXTES_V3 = (
    '"code_rome","position_libelle_txt","code_type_texte","libelle_texte","libelle_type_texte"\n'
    '"A1101","0","1","Taille.","definition"\n"A1101","0","2","Sans rien.","acces_a_em"\n'
    '"A1101","0","3","Dehors.","cond_exercice_activite"\n'
)
COHERENCE_V3 = '"code_rome","code_ogr"\n"A1101","201"\n'
V3 = (CODES_V3, APPELLATIONS_V3, TEXTES_V3, RIASEC, COHERENCE_V3)


def document(data: bytes | str, path: str = "rome/t.csv") -> Document:
    """Return a file of some bytes."""
    octets = data.encode() if isinstance(data, str) else data
    fichier = Fichier("t.csv", hashlib.sha256(octets).hexdigest(), len(octets))
    return Document(path, "t.csv", Path("rome"), octets, fichier)


def table(text: str, path: str = "rome/t.csv") -> TableRome:
    """Return a table that can be read."""
    found, _ = rome_tables.read(document(text, path))
    assert found
    return found


def tables(texts: Sequence[str]) -> list[TableRome]:
    """Return the tables of an edition."""
    return [table(text, f"rome/{number}.csv") for number, text in enumerate(texts)]


def files(path: Path) -> list[Document]:
    """Return a file, or those of a folder."""
    paths = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    read = (each for file in paths for each in read_documents(file))
    return [each for each in read if isinstance(each, Document)]


def cells(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a published table, read without the reader under test."""
    version = folder.name.removeprefix("rome_")
    with (folder / f"unix_{name}_{version}_utf8.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
