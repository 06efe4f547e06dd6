"""Sheets for the tests, in the publisher's format and in words of our own."""

FULL = """\
# tisseur/euse de nuages
**ID:** MET.9001

**Appellations:**
- Féminin: tisseuse de nuages
- Masculin: tisseur de nuages

## Autres appellations

### cardeur/euse de brume
- Féminin: cardeuse de brume
- Masculin: cardeur de brume

**Codes ROME:**
- B1234
- K15

## Présentation

Elle tisse, il tisse : des nuages pour tous les ciels.

## En bref

Le matin, on carde. Le soir, on tisse.

            ### Durée des études
            ## Après la 3e
            2 ans pour préparer un CAP ; 3 ans pour un bac pro.

            ## Après le bac
            5 ans d'études.

## Nature du travail

### Carder
            On trie la brume.

            - la fine

            - l'épaisse

## Vie professionnelle

## Salaire
            ### Salaire du débutant
            A partir de 1801 euros brut par mois, hors primes<br/>Variable ensuite

            ## Intégrer le marché du travail
            ### Peu de postes
            Le ciel est petit.

## Accès au métier

Deux portes.

            Niveau bac + 4/5

            Diplôme de nuage

            Niveau CAP complété par un stage

**Niveau d'accès minimum:** bac + 2

## Formations recommandées

- CAP brume (option fine) (ID: FOR.9001)
- bac pro nuages (ID: FOR.9002)

**Statuts possibles:**
- salarié

## Centres d'intérêt

- j'aime bouger
- réparer, bricoler, j'adore ça
"""

SHORT = """\
# guetteur/euse d'arc-en-ciel
**ID:** MET.9002

**Appellations:**
- Féminin: guetteuse d'arc-en-ciel
- Masculin: guetteur d'arc-en-ciel
## Présentation

Une courte fiche.

**Niveau d'accès minimum:** 3E
"""

FORMATION = """\
# BTS tissage de nuages

## Informations générales

**Code scolarité:** 32099999
**Sigle:** TN
**Durée:** 2 ans
**Niveau de certification:** niveau 5
**Type:** brevet de technicien supérieur (BTS)

**Lien:** [https://example.org/bts?a=(1)](https://example.org/bts?a=(1))

## Description

On y apprend à tisser.

            La brume se carde en première année.

## Accès

### Accès
            Avec un bac, sur dossier.

## Attendus

### Attendus nationaux de la plateforme
            Aimer :

            - la pluie

            - le vent

## Poursuite d'études

On peut entrer en licence.

## Métiers associés

- tisseur/euse de nuages
- souffleur/euse de vent
"""

IDEO = """\
# BTS tissage de nuages

## \N{CLIPBOARD} Informations générales

**Type de formation:** brevet de technicien supérieur (BTS)
**Sigle:** TN
**Durée:** 2 ans
**Niveau de sortie indicatif:** bac + 2

## \N{GRADUATION CAP} Certification

**Code RNCP:** 98765
**Niveau:** niveau 5

**Code scolarité:** 32099999
**Code NSF:** 326 | 115
**Tutelle:** Ministère des Nuages

**\N{LINK SYMBOL} Fiche formation Onisep:** [https://example.org/slug/FOR.9003](https://example.org/slug/FOR.9003)

## \N{DIRECT HIT} Domaines

- ciel/nuages bas
- ciel/brume
"""
