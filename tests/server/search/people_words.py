"""180 of 260 queries in people's words, by kind of fault, with what must come first.

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
"""

Facets = dict[str, str | tuple[str, ...]]

# Long queries: job-offer titles, questions, codes and addresses within text.
LONG: dict[str, tuple[str, ...]] = {
    "Infirmier(e) DE de nuit H/F": ("metier/MET.38",),
    "Boulanger H/F CDI 39h": ("metier/MET.17",),
    "Serveur / serveuse en extra le week-end - Lyon 2e": ("metier/MET.535", "metier/MET.655"),
    "Chauffeur livreur VL (H/F) - CDD 3 mois": ("metier/MET.210",),
    "Préparateur de commandes CACES 1B (H/F)": ("metier/MET.8003",),
    "Technicien de maintenance industrielle 3x8 H/F Amiens": ("metier/MET.866",),
    "Développeur Full Stack Java / Angular H/F - CDI - télétravail": ("metier/MET.12",),
    "Secrétaire médicale temps partiel - cabinet de radiologie": ("metier/MET.556",),
    "Électricien du bâtiment N3P2 H/F intérim": ("metier/MET.56",),
    "Éducateur spécialisé H/F internat CDI": ("metier/MET.311",),
    "Auxiliaire de puériculture en crèche F/H temps plein": ("metier/MET.415",),
    "Maçon H/F grands déplacements": ("metier/MET.94",),
    "Ingénieur structures béton armé H/F - CDI": ("metier/MET.947",),
    "Contrôleur de gestion industriel H/F Grenoble": ("metier/MET.410",),
    "Soudeur TIG H/F mission intérim 6 mois": ("metier/MET.899",),
    "Chef de rang H/F saison hiver Courchevel logé": ("metier/MET.7990",),
    "Conducteur de travaux TCE H/F CDI Bordeaux": ("metier/MET.26",),
    "Assistant(e) maternel(le) agréé(e) - 2 places disponibles": ("metier/MET.479",),
    "BTS MCO en alternance 24 places rentrée de septembre": ("formation/FOR.2317",),
    "combien gagne un vétérinaire": ("metier/MET.171",),
    "quel bac pour devenir infirmier": ("metier/MET.38",),
    "quel est le salaire d'un pilote de ligne": ("metier/MET.400",),
    "comment devenir sage-femme ?": ("metier/MET.787",),
    "quelle formation pour devenir esthéticienne": (
        "metier/MET.448", "formation/FOR.872", "formation/FOR.7608", "formation/FOR.1652",
    ),
    "en quoi consiste le métier d'ergothérapeute": ("metier/MET.280",),
    "quel diplôme faut-il pour être opticien": ("metier/MET.281", "formation/FOR.578"),
    "combien d'années d'études pour être psychiatre": ("metier/MET.731",),
    "fiche métier orthophoniste onisep": ("metier/MET.765",),
    "quels sont les débouchés du bts gestion de la pme": (
        "formation/FOR.270", "certification/100367",
    ),
    "comment on devient commissaire de police": ("metier/MET.786",),
    "quelle est la différence entre psychologue et psychiatre": (
        "metier/MET.871", "metier/MET.731",
    ),
    "où étudier pour devenir ostéopathe": ("metier/MET.221",),
    "est-ce qu'il faut être bon en maths pour devenir pilote d'hélicoptère": ("metier/MET.358",),
    "code rome D1101": ("rome/v4/D1101", "rome/v3/D1101"),
    "fiche ROME K1302 assistance auprès d'adultes": ("rome/v4/K1302", "rome/v3/K1302"),
    "offre 187HKLM (ROME M1805)": ("rome/v4/M1805", "rome/v3/M1805"),
    "https://www.onisep.fr/http/redirection/metier/slug/MET.797": ("metier/MET.797",),
    "voir https://www.onisep.fr/http/redirection/metier/slug/MET.171 merci": ("metier/MET.171",),
    "www.onisep.fr/http/redirection/formation/slug/FOR.270": ("formation/FOR.270",),
    "https://www.onisep.fr/ressources/univers-metier/metiers/orthoptiste": ("metier/MET.877",),
    "titre enregistré RNCP38363": ("formation/FOR.270", "certification/100367"),
    "formation FOR.8727 au lycée": ("formation/FOR.8727",),
}  # fmt: skip

# Diploma and other frame words that must not outweigh the rare word.
FRAME: dict[str, tuple[str, ...]] = {
    "bac pro ciel": ("formation/FOR.8727",),
    "licence meef": (
        "formation/FOR.9613", "formation/FOR.9620", "formation/FOR.9621", "formation/FOR.9622",
        "formation/FOR.9623", "formation/FOR.9624", "formation/FOR.9625", "formation/FOR.9761",
    ),
    "but gaco": (
        "formation/FOR.8020", "formation/FOR.8022", "formation/FOR.8023", "formation/FOR.8541",
    ),
    "cap aepe": ("formation/FOR.6821",),
    "bts muc": ("formation/FOR.2317",),
    "j'aime chanter": ("metier/MET.7", "metier/MET.584"),
    "j'aime dessiner": ("interet/j-ai-un-bon-coup-de-crayon",),
    "bts cg": ("formation/FOR.1054", "formation/FOR.10529"),
    "bac pro assp": ("formation/FOR.7562",),
    "bts sio slam": ("formation/FOR.5337",),
    "bts ndrc": ("formation/FOR.2316",),
    "licence staps": (
        "formation/FOR.4830", "formation/FOR.4831", "formation/FOR.4832", "formation/FOR.4834",
        "formation/FOR.4835",
    ),
    "licence d'anglais": ("formation/FOR.4812", "formation/FOR.11123", "formation/FOR.10343"),
    "licence pro notariat": ("formation/FOR.11039", "formation/FOR.5090"),
    "master psycho": (
        "formation/FOR.5205", "formation/FOR.10210", "formation/FOR.10170", "formation/FOR.10203",
        "formation/FOR.10205", "formation/FOR.10208", "formation/FOR.10223", "formation/FOR.5206",
        "formation/FOR.5207", "formation/FOR.5208", "formation/FOR.5209", "formation/FOR.6867",
    ),
    "but mmi": ("formation/FOR.8008", "formation/FOR.8009", "formation/FOR.8010"),
    "bac pro melec": ("formation/FOR.9919",),
    "bac pro agora": ("formation/FOR.4284",),
    "bac pro commerce": ("formation/FOR.5839", "formation/FOR.5762"),
    "bac st2s": ("formation/FOR.2418",),
    "cap petite enfance": ("formation/FOR.6821",),
    "cap esthéticienne": ("formation/FOR.872",),
    "diplôme d'état infirmier": ("formation/FOR.2378",),
    "bpjeps natation": ("formation/FOR.5254",),
}  # fmt: skip

# Everyday and familiar words.
EVERYDAY: dict[str, tuple[str, ...]] = {
    "véto": ("metier/MET.171",),
    "kiné": ("metier/MET.29", "metier/MET.375"),
    "prof de fac": ("metier/MET.880", "metier/MET.699", "metier/MET.590"),
    "mécano": (
        "metier/MET.664", "metier/MET.22", "metier/MET.8000", "metier/MET.324", "metier/MET.430",
        "metier/MET.685", "metier/MET.23",
    ),
    "dirlo": ("metier/MET.7832",),
    "prof de sport": ("metier/MET.43", "metier/MET.522"),
    "infirmier libéral": ("metier/MET.38",),
    "nounou": ("metier/MET.479",),
    "flic": (
        "metier/MET.336", "metier/MET.191", "metier/MET.579", "metier/MET.786", "metier/MET.493",
    ),
    "avocat": ("metier/MET.33", "metier/MET.1264"),
    "maton": ("metier/MET.926",),
    "bidasse": ("metier/MET.689",),
    "tiktokeuse": ("metier/MET.7836",),
    "youtubeur": ("metier/MET.7836",),
    "pion": ("metier/MET.7831",),
    "dentiste": ("metier/MET.870",),
    "cuistot": ("metier/MET.420", "metier/MET.7992"),
    "camionneur": ("metier/MET.679",),
    "huissier": ("metier/MET.872",),
    "paparazzi": ("metier/MET.586", "metier/MET.883"),
    "prof de guitare": ("metier/MET.293",),
    "gynéco": ("metier/MET.845",),
    "ophtalmo": ("metier/MET.996",),
    "femme de ménage": ("metier/MET.562",),
    "concierge": ("metier/MET.837", "metier/MET.513"),
    "assistante sociale": ("metier/MET.64",),
    "marin pêcheur": ("metier/MET.674", "metier/MET.801"),
    "tatoueuse": (
        "rome/appellation/19642",
        "http://data.europa.eu/esco/occupation/40da2fc6-8cb4-4cd3-8fe3-899715905070",
    ),
}  # fmt: skip

# Intentions: the filters to be recognised.
INTENT: dict[str, Facets | tuple[Facets, ...]] = {
    "bien payé sans bac": {
        "pay": "high", "niveau": ("cap-ou-equivalent", "cap-ou-equivalent-1-an"),
    },
    "métier court": (
        {"duree": "short"},
        {"niveau": ("cap-ou-equivalent", "cap-ou-equivalent-1-an", "bac-ou-equivalent", "bac-2")},
    ),
    "travailler dehors": {"interet": "j-aimerais-travailler-dehors"},
    "alternance": {"alternance": "yes"},
    "métier sans diplôme": {"niveau": ("sans-diplome", "3e", "diplome-national-du-brevet")},
    "métier manuel": {
        "interet": ("je-veux-travailler-de-mes-mains", "reparer-bricoler-j-adore-ca"),
    },
    "métier bien payé": {"pay": "high"},
    "bien payé bac +2": {"pay": "high", "niveau": "bac-2"},
    "gros salaire études courtes": (
        {"pay": "high", "duree": "short"},
        {
            "pay": "high",
            "niveau": (
                "cap-ou-equivalent", "cap-ou-equivalent-1-an", "bac-ou-equivalent",
                "bac-2", "bac-3",
            ),
        },
    ),
    "travailler à l'étranger": {"interet": "je-reve-de-travailler-a-l-etranger"},
    "métier artistique": {"interet": "je-reve-d-un-metier-artistique"},
    "travailler dans le sport": ({"interet": "le-sport-est-ma-passion"}, {"secteur": "sport"}),
    "être à son compte": {"statut": ("independant", "artisan", "liberal")},
    "métier en libéral": {"statut": "liberal"},
    "travail saisonnier": {"statut": "saisonnier"},
    "intermittent du spectacle": {"statut": "intermittent-du-spectacle"},
    "travailler dans la nature": (
        {"interet": "j-aime-la-nature"}, {"interet": "j-aimerais-travailler-dehors"},
    ),
    "métiers accessibles avec le bac": {"niveau": "bac-ou-equivalent"},
    "métier où on bouge": {"interet": "j-aime-bouger"},
    "métier où on conduit": {"interet": "j-adore-conduire"},
    "métier avec des chiffres": {"interet": "j-aime-jongler-avec-les-chiffres"},
    "protéger la planète bac +5": (
        {"interet": "je-veux-proteger-la-planete", "niveau": "bac-5"},
        {"secteur": "environnement", "niveau": "bac-5"},
    ),
    "métier dans le commerce sans bac": (
        {
            "interet": "je-veux-travailler-dans-le-commerce",
            "niveau": ("cap-ou-equivalent", "cap-ou-equivalent-1-an"),
        },
        {
            "secteur": "commerce-et-distribution",
            "niveau": ("cap-ou-equivalent", "cap-ou-equivalent-1-an"),
        },
    ),
    "travailler dans la banque": {"secteur": "banque-assurances"},
}  # fmt: skip

# English names.
ENGLISH: dict[str, tuple[str, ...]] = {
    "gardener": ("metier/MET.120", "metier/MET.197"),
    "librarian": ("metier/MET.44", "metier/MET.136"),
    "software developer": ("metier/MET.12",),
    "nurse": ("metier/MET.38",),
    "baker": ("metier/MET.17",),
    "hairdresser": ("metier/MET.39",),
    "plumber": ("metier/MET.266",),
    "electrician": ("metier/MET.56",),
    "firefighter": ("metier/MET.572",),
    "police officer": ("metier/MET.336", "metier/MET.191", "metier/MET.579"),
    "lawyer": ("metier/MET.33", "metier/MET.1264"),
    "dentist": ("metier/MET.870",),
    "vet": ("metier/MET.171",),
    "truck driver": ("metier/MET.679",),
    "welder": ("metier/MET.899",),
    "bricklayer": ("metier/MET.94",),
    "flight attendant": ("metier/MET.772",),
    "graphic designer": ("metier/MET.5",),
    "translator": ("metier/MET.768", "metier/MET.354"),
    "social worker": ("metier/MET.64",),
    "air traffic controller": ("metier/MET.1",),
}  # fmt: skip

# The métier first, whole words before prefixes, the thing before texts that mention it.
ORDER: dict[str, tuple[str, ...]] = {
    "soudeur": ("metier/MET.899",),
    "fleuriste": ("metier/MET.18",),
    "ambulancier": ("metier/MET.417",),
    "sommelier": ("metier/MET.4",),
    "photographe": ("metier/MET.883",),
    "mécanicien automobile": ("metier/MET.664",),
    "commis de cuisine": ("metier/MET.7992",),
    "comptable": ("metier/MET.11",),
    "data scientist": ("metier/MET.512",),
    "mer": (
        "metier/MET.600", "metier/MET.674", "metier/MET.801", "metier/MET.54", "metier/MET.653",
        "metier/MET.413", "formation/FOR.2416", "formation/FOR.10708", "formation/FOR.5150",
        "formation/FOR.11591", "formation/FOR.631", "gfe/B",
    ),
    "port": ("metier/MET.8107",),
    "train": ("metier/MET.154", "metier/MET.186"),
    "gaz": (
        "metier/MET.169", "metier/MET.304", "metier/MET.895", "metier/MET.617",
        "formation/FOR.1144", "formation/FOR.11072",
    ),
    "vin": (
        "metier/MET.174", "metier/MET.159", "metier/MET.4", "metier/MET.631", "formation/FOR.7521",
        "formation/FOR.8081", "formation/FOR.9085", "formation/FOR.9086", "formation/FOR.7283",
    ),
    "eau": (
        "metier/MET.509", "metier/MET.8120", "metier/MET.724", "metier/MET.350", "metier/MET.321",
        "metier/MET.908", "formation/FOR.9166", "formation/FOR.874", "formation/FOR.317",
    ),
    "piano": ("metier/MET.7935", "metier/MET.1211"),
    "hôpital": ("metier/MET.688",),
}  # fmt: skip

# Inclusive spellings, hyphens, apostrophes, words joined or parted.
SPELLING: dict[str, tuple[str, ...]] = {
    "sage femme": ("metier/MET.787",),
    "aide soignante": ("metier/MET.561",),
    "chef·fe de projet": (
        "metier/MET.203", "metier/MET.490", "metier/MET.696", "metier/MET.802", "metier/MET.858",
        "metier/MET.8076", "metier/MET.944", "metier/MET.791", "metier/MET.259", "metier/MET.302",
        "metier/MET.367", "metier/MET.580",
    ),
    "opérateur·rice de raffinerie": ("metier/MET.305",),
    "infirmier.e": ("metier/MET.38",),
    "coiffeur-euse": ("metier/MET.39",),
    "boulanger(e)": ("metier/MET.17",),
    "technicien·ne de maintenance industrielle": ("metier/MET.866",),
    "éducateur.trice spécialisé.e": ("metier/MET.311",),
    "agriculteur/rice": ("metier/MET.547",),
    "expert comptable": ("metier/MET.149",),
    "web designer": ("metier/MET.450",),
    "sapeur pompier": ("metier/MET.572",),
    "œnologue": ("metier/MET.159",),
}  # fmt: skip

# Words that the sheets use (or the site itself) and that must stay as typed.
NOCORRECT: dict[str, str] = {
    "journée": "journée",
    "rome": "rome",
    "chaleur": "chaleur",
    "gestes": "gestes",
    "carrière": "carrière",
    "hiver": "hiver",
    "bruit": "bruit",
}  # fmt: skip

# Nonsense: nothing is found, what is near is offered as near.
NOTHING: tuple[str, ...] = (
    "xqzvkjw",
    "wrtpqx kvbnzt",
    "zzyyxxww",
)  # fmt: skip
