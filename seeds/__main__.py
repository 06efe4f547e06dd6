"""Writes the nomenclatures of the seeds as their publishers do: `python -m seeds`, into `tables/`.

The facts are those of `nomenclatures.toml`. What the publishers' tables hold besides (definitions,
other names, columns that the loader leaves aside) is empty or absent here.
"""

import csv
import io
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

Facts = Mapping[str, Any]
"""A table of the TOML: things by their codes, or what is said of one."""
Table = tuple[str, Iterable[Sequence[object]]]
"""The columns of a table, between blanks, and its rows; the last columns may be empty."""
Texts = Iterator[tuple[str, str]]
"""Files: where each stands below the folder, and its text."""

TABLES: Final = Path(__file__).parent / "tables"
"""Where the seeds have the tables, for `metiers build seeds` to read."""
_EMPLOIS: Final = {
    "B": "Emploi Blanc",
    "V": "Emploi Vert",
    "S": "Emploi stratégique pour la Transition écologique",
    "R": "Emploi Brun",
    "-": "",
}
_MARQUES: Final = "transition_eco transition_num transition_demo emploi_reglemente emploi_cadre"
_COEURS: Final = {"principaux": "Principale", "emergents": "Émergente", "autres": ""}
_ESCO: Final = "http://data.europa.eu/esco"
_MAPPING: Final = """\
Mapping project name,ESCO - ROME
Mapping project version,V1.4
Classification 1 Name,ESCO
Classification 1 Version,1.0.9
Classification 2 Name,ROME
Classification 2 Version,V3.0

classification 1 ID,classification 1 prefered label,classification 2 ID,\
classification 2 prefered label,mapping relation
"""


def read_facts() -> Facts:
    """Return the facts of the seeds."""
    return tomllib.loads(TABLES.with_name("nomenclatures.toml").read_text("utf-8"))


def write_tables(facts: Facts, folder: Path) -> None:
    """Write the tables of every publisher below a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    rome = facts["rome"]
    for texts in (
        _rome_v3(rome),
        _rome_v4(rome, "v458"),
        _rome_v4(rome, "v460"),
        _esco(facts["esco"], rome["appellations"]),
        _fap(facts["fap"]),
        _repertoire(facts["repertoire"]),
    ):
        for path, text in texts:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8", newline="")
    (folder / ".gitignore").write_text("*\n", "utf-8")


def _csv(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _table(table: Table, separator: str = ",") -> str:
    columns, rows = table[0].split(), table[1]
    whole = ([*row, *[""] * (len(columns) - len(row))] for row in rows)
    return _csv((columns, *whole), separator)


def _rome_tables(version: str, **tables: Table) -> Texts:
    for name, table in tables.items():
        yield f"rome/{version}/unix_{name}_{version}_utf8.csv", _table(table)


def _rome_v3(rome: Facts) -> Texts:
    codes = rome["v3"]
    tree = {code: each["libelle"] for code, each in codes.items()} | rome["domaines_v3"]
    above = {code[:length] for code in tree for length in (1, 3)}
    tree |= {code: label for code, label in rome["domaines"].items() if code in above}
    parents = {5: 3, 3: 1, 1: 0}
    lines = (f"{code}\t{label}\t{code[: parents[len(code)]]}" for code, label in tree.items())
    yield "rome/arborescence_v344.tsv", "\n".join(("code\tlibelle\tparent", *sorted(lines), ""))
    yield from _rome_tables(
        "v347",
        referentiel_code_rome=(
            "code_rome code_fiche_em code_ogr libelle_rome statut",
            (
                (code, each["fiche"], each["ogr"], each.get("nom_v347", each["libelle"]))
                for code, each in codes.items()
            ),
        ),
        referentiel_code_rome_riasec=_riasec("code_rome", codes),
        referentiel_appellation=(
            "code_ogr libelle_appellation_long libelle_appellation_court code_rome "
            "libelle_type_section_appellation code_type_section_appellation statut",
            (
                (ogr, _nom_v3(each), each.get("court", _nom_v3(each)), each["v3"], "PRINCIPALE")
                for ogr, each in rome["appellations"].items()
            ),
        ),
    )


def _rome_v4(rome: Facts, edition: str) -> Texts:
    codes, appellations, competences, savoirs = (
        _edition(rome[name], edition) for name in ("v4", "appellations", "competences", "savoirs")
    )
    yield from _rome_tables(
        edition,
        referentiel_code_rome=(
            f"code_rome code_fiche_metier code_ogr libelle_rome {_MARQUES} code_rome_parent",
            (
                (code, each["fiche"], each["ogr"], each["libelle"], *_emploi(each),
                 each.get("parent", code))
                for code, each in codes.items()
            ),
        ),
        referentiel_appellation=(
            f"code_ogr libelle_appellation_long libelle_appellation_court code_rome {_MARQUES} "
            "classification code_rome_parent peu_usite origine",
            (
                (ogr, each["libelle"], each.get("court", each["libelle"]), each["v4"],
                 *_emploi(each), "PRINCIPALE" if each.get("principale") else "SYNONYME",
                 each["v3"], "O" if each.get("rare") else "N")
                for ogr, each in appellations.items()
            ),
        ),
        referentiel_competence=(
            "code_ogr nature libelle_competence code_ogr_macro_comp code_macro_comp cat_comp "
            "sous_cat_comp transition_eco transition_num libelle_heterogeneite libelle_origine "
            "definition",
            (
                (ogr, "Macro-compétence" if "code" in each else "Compétence", each["libelle"],
                 each.get("macro"), each.get("code"), *each["categorie"].split(" / "),
                 *_transitions(each), each.get("etendue"))
                for ogr, each in competences.items()
            ),
        ),
        referentiel_savoir=(
            "code_ogr_savoir libelle_savoir categorie_savoir sous_categorie_savoir "
            "transition_eco transition_num",
            (
                (ogr, each["libelle"], *each["categorie"].split(" / "), *_transitions(each))
                for ogr, each in savoirs.items()
            ),
        ),
        referentiel_contexte_travail=(
            "code_ogr libelle_cont_travail code_type_cont_trav libelle_type_cont_trav",
            (
                (ogr, each["libelle"], each["type"], each["nom_du_type"])
                for ogr, each in rome["contextes"].items()
            ),
        ),
    )  # fmt: skip
    yield from _rome_v458(rome, codes) if edition == "v458" else _rome_v460(rome)


def _rome_v458(rome: Facts, codes: Facts) -> Texts:
    """Yield the tables that the v460 has not."""
    domaines = rome["domaines"].items()
    yield from _rome_tables(
        "v458",
        grand_domaine=(
            "code_grand_domaine libelle_grand_domaine",
            (each for each in domaines if len(each[0]) == 1),
        ),
        domaine_professionnel=(
            "code_domaine_professionnel libelle_domaine_professionnel",
            (each for each in domaines if len(each[0]) == 3),
        ),
        referentiel_code_rome_riasec=_riasec("code_rome", codes),
        referentiel_macro_competence_riasec=_riasec("code_ogr", rome["competences"]),
        coherence_item=(
            "code_rome code_ogr coeur_metier",
            (
                (code, ogr, _COEURS[coeur])
                for code, items in rome["items"].items()
                for coeur, every in items.items()
                for ogr in every
            ),
        ),
    )


def _rome_v460(rome: Facts) -> Texts:
    """Yield the tables that the seeds have of the v460 alone."""
    yield from _rome_tables(
        "v460",
        centre_interet=(
            "code_centre_interet libelle_centre_interet definition_centre_interet",
            rome["interets"].items(),
        ),
        arborescence_centre_interet=(
            "code_centre_interet code_rome principal libelle_centre_interet code_ogr_rome "
            "libelle_rome",
            (
                (number, code, "oui" if name == "principaux" else "non")
                for code, interets in rome["interets_des_codes"].items()
                for name, every in interets.items()
                for number in every
            ),
        ),
        rubrique_mobilite=(
            "code_rome code_rome_cible numero_ordre",
            (
                (code, target, rank)
                for code, targets in rome["mobilites"].items()
                for target, rank in targets.items()
            ),
        ),
    )


def _edition(things: Facts, edition: str) -> Facts:
    """Return what an edition of the ROME V4 has of some things, as it says it."""
    if edition == "v460":
        return {code: each for code, each in things.items() if each.get("v460", True)}
    return {code: each | each["v458"] for code, each in things.items() if "v458" in each}


def _nom_v3(appellation: Facts) -> str:
    return str(appellation.get("nom_v3", appellation["libelle"]))


def _emploi(each: Facts) -> tuple[str, ...]:
    emploi, *ticks = each["marques"]
    return (_EMPLOIS[emploi], *(tick.strip("-") for tick in ticks))


def _transitions(each: Facts) -> tuple[str, ...]:
    return tuple(tick.strip("-") for tick in each.get("marques", "--"))


def _riasec(column: str, things: Facts) -> Table:
    letters = ((code, each["riasec"]) for code, each in things.items() if "riasec" in each)
    return f"{column} riasec_majeur riasec_mineur", ((code, *pair) for code, pair in letters)


def _esco(esco: Facts, appellations: Facts) -> Texts:
    groups, professions = esco["isco"], esco["professions"]
    tables: dict[str, Table] = {
        "ISCOGroups_fr": (
            "conceptType conceptUri code preferredLabel altLabels description",
            (("ISCOGroup", f"{_ESCO}/isco/C{code}", code, label) for code, label in groups.items()),
        ),
        "occupations_fr": (
            "conceptType conceptUri iscoGroup preferredLabel altLabels description",
            (
                ("Occupation", f"{_ESCO}/occupation/{id_}", each["isco"], each["libelle"])
                for id_, each in professions.items()
            ),
        ),
        "broaderRelationsOccPillar": (
            "conceptType conceptUri broaderType broaderUri",
            _broader(groups, professions),
        ),
    }
    for name, table in tables.items():
        yield f"esco/v1.0_{name}.csv", _table(table)
    mapping = (
        (f"{_ESCO}/occupation/{id_}", professions[id_]["libelle"], ogr, _nom_v3(each), relation)
        for ogr, each in appellations.items()
        for relation, id_ in [each["esco"]]
    )
    yield "esco/FR_20230607_mapping_esco_rome.csv", _MAPPING + _csv(mapping)


def _broader(groups: Facts, professions: Facts) -> Iterator[Sequence[str]]:
    for code in groups:
        if code[1:]:
            yield "ISCOGroup", f"{_ESCO}/isco/C{code}", "ISCOGroup", f"{_ESCO}/isco/C{code[:-1]}"
    for id_, each in professions.items():
        own = "Occupation", f"{_ESCO}/occupation/{id_}"
        if "sous" not in each:
            yield *own, "ISCOGroup", f"{_ESCO}/isco/C{each['isco']}"
        elif each["sous"]:
            yield *own, "Occupation", f"{_ESCO}/occupation/{each['sous']}"


def _fap(fap: Facts) -> Texts:
    familles = fap["familles"].items()
    groupes = {
        code: f"{each['libelle']}, Domaines {each['domaines']} FAP2009"
        for code, each in fap["groupes"].items()
    }
    levels = {
        f"FAP9_{length}L": {code: label for code, label in familles if len(code) == length}
        for length in (1, 3, 5)
    }
    labels = {"FAP9_0L": fap["ensemble"], "FAP9_GL": groupes, **levels}
    yield "fap/intitule_fap2009.txt", _sas_formats(labels)
    passages: dict[str, dict[str, str]] = {"FAP9RSQ": {}, "FAP9RAQ": {}}
    for famille, codes in fap["passages"].items():
        for code, digits in codes.items():
            keys = (code + digit for digit in digits or [""])
            passages["FAP9RAQ" if digits else "FAP9RSQ"] |= dict.fromkeys(keys, famille)
    yield "fap/passage_fap2009_romev3.txt", _sas_formats(passages)


def _sas_formats(formats: Facts) -> str:
    """Return what SAS formats answer for their keys, as a SAS programme says it."""
    texts = (
        "\n".join((f"value ${name}", *(f'"{key}" = "{value}"' for key, value in own.items())))
        for name, own in formats.items()
    )
    return "".join(f"{text} ;\n" for text in texts)


def _repertoire(certifications: Facts) -> Texts:
    tables: dict[str, Table] = {
        "Standard": (
            "Numero_Fiche Intitule Type_Enregistrement Actif Date_Fin_Enregistrement "
            "Nomenclature_Europe_Niveau Nomenclature_Europe_Intitule Abrege_Intitule Date_Effet",
            (
                (number, each["intitule"], each["type"],
                 "ACTIVE" if each.get("actif") else "INACTIVE",
                 each["fin"], each.get("niveau"), each.get("nom_du_niveau"))
                for number, each in certifications.items()
            ),
        ),
        **{
            name: (f"Numero_Fiche {columns}", _codes(certifications, name.lower()))
            for name, columns in (
                ("Rome", "Codes_Rome_Code Codes_Rome_Libelle"),
                ("Nsf", "Nsf_Code Nsf_Intitule"),
                ("Formacode", "Formacode_Code Formacode_Libelle"),
            )
        },
    }  # fmt: skip
    for name, table in tables.items():
        path = f"repertoire/export_fiches_CSV_{name}_2024_02_22.csv"
        yield path, _table(table, ";")


def _codes(certifications: Facts, nomenclature: str) -> Iterator[Sequence[str]]:
    for number, each in certifications.items():
        for code, label in each.get(nomenclature, {}).items():
            yield number, code, label


if __name__ == "__main__":
    write_tables(read_facts(), TABLES)
