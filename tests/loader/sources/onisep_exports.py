"""Small exports in the forms of Onisep's, in words of our own, and ways to damage them."""

import csv
import hashlib
import random
from io import StringIO
from pathlib import Path

from lxml import etree

from loader.sources.documents import Document, Fichier

FORMATIONS = """\
<?xml version="1.0" encoding="UTF-8"?><formations xmlns:exsl="http://exslt.org/common">
    <formation>
        <identifiant>FOR.9001</identifiant>
        <code_scolarite>99X00001</code_scolarite>
        <libelle_complet> CAP tissage de nuages option brume </libelle_complet>
        <sigle>TNB</sigle>
        <libelle_generique>CAP tissage de nuages</libelle_generique>
        <libelle_specifique>brume</libelle_specifique>
        <type_option>option</type_option>
        <type_Formation>
            <type_formation_sigle>CAP</type_formation_sigle>
            <type_formation_libelle_court>CAP court</type_formation_libelle_court>
            <type_formation_libelle>certificat du ciel</type_formation_libelle>
        </type_Formation>
        <duree_formation>2 ans</duree_formation>
        <descriptif_format_court><![CDATA[
            <p>On y apprend &agrave; tisser.</p>
            <ul>
              <li>le gris</li>
              <li>le blanc</li>
            </ul>]]></descriptif_format_court>
        <descriptif_acces><![CDATA[<h5>Entrer</h5><p>Par la porte<br/>ou la fenêtre</p>]]>\
</descriptif_acces>
        <url>https://ciel.example/cap?a=1&amp;b=2</url>
        <nsf_discipline>
            <NSF_discipline_code>240</NSF_discipline_code>
            <NSF_discipline_libelle>Matières souples</NSF_discipline_libelle>
        </nsf_discipline>
        <nsf_fonction>
            <NSF_fonction_code>S</NSF_fonction_code>
            <NSF_fonction_libelle>Produire</NSF_fonction_libelle>
        </nsf_fonction>
        <niveau_certification>niveau 3 (niveau CAP)</niveau_certification>
        <niveau_etudes>
            <id>REF.413</id>
            <libelle>CAP ou équivalent</libelle>
        </niveau_etudes>
        <niv_code>99X</niv_code>
        <annee_premiere_session>2021</annee_premiere_session>
        <annee_derniere_session>2031</annee_derniere_session>
        <nature_certificat>
            <libelle_nature_certificat>Diplôme du ciel</libelle_nature_certificat>
            <libelle_nature_certificat>Label de la brume</libelle_nature_certificat>
        </nature_certificat>
        <attendus><![CDATA[<p>Lever les yeux.</p>]]></attendus>
        <element_enseignement>
            <element_enseignement_libelle>vent du nord</element_enseignement_libelle>
        </element_enseignement>
        <sous_tutelle>Ministère des nuages</sous_tutelle>
        <descriptif_poursuite_etudes><![CDATA[<p>On peut monter plus haut.</p>]]>\
</descriptif_poursuite_etudes>
        <poursuites_etudes>
            <poursuite_etudes>
                <type_Poursuite>sous condition de vent</type_Poursuite>
                <formation_poursuite_Etudes>bac pro averses</formation_poursuite_Etudes>
                <formation_poursuite_Etudes>bac pro éclaircies</formation_poursuite_Etudes>
            </poursuite_etudes>
        </poursuites_etudes>
        <metiers_formation>
            <metier>
                <id>MET.9001</id>
                <nom_metier>tisseur/euse de nuages</nom_metier>
                <libelle_feminin>tisseuse de nuages</libelle_feminin>
                <libelle_masculin>tisseur de nuages</libelle_masculin>
                <synonymes>
                    <synonyme>
                        <nom_metier>cardeur/euse de brume</nom_metier>
                        <libelle_feminin>cardeuse de brume</libelle_feminin>
                        <libelle_masculin>cardeur de brume</libelle_masculin>
                    </synonyme>
                </synonymes>
            </metier>
        </metiers_formation>
        <publications>
            <publication>
                <code_librairie>9780000000001</code_librairie>
                <titre_publication>Le ciel pour tous</titre_publication>
                <editeur>Éditions du vent</editeur>
                <annee>2020</annee>
                <collection>Hauteurs</collection>
            </publication>
        </publications>
        <sources_numeriques>
            <source>http://nuages.example/ fr</source>
        </sources_numeriques>
        <sous_domaines_web>
            <sous_domaine_web>
                <id>T-IDEO2.9001</id>
                <libelle>ciel (généralités)</libelle>
            </sous_domaine_web>
        </sous_domaines_web>
        <creation_date>06/06/2020</creation_date>
        <modification_date>17/05/2024</modification_date>
    </formation>
    <formation>
        <identifiant>FOR.9002</identifiant>
        <libelle_complet>école de la pluie</libelle_complet>
        <type_Formation>
            <type_formation_sigle/>
            <type_formation_libelle_court/>
            <type_formation_libelle>école</type_formation_libelle>
        </type_Formation>
        <sigle/>
        <poursuites_etudes/>
    </formation>
</formations>
"""

IDEO = (
    "<root><item><libelle_metier>tisseur / tisseuse de nuages</libelle_metier>"
    "<lien_site_onisepfr>https://ciel.example/slug/MET.9001</lien_site_onisepfr>"
    "<nom_publication>Le ciel pour tous</nom_publication><collection>Hauteurs</collection>"
    "<annee>2020</annee><gencod>9780000000001</gencod><gfe>GFE V : ciel,  nuages</gfe>"
    "<code_rome>L9901 | A15</code_rome><libelle_rome>Tissage | Soins du ciel</libelle_rome>"
    "<lien_rome>https://rome.example/L9901 | https://rome.example/A15</lien_rome>"
    "<domainesous-domaine>arts, ciel/nuages| santé/grand air</domainesous-domaine></item>"
    "<item><libelle_metier>tisseur / tisseuse de nuages</libelle_metier>"
    "<lien_site_onisepfr>https://ciel.example/slug/MET.9001</lien_site_onisepfr>"
    "<nom_publication>Les métiers du vent</nom_publication><collection>Hauteurs</collection>"
    "<annee>2021</annee><gencod/><gfe>GFE V : ciel,  nuages</gfe>"
    "<code_rome>L9901 | A15</code_rome><libelle_rome>Tissage | Soins du ciel</libelle_rome>"
    "<lien_rome>https://rome.example/L9901 | https://rome.example/A15</lien_rome>"
    "<domainesous-domaine>arts, ciel/nuages| santé/grand air</domainesous-domaine></item>"
    "<item><libelle_metier>souffleur de vent</libelle_metier>"
    "<lien_site_onisepfr>https://ciel.example/slug/MET.9002</lien_site_onisepfr>"
    "<nom_publication/><collection>pas de publication Onisep spécifique</collection>"
    "<annee/><gencod/><gfe>GFE A : vent</gfe><code_rome/><libelle_rome/><lien_rome/>"
    "<domainesous-domaine>arts, ciel</domainesous-domaine></item></root>"
)


_COLUMNS = """certif_info_ci_identifiant ci_niveau_europeen ci_intitule_type_diplome ci_intitule
    ci_certifiant ci_code_rncp ci_code_scolarite rncp_intitule rncp_type_enregistrement
    v_formation_diplome_libelle_long ideo_identifiant_formation ideo_libelle_complet_formation
    statut"""


def _row(**cells: str) -> str:
    return "".join(f"<{name}>{cells.get(name, '')}</{name}>" for name in _COLUMNS.split())


TABLE = (
    "<root><item>"
    + _row(
        certif_info_ci_identifiant="900001",
        ci_niveau_europeen="3",
        ci_intitule_type_diplome="Certificat du ciel",
        ci_intitule="CAP tisseur de nuages, gris",
        ci_certifiant="Oui",
        ci_code_rncp="90001",
        ci_code_scolarite="99X00001",
        rncp_intitule="Tisseur de nuages",
        rncp_type_enregistrement="Enregistrement de droit",
        v_formation_diplome_libelle_long="TISSAGE DE NUAGES",
        ideo_identifiant_formation="FOR.9001",
        ideo_libelle_complet_formation="CAP tissage de nuages option brume",
        statut="identique",
    )
    + "</item><item>"
    + _row(
        certif_info_ci_identifiant="900002",
        ci_niveau_europeen="3",
        ci_intitule="CAP tisseur de nuages, blanc",
        ci_certifiant="Oui",
        ci_code_rncp="90002",
        ideo_identifiant_formation="FOR.9001",
        ideo_libelle_complet_formation="CAP tissage de nuages option brume",
    )
    + "</item><item>"
    + _row(
        certif_info_ci_identifiant="900003",
        ci_niveau_europeen="non renseigné",
        ci_intitule="Brevet de la rosée",
        ci_certifiant="Non",
        statut="créé",
    )
    + "</item></root>"
)


_LABELS = {
    "libelle_metier": "libellé métier",
    "lien_site_onisepfr": "lien site onisep.fr",
    "nom_publication": "nom publication",
    "collection": "collection",
    "annee": "année",
    "gencod": "GENCOD",
    "gfe": "GFE",
    "code_rome": "code ROME",
    "libelle_rome": "libellé ROME",
    "lien_rome": "lien ROME",
    "domainesous-domaine": "domaine/sous-domaine",
}
"""The elements of the XML, and the columns of the CSV that hold the same."""


def as_csv(xml: bytes) -> str:
    """Return the table as CSV, made by rule from its XML."""
    written = StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(_LABELS.values())
    for item in etree.fromstring(xml).iter("item"):
        rows.writerow([item.findtext(name) or "" for name in _LABELS])
    return f"\ufeff{written.getvalue()}"


def document(data: str | bytes) -> Document:
    """Return a document of some bytes."""
    octets = data.encode() if isinstance(data, str) else data
    fichier = Fichier("t.xml", hashlib.sha256(octets).hexdigest(), len(octets))
    return Document("dossier/t.xml", "t.xml", Path("dossier"), octets, fichier)


def document_at(path: Path) -> Document:
    """Return a real file as a document."""
    data = path.read_bytes()
    fichier = Fichier(path.name, hashlib.sha256(data).hexdigest(), len(data))
    return Document(str(path), path.name, path.parent, data, fichier)


def scrambled(chance: random.Random, data: bytes) -> bytes:
    """Return bytes that may be no XML any more."""
    octets = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(4):
            case 0:
                del octets[at : at + chance.randrange(40)]
            case 1:
                octets[at:at] = chance.randbytes(3)
            case 2:
                octets[at:at] = octets[at : at + 60]
            case _:
                del octets[at:]
    return bytes(octets)


def rearranged(chance: random.Random, data: bytes) -> bytes:
    """Return XML of the same form, some of whose elements and texts are not as they should be."""
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 6)):
        elements = [each for each in root.iter("*") if each.getparent() is not None]
        if not elements:
            break
        _damage(chance, chance.choice(elements))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _damage(chance: random.Random, element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    match chance.randrange(7):
        case 0:
            parent.remove(element)
        case 1:
            parent.append(etree.fromstring(etree.tostring(element, with_tail=False)))
        case 2:
            element.tag = "imprevu"
        case 3:
            element.text = chance.choice(("", "  ", "— | /", "MET.x", "FOR.12", "99/99/2020", "«"))
        case 4:
            element.tail = "mot perdu"
        case 5:
            element.set("attribut", "valeur perdue")
        case _:
            etree.SubElement(parent, "imprevu").text = "mot en trop"
