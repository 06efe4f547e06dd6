"""Cell formats of the ROME tables: what each column may hold."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from loader.records.rome import Coeur, TypeTexte

FLAGS: Final[Mapping[str, bool]] = MappingProxyType(
    {"O": True, "N": False, "oui": True, "non": False}
)
TYPES: Final[Mapping[str, TypeTexte]] = MappingProxyType(
    {
        "definition": TypeTexte.DEFINITION,
        "acces_metier": TypeTexte.ACCES,
        "acces_a_em": TypeTexte.ACCES,
        "cond_exercice_activite": TypeTexte.CONDITIONS,
    }
)
_PATTERNS: Final = {
    r"[A-N]\d{4}": "code_rome code_rome_cible",
    r"[A-N]\d\d": "code_domaine_professionnel",
    r"[A-N]": "code_grand_domaine",
    r"\d+": "code_ogr code_ogr_savoir code_ogr_macro_comp code_centre_interet",
    r"\d{1,4}": "position_phrase position_libelle_txt",
    r"[1-9]\d{0,3}": "numero_ordre",
    r"[RIASEC]": "riasec_majeur riasec_mineur",
    "|".join(FLAGS): "transition_num transition_demo emploi_reglemente emploi_cadre peu_usite "
    "principal",
    "|".join(Coeur): "coeur_metier",
    "|".join(TYPES): "libelle_type_texte",
    "1": "statut",
}
FORMS: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    {
        column: re.compile(pattern, re.ASCII).fullmatch
        for pattern, columns in _PATTERNS.items()
        for column in columns.split()
    }
)
"""Whether a cell has the form that its column asks for; a column that is not here asks for none."""
