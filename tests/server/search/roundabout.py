"""37 queries without a title, and English titles that ESCO words otherwise, by kind.

Each kind is a dict from a query to the things that may come first, any of them being right, as in
people_words.py; INTENT tells the filters, each way of a tuple being as good. They were written
before the search was made to answer them, from the names of the métiers alone; the first ones of
each kind are those that were known to be answered badly.
"""

Facets = dict[str, str | tuple[str, ...]]

# What one does, and to what or where: no title.
ACTIVITY: dict[str, tuple[str, ...]] = {
    "soigner à l'hôpital": (
        "metier/MET.38",
        "metier/MET.561",
        "metier/MET.869",
        "metier/MET.419",
        "metier/MET.7859",
        "metier/MET.163",
        "interet/ma-vocation-est-de-soigner",
        "secteur/sante",
    ),
    "travailler le bois": (
        "metier/MET.439",
        "metier/MET.289",
        "metier/MET.9",
        "metier/MET.394",
        "metier/MET.804",
        "metier/MET.859",
        "secteur/filiere-bois",
    ),
    "travailler le cuir": ("metier/MET.566", "metier/MET.98", "metier/MET.425", "metier/MET.447"),
    "couper des arbres": ("metier/MET.705", "metier/MET.900", "metier/MET.50"),
    "planter des arbres": (
        "metier/MET.233",
        "metier/MET.120",
        "metier/MET.156",
        "metier/MET.793",
        "metier/MET.50",
        "metier/MET.290",
        "metier/MET.157",
    ),
    "éteindre des incendies": ("metier/MET.572",),
    "fabriquer des bijoux": ("metier/MET.681", "metier/MET.310"),
    "enseigner la musique": ("metier/MET.293", "metier/MET.7815"),
    "s'occuper de chevaux": (
        "metier/MET.19",
        "metier/MET.155",
        "metier/MET.471",
        "metier/MET.454",
        "metier/MET.682",
        "metier/MET.345",
        "metier/MET.250",
        "interet/je-veux-m-occuper-d-animaux",
    ),
}

# Whom one serves.
PEOPLE: dict[str, tuple[str, ...]] = {
    "personnes âgées": (
        "metier/MET.782",
        "metier/MET.561",
        "metier/MET.189",
        "metier/MET.65",
        "interet/je-veux-etre-utile-aux-autres",
    ),
    "enfants handicapés": (
        "metier/MET.7829",
        "metier/MET.766",
        "metier/MET.311",
        "metier/MET.668",
        "metier/MET.530",
        "interet/je-veux-m-occuper-d-enfants",
    ),
    "personnes sourdes": (
        "metier/MET.7744",
        "metier/MET.7899",
        "metier/MET.676",
        "metier/MET.7898",
        "metier/MET.7903",
        "metier/MET.7902",
    ),
    "détenus": ("metier/MET.926", "metier/MET.712", "metier/MET.807"),
    "nouveau-nés": (
        "metier/MET.163",
        "metier/MET.787",
        "metier/MET.415",
        "metier/MET.335",
        "metier/MET.845",
    ),
}

# A field and what it is about: no title.
FIELD: dict[str, tuple[str, ...]] = {
    "mécanique auto": ("metier/MET.664",),
    "électricité bâtiment": ("metier/MET.56",),
    "marketing digital": (
        "metier/MET.802",
        "metier/MET.93",
        "metier/MET.539",
        "metier/MET.489",
        "metier/MET.501",
        "metier/MET.353",
        "metier/MET.540",
        "metier/MET.338",
    ),
    "énergie solaire": ("metier/MET.894", "metier/MET.391", "metier/MET.303", "metier/MET.893"),
    "plomberie chauffage": ("metier/MET.266", "metier/MET.264", "metier/MET.83"),
    "droit immobilier": ("metier/MET.749",),
    "soudure métal": ("metier/MET.899", "metier/MET.576", "metier/MET.148"),
}

# Titles in English that no ESCO label has just so: plurals, -ing, words of the United States.
ENGLISH: dict[str, tuple[str, ...]] = {
    "computer programmer": ("metier/MET.12",),
    "movie director": ("metier/MET.476",),
    "hair stylist": ("metier/MET.39",),
    "interior decorator": ("metier/MET.257", "metier/MET.258"),
    "welding": ("metier/MET.899",),
    "auto mechanic": ("metier/MET.664",),
    "sales clerk": ("metier/MET.860",),
    "video game designer": ("metier/MET.885", "metier/MET.823"),
}

# Intentions in English: the filters to be recognised.
INTENT: dict[str, tuple[Facets, ...]] = {
    "working with animals": ({"interet": "je-veux-m-occuper-d-animaux"},),
    "without a degree": (
        {
            "niveau": (
                "3e",
                "sans-diplome",
                "cap-ou-equivalent",
                "cap-ou-equivalent-1-an",
                "bac-ou-equivalent",
            )
        },
    ),
    "well paid jobs outdoors": ({"pay": "high", "interet": "j-aimerais-travailler-dehors"},),
    "high paying jobs without college": (
        {
            "pay": "high",
            "niveau": (
                "cap-ou-equivalent",
                "cap-ou-equivalent-1-an",
                "bac-ou-equivalent",
                "3e",
                "sans-diplome",
            ),
        },
    ),
    "working abroad": ({"interet": "je-reve-de-travailler-a-l-etranger"},),
    "I love drawing": ({"interet": "j-ai-un-bon-coup-de-crayon"},),
    "being my own boss": ({"statut": ("independant", "artisan", "liberal")},),
    "careers in sports": ({"interet": "le-sport-est-ma-passion"}, {"secteur": "sport"}),
}
