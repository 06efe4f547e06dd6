"""Tables of the register of certifications for the tests: its columns, our own clouds."""

STANDARD = (
    '"Id_Fiche";"Numero_Fiche";"Intitule";"Abrege_Libelle";"Abrege_Intitule";'
    '"Nomenclature_Europe_Niveau";"Nomenclature_Europe_Intitule";"Date_Fin_Enregistrement";'
    '"Date_Effet";"Type_Enregistrement";"Actif"\r\n'
    '"1";"RNCP90001";"Tisseur de nuées";"CAP";"Certificat du ciel";"NIV3";"Niveau 3";"31/08/2026";'
    '"01/09/2021";"Enregistrement de droit";"ACTIVE"\r\n'
    '"2";"RS900";"Lire le vent";;;;;;;"Enregistrement sur demande";"INACTIVE"\r\n'
)
ROME = (
    '"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\r\n'
    '"RNCP90001";"A1101";"Taille d\'\'en haut"\r\n'
    '"RNCP90001";"A1102";"Cardeur de ""brume"""\r\n'
    '"RS900";"A1101";"Tailleur / Tailleuse de nuages"\r\n'
    '"RS900";"A1102";"Sans pareil"\r\n'
)
NSF = (
    '"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n'
    '"RNCP90001";"240";"240 : Matières souples"\r\n"RS900";"114b";"114b : Modèles du ciel"\r\n'
)
FORMACODE = (
    '"Numero_Fiche";"Formacode_Code";"Formacode_Libelle"\r\n"RS900";"42872";"42872 : Nuées"\r\n'
)
CERTIFIERS = (
    '"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\r\n'
    '"RS900";"\t11004301500012";"Ciel"\r\n'
)
