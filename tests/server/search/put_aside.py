"""80 of 260 queries in people's words, put aside until the end (random.Random(15), by kind).

Each kind is a dict from a query to the things that may come first, any of them being right:
ids relative to https://w3id.org/metiers-graphe/id/, ESCO ones whole. They were found in the
release of all sources by their names, without a look at any ranking.

INTENT tells filters instead, one dict of facets, or a tuple of such dicts that are as good;
a value that is a tuple is any of its members. The keys:
  niveau      slug of id/niveau/, meaning « up to this level »
  interet     slug of id/interet/
  secteur     slug of id/secteur/
  statut      slug of id/statut/
  pay         "high": the better paid
  duree       "short": short studies
  alternance  "yes": the word is recognised as a way of studying (no code list has it yet)
NOCORRECT: the word that must stay (no correction; the first result, if any, contains it).
NOTHING: nothing is found; what is near may be offered, said to be near.
The other 180 are in people_words.py; no query is in both.
"""

Facets = dict[str, str | tuple[str, ...]]

# Long queries: job-offer titles, questions, codes and addresses within text.
LONG: dict[str, tuple[str, ...]] = {
    "Comptable général H/F - Nantes": ("metier/MET.11",),
    "Aide-soignant(e) diplômé(e) F/H EHPAD temps partiel": ("metier/MET.561",),
    "Conducteur routier SPL F/H national, découchés": ("metier/MET.679",),
    "Agent de sécurité SSIAP 1 H/F": ("metier/MET.347", "metier/MET.7803"),
    "Plombier chauffagiste F/H - 2 postes à pourvoir": (
        "metier/MET.266", "metier/MET.264", "metier/MET.83",
    ),
    "Assistant RH en alternance H/F": ("metier/MET.798",),
    "Chargé(e) de communication en alternance (H/F)": (
        "metier/MET.314", "metier/MET.66", "metier/MET.802",
    ),
    "Apprenti coiffeur H/F": ("metier/MET.39",),
    "Cariste CACES 3 et 5 H/F 2x8": ("metier/MET.181",),
    "Mécanicien automobile confirmé H/F urgent": ("metier/MET.664",),
    "Pharmacien adjoint H/F temps plein": ("metier/MET.767",),
    "Boucher H/F rayon traditionnel grande distribution": ("metier/MET.268",),
    "comment devenir notaire": ("metier/MET.558",),
    "quelles études faut-il faire pour être architecte": ("metier/MET.161",),
    "je voudrais devenir pompier professionnel": ("metier/MET.572",),
    "c'est quoi un actuaire": ("metier/MET.861",),
    "que faire après un cap pâtissier": ("formation/FOR.670",),
    "la fiche MET.38 svp": ("metier/MET.38",),
}  # fmt: skip

# Diploma and other frame words that must not outweigh the rare word.
FRAME: dict[str, tuple[str, ...]] = {
    "master droit notarial": ("formation/FOR.10231",),
    "j'aime cuisiner": ("metier/MET.420", "metier/MET.7992", "metier/MET.7991", "metier/MET.7993"),
    "j'aime les enfants": ("interet/je-veux-m-occuper-d-enfants",),
    "bts esf": ("formation/FOR.7580",),
    "bts immo": ("formation/FOR.9571",),
    "licence lea": ("formation/FOR.10343",),
    "but gea": (
        "formation/FOR.7884", "formation/FOR.7885", "formation/FOR.7886", "formation/FOR.7887",
    ),
    "but info": (
        "formation/FOR.7996", "formation/FOR.7997", "formation/FOR.7998", "formation/FOR.7999",
    ),
    "bac sti2d": ("formation/FOR.3138", "formation/FOR.3139"),
    "bp coiffeur": ("formation/FOR.1563",),
    "de aide-soignante": ("formation/FOR.7120",),
}  # fmt: skip

# Everyday and familiar words.
EVERYDAY: dict[str, tuple[str, ...]] = {
    "toubib": ("metier/MET.869", "metier/MET.419"),
    "instit": ("metier/MET.557",),
    "maîtresse d'école": ("metier/MET.557",),
    "psy": ("metier/MET.871", "metier/MET.731", "metier/MET.279"),
    "éboueur": ("metier/MET.588", "metier/MET.7998"),
    "croque-mort": ("metier/MET.7765", "metier/MET.247"),
    "steward": ("metier/MET.772",),
    "prof de maths": ("metier/MET.85",),
    "prof d'anglais": ("metier/MET.51", "metier/MET.431"),
    "vigile": ("metier/MET.347",),
    "moniteur d'auto-école": ("metier/MET.680",),
    "pizzaïolo": (
        "rome/v4/G1604", "rome/appellation/17807",
        "http://data.europa.eu/esco/occupation/a02a1117-212f-4a49-b21a-d3b971e00e48",
    ),
}  # fmt: skip

# Intentions: the filters to be recognised.
INTENT: dict[str, Facets | tuple[Facets, ...]] = {
    "avec les animaux": {"interet": "je-veux-m-occuper-d-animaux"},
    "métier manuel sans bac": {
        "interet": ("je-veux-travailler-de-mes-mains", "reparer-bricoler-j-adore-ca"),
        "niveau": ("cap-ou-equivalent", "cap-ou-equivalent-1-an"),
    },
    "travailler avec les enfants": {"interet": "je-veux-m-occuper-d-enfants"},
    "travailler avec les enfants niveau cap": {
        "interet": "je-veux-m-occuper-d-enfants", "niveau": "cap-ou-equivalent",
    },
    "travailler dans la mode": ({"interet": "la-mode-me-fait-rever"}, {"secteur": "mode-et-luxe"}),
    "être fonctionnaire": {"statut": "fonctionnaire"},
    "métier de la santé bac +3": (
        {"secteur": "sante", "niveau": "bac-3"},
        {"interet": "ma-vocation-est-de-soigner", "niveau": "bac-3"},
    ),
    "travailler dans l'informatique": (
        {"secteur": "informatique-et-reseaux"},
        {
            "interet": (
                "je-suis-accro-au-numerique", "je-me-passionne-pour-les-nouvelles-technologies",
            ),
        },
    ),
    "métiers du bâtiment avec un cap": (
        {"interet": "je-veux-travailler-dans-le-batiment", "niveau": "cap-ou-equivalent"},
        {"secteur": "batiment-et-travaux-publics-btp", "niveau": "cap-ou-equivalent"},
    ),
    "aider les autres": {"interet": "je-veux-etre-utile-aux-autres"},
    "travailler dans la justice": (
        {"secteur": "droit-et-justice"}, {"interet": "je-veux-faire-respecter-la-loi"},
    ),
}  # fmt: skip

# English names.
ENGLISH: dict[str, tuple[str, ...]] = {
    "butcher": ("metier/MET.268",),
    "bus driver": ("metier/MET.907",),
    "carpenter": ("metier/MET.9", "metier/MET.439"),
    "midwife": ("metier/MET.787",),
    "primary school teacher": ("metier/MET.557",),
    "accountant": ("metier/MET.11", "metier/MET.149"),
    "physiotherapist": ("metier/MET.29",),
    "prison officer": ("metier/MET.926",),
    "fashion designer": ("metier/MET.25",),
}  # fmt: skip

# The métier first, whole words before prefixes, the thing before texts that mention it.
ORDER: dict[str, tuple[str, ...]] = {
    "archiviste": ("metier/MET.563",),
    "ostéopathe": ("metier/MET.221",),
    "bus": ("metier/MET.907",),
    "juge": ("metier/MET.769", "metier/MET.805", "metier/MET.91", "metier/MET.472"),
    "son": (
        "metier/MET.585", "metier/MET.315", "metier/MET.506", "formation/FOR.5811",
        "formation/FOR.7655", "formation/FOR.8667", "formation/FOR.9147", "formation/FOR.11040",
        "formation/FOR.12090",
    ),
    "notaire": ("metier/MET.558",),
    "cirque": ("metier/MET.779",),
    "chien": ("metier/MET.7812", "metier/MET.964", "metier/MET.7817"),
}  # fmt: skip

# Inclusive spellings, hyphens, apostrophes, words joined or parted.
SPELLING: dict[str, tuple[str, ...]] = {
    "auxiliaire de vie": ("metier/MET.782",),
    "sagefemme": ("metier/MET.787",),
    "hotesse d accueil": ("metier/MET.285",),
    "éco toxicologue": ("metier/MET.372",),
    "tailleur de pierres": ("metier/MET.295",),
    "masseur kinesitherapeute": ("metier/MET.29",),
}  # fmt: skip

# Words that the sheets use (or the site itself) and that must stay as typed.
NOCORRECT: dict[str, str] = {
    "salaire": "salaire",
    "horaires": "horaires",
    "sang": "sang",
}  # fmt: skip

# Nonsense: nothing is found, what is near is offered as near.
NOTHING: tuple[str, ...] = (
    "blorpatronixe",
    "qsdfghjklm",
)  # fmt: skip
