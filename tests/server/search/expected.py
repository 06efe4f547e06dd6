"""What people type, and what must come first: facts only (identifiers, codes, names).

Paths stand under ``id/``; where several are as good, any of them may be first. The list was
written before the ranking was.
"""

_ESCO = "http://data.europa.eu/esco/occupation/"

ACCENTS_AND_CASE = {
    "infirmiere": ("metier/MET.38",),
    "INFIRMIÈRE": ("metier/MET.38",),
    "electricien": ("metier/MET.56",),
    "Œnologue": ("metier/MET.159",),
    "sage femme": ("metier/MET.787",),
    "hotesse de l’air": ("metier/MET.772",),
}
FORMS = {
    "developpeuse": (
        "metier/MET.12", "metier/MET.217", "metier/MET.503", "metier/MET.789", "metier/MET.8089",
        "metier/MET.919", "metier/MET.923",
    ),
    "boulangère": ("metier/MET.17",),
    "gardienne de la paix": ("metier/MET.336",),
    "sculptrice sur bois": ("metier/MET.394",),
    "jongleuse": ("metier/MET.1034",),
    "infirmières": ("metier/MET.38",),
    "menuisier/ière": ("metier/MET.439",),
}  # fmt: skip
APPELLATIONS = {
    "secretaire de direction en pme": ("metier/MET.797",),
    "game designer": ("metier/MET.885",),
    "policier": ("metier/MET.336",),
    "pompier": ("metier/MET.572",),
    "kinesitherapeute": ("metier/MET.29",),
    "coloriste en tannerie": ("rome/appellation/12716",),
    "chauffeur routier": ("rome/appellation/11996",),
    "tatoueur": ("rome/appellation/19642",),
    "prof d'anglais": ("rome/appellation/38348",),
}
ROME = {
    "M1605": ("rome/v3/M1605", "rome/v4/M1605"),
    "m1405": ("rome/v4/M1405",),
    "k15": ("rome/v3/K15", "rome/v4/K15"),
    "12716": ("rome/appellation/12716",),
    "secrétaire technique": ("rome/v4/M1605", "rome/appellation/19401"),
    "assistanat technique et administratif": ("rome/v3/M1605",),
    "etudes et developpement informatique": ("rome/v3/M1805",),
    "sophrologue": ("rome/v4/K1106", "rome/appellation/19456"),
}
IDENTIFIERS = {
    "MET.797": ("metier/MET.797",),
    "met797": ("metier/MET.797",),
    "for.270": ("formation/FOR.270",),
    "RNCP38363": ("formation/FOR.270",),
    "G1Z80": ("fap/G1Z80",),
}
FORMATIONS = {
    "bts gestion de la pme": ("formation/FOR.270",),
    "cap boulanger": ("formation/FOR.2246",),
    "licence pro metiers du bois": ("formation/FOR.5099",),
    "diplome d'etat d'infirmier": ("formation/FOR.2378",),
    "bts assistant de gestion": ("metier/MET.797", "formation/FOR.270"),
}
BEGUN = {
    "infirm": ("metier/MET.38",),
    "boul": ("metier/MET.17",),
    "dev web": ("rome/appellation/14156", "formation/FOR.7774"),
    "assis gest": ("metier/MET.797",),
    "prof des ecol": ("metier/MET.557",),
    "ingenieur son": ("metier/MET.585",),
    "metiers du bois": ("metier/MET.9", "metier/MET.394"),
}
MISTYPED = {
    "boulangr": ("metier/MET.17",),
    "infirmeire": ("metier/MET.38",),
    "electritien": ("metier/MET.56",),
    "plonbier": ("metier/MET.266",),
    "veterniaire": ("metier/MET.171",),
    "kinesitherapeuthe": ("metier/MET.29",),
    "assistante de gestoin": ("metier/MET.797",),
}
LISTS = {
    "bac + 2": ("niveau/bac-2",),
    "fonctionnaire": ("statut/fonctionnaire",),
    "j'aime bouger": ("interet/j-aime-bouger",),
    "filiere bois": ("secteur/filiere-bois",),
    "agents de maitrise en entretien": ("fap/G1Z80",),
    "garde forestier": (
        f"{_ESCO}f489b1ec-3d6c-44b1-b1d7-c6c97db7df30",
        f"{_ESCO}e011f10f-e172-43ce-bfd9-fb56e426c0c9",
    ),
}
EXPECTED = {
    **ACCENTS_AND_CASE, **FORMS, **APPELLATIONS, **ROME, **IDENTIFIERS, **FORMATIONS, **BEGUN,
    **MISTYPED, **LISTS,
}  # fmt: skip

IN_SEEDS = {
    "prefete": ("metier/MET.7928",),
    "ÉBÉNISTE": ("metier/MET.289",),
    "cheffes de cuisine": ("metier/MET.420",),
    "developpeuse": ("metier/MET.8089",),
    "berger/ère": ("metier/MET.7915",),
    "secretaire de direction en pme": ("metier/MET.797",),
    "pompier": ("metier/MET.572",),
    "met797": ("metier/MET.797",),
    "for.270": ("formation/FOR.270",),
    "M1605": ("rome/v3/M1605",),
    "assistanat technique et administratif": ("rome/v3/M1605",),
    "bts gestion de la pme": ("formation/FOR.270",),
    "bts assistant de gestion": ("metier/MET.797", "formation/FOR.270"),
    "fromag": ("metier/MET.510",),
    "assis gest": ("metier/MET.797",),
    "fromajer": ("metier/MET.510",),
    "assistante de gestoin": ("metier/MET.797",),
    "bac + 2": ("niveau/bac-2",),
    "fonctionnaire": ("statut/fonctionnaire",),
    "j'aime bouger": ("interet/j-aime-bouger",),
}
