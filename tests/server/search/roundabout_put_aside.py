"""30 more queries of the kinds of roundabout.py, put aside until the end (random.Random(15)).

No query is in both.
"""

Facets = dict[str, str | tuple[str, ...]]

# What one does, and to what or where: no title.
ACTIVITY: dict[str, tuple[str, ...]] = {
    "réparer des bateaux": ("metier/MET.685", "metier/MET.596"),
    "garder des moutons": ("metier/MET.7915",),
    "observer les étoiles": ("metier/MET.24",),
    "plaider au tribunal": (
        "metier/MET.33",
        "metier/MET.1264",
        "metier/MET.1190",
        "metier/MET.615",
    ),
    "cultiver des légumes": ("metier/MET.200", "metier/MET.76"),
    "installer des panneaux solaires": (
        "metier/MET.391",
        "metier/MET.303",
        "metier/MET.894",
        "metier/MET.83",
        "metier/MET.263",
        "metier/MET.56",
    ),
    "travailler dans un laboratoire": (
        "interet/j-aime-bien-faire-des-experiences",
        "secteur/recherche",
        "metier/MET.771",
        "metier/MET.36",
        "metier/MET.8064",
        "metier/MET.8063",
    ),
}

# Whom one serves.
PEOPLE: dict[str, tuple[str, ...]] = {
    "personnes handicapées": (
        "metier/MET.782",
        "metier/MET.311",
        "metier/MET.711",
        "metier/MET.766",
        "metier/MET.530",
        "metier/MET.134",
        "metier/MET.190",
        "interet/je-veux-etre-utile-aux-autres",
    ),
    "aveugles": ("metier/MET.7817", "metier/MET.327"),
    "jeunes en difficulté": (
        "metier/MET.311",
        "metier/MET.924",
        "metier/MET.711",
        "metier/MET.712",
        "metier/MET.64",
        "metier/MET.342",
        "metier/MET.190",
        "metier/MET.8072",
    ),
    "accueillir des touristes": (
        "metier/MET.803",
        "metier/MET.41",
        "metier/MET.941",
        "metier/MET.451",
        "metier/MET.434",
        "metier/MET.285",
        "metier/MET.3",
        "metier/MET.445",
        "secteur/tourisme",
    ),
}

# A field and what it is about: no title.
FIELD: dict[str, tuple[str, ...]] = {
    "maintenance avion": ("metier/MET.23", "metier/MET.920"),
    "coupe de cheveux": ("metier/MET.39",),
    "sécurité informatique": ("metier/MET.459", "metier/MET.133"),
    "soins du visage": ("metier/MET.448",),
    "réparation de téléphones": (
        "metier/MET.554",
        "metier/MET.198",
        "rome/v4/I1401",
        "rome/v3/I1401",
    ),
    "montage vidéo": ("metier/MET.656",),
}

# Titles in English that no ESCO label has just so: plurals, -ing, words of the United States.
ENGLISH: dict[str, tuple[str, ...]] = {
    "bakers": ("metier/MET.17",),
    "elementary school teacher": ("metier/MET.557",),
    "attorneys": ("metier/MET.33", "metier/MET.1264"),
    "garbage collector": ("metier/MET.7998", "metier/MET.588"),
    "web developer": (
        "metier/MET.12",
        "metier/MET.789",
        "metier/MET.217",
        "metier/MET.490",
        "metier/MET.450",
        "metier/MET.503",
    ),
    "physician": ("metier/MET.869", "metier/MET.419"),
    "sound technician": ("metier/MET.585", "metier/MET.315", "metier/MET.506"),
}

# Intentions in English: the filters to be recognised.
INTENT: dict[str, tuple[Facets, ...]] = {
    "short studies": ({"duree": "short"},),
    "working with my hands": (
        {"interet": ("je-veux-travailler-de-mes-mains", "reparer-bricoler-j-adore-ca")},
    ),
    "jobs helping others": ({"interet": "je-veux-etre-utile-aux-autres"},),
    "jobs in healthcare": ({"secteur": "sante"}, {"interet": "ma-vocation-est-de-soigner"}),
    "working with kids": ({"interet": "je-veux-m-occuper-d-enfants"},),
    "apprenticeship": ({"alternance": "yes"},),
}
