from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, VANN, BNode, Graph, Literal, URIRef
from rdflib.namespace import DC

import ontology

SCHEMA = "http://schema.org/"
CLASSES = """Metier Fiche FicheFormation Section Passage Parcours VoieAcces Appellation Salaire Lien
    Niveau Statut CentreInteret Secteur Rubrique Stade Formation
    ProfessionEsco GroupeIsco PassageFap
    CodeRome DomaineRome GrandDomaineRome AppellationRome FamilleProfessionnelle
    CompetenceRome SavoirRome ContexteRome CentreInteretRome
    Certification SpecialiteNsf Poursuite DomaineOnisep GroupeFormationEmploi
    FicheRncp Formacode"""
OBJECT_PROPERTIES = """fiche ficheFormation section rubrique passage autreAppellation rome romeV3
    parcours depart voieAcces niveau stade niveauAcces formation statut centreInteret secteur lien
    debouche eqf mobilite famille codeRomeV3
    competence savoir contexte coeurMetier emergent interetRome interetPrincipal
    interetSecondaire
    certification specialite niveauSortie poursuite domaineOnisep gfe absentDe
    codeRome formacode"""
DATATYPE_PROPERTIES = """feminin masculin niveauTitre anneesMin anneesMax brut condition transverse
    collection rang typeFormation duree codeScolarite nsf codeCertifInfo codeRncp edition
    priorite lecteur echelon qualification
    numeroFiche numeroOgr codeParent classeAppellation peuUsite origine emploiReglemente
    emploiCadre transitionEcologique classeTransitionEcologique transitionNumerique
    transitionDemographique riasecMajeur riasecMineur accesEmploi conditionsExercice
    natureCompetence codeMacroCompetence categorie sousCategorie codeCategorie heterogeneite
    typeDiplome certifiante intituleRncp enregistrementRncp libelleMinistere evolution
    libelleGenerique typeOption libelleSpecifique typeFormationCourt typeFormationSigle
    descriptifAcces descriptifPoursuite attendus niveauCertification codeNiveau premiereSession
    derniereSession natureCertificat elementEnseignement tutelle typePoursuite formationVisee
    effetEnregistrement finEnregistrement ficheActive codeEsco dureeAnnees sigle niveauIndicatif"""


def _mg(names: str) -> set[URIRef]:
    return {URIRef(ontology.prefixes()["mg"] + name) for name in names.split()}


def _languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str | None]:
    """Return the languages of the non-empty values, sorted; a plain literal counts as None."""
    found = [o for o in graph.objects(subject, predicate) if str(o).strip()]
    return sorted(o.language for o in found if isinstance(o, Literal))  # type: ignore[type-var]


def _own(graph: Graph) -> set[URIRef]:
    found = {s for s in graph.subjects() if str(s).startswith(ontology.prefixes()["mg"])}
    return {s for s in found if isinstance(s, URIRef)}


def test_the_terms_are_those_of_the_model(terms: Graph) -> None:
    assert set(terms.subjects(RDF.type, OWL.Class)) == _mg(CLASSES)
    assert set(terms.subjects(RDF.type, OWL.ObjectProperty)) == _mg(OBJECT_PROPERTIES)
    assert set(terms.subjects(RDF.type, OWL.DatatypeProperty)) == _mg(DATATYPE_PROPERTIES)
    assert _own(terms) == _mg(f"{CLASSES} {OBJECT_PROPERTIES} {DATATYPE_PROPERTIES}")


def test_every_term_is_labelled_and_defined_in_both_languages(terms: Graph) -> None:
    header = URIRef(f"{ontology.base()}ontology")
    for term in sorted(_own(terms)):
        assert _languages(terms, term, RDFS.label) == ["en", "fr"], term
        assert _languages(terms, term, SKOS.definition) == ["en", "fr"], term
        assert list(terms.objects(term, RDFS.isDefinedBy)) == [header], term


def test_every_property_has_a_domain_and_a_range(terms: Graph) -> None:
    for term in sorted(_mg(OBJECT_PROPERTIES) | _mg(DATATYPE_PROPERTIES)):
        assert len(list(terms.objects(term, RDFS.domain))) == 1, term
        assert len(list(terms.objects(term, RDFS.range))) == 1, term


def test_included_classes_lie_within_domain_and_range(terms: Graph) -> None:
    pairs = ((RDFS.domain, "domainIncludes"), (RDFS.range, "rangeIncludes"))
    for whole, part in pairs:
        for term, narrower in terms.subject_objects(URIRef(SCHEMA + part)):
            wider = terms.value(term, whole)
            assert wider in set(terms.transitive_objects(narrower, RDFS.subClassOf)), term


def test_examples_are_turtle_that_uses_the_term(terms: Graph) -> None:
    head = "".join(f"@prefix {p}: <{n}> .\n" for p, n in ontology.prefixes().items())
    for term in sorted(_own(terms)):
        example = terms.value(term, SKOS.example)
        assert example is not None, term
        graph = Graph().parse(data=head + str(example), format="turtle", publicID=ontology.base())
        used = {node for triple in graph for node in triple}
        assert term in used, term
        of_the_project = {n for n in used if str(n).startswith(ontology.prefixes()["mg"])}
        assert of_the_project <= _own(terms), term


def test_superclasses_and_superproperties(terms: Graph) -> None:
    mg = ontology.prefixes()["mg"]

    def above(name: str) -> set[str]:
        return {
            str(o).replace(mg, "mg:").replace(SCHEMA, "schema:").replace(str(SKOS), "skos:")
            for p in (RDFS.subClassOf, RDFS.subPropertyOf)
            for o in terms.objects(URIRef(mg + name), p)
        }

    assert above("Metier") == {"schema:Occupation", "skos:Concept"}
    assert above("Salaire") == {"schema:MonetaryAmount", "schema:QuantitativeValue"}
    assert above("Parcours") == above("VoieAcces") == {"mg:Passage"}
    assert above("romeV3") == {"mg:rome"}
    assert above("rome") == {"schema:occupationalCategory"}


def test_only_own_terms_are_described_in_the_core(terms: Graph) -> None:
    header = URIRef(f"{ontology.base()}ontology")
    assert set(terms.subjects()) == _own(terms) | {header}


def test_the_header_is_complete(terms: Graph) -> None:
    header = URIRef(f"{ontology.base()}ontology")
    assert (header, RDF.type, OWL.Ontology) in terms
    assert _languages(terms, header, DCTERMS.title) == ["en", "fr"]
    assert _languages(terms, header, DCTERMS.description) == ["en", "fr"]
    assert isinstance(terms.value(header, DCTERMS.license), URIRef)
    for predicate in (DC.creator, DC.publisher, DCTERMS.created, DCTERMS.modified):
        assert isinstance(terms.value(header, predicate), Literal), predicate
    version = terms.value(header, OWL.versionInfo)
    assert terms.value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
    assert str(terms.value(header, VANN.preferredNamespacePrefix)) == "mg"
    namespace = terms.value(header, VANN.preferredNamespaceUri)
    assert str(namespace) == ontology.prefixes()["mg"]


def test_no_blank_node(vocabulary: Graph) -> None:
    assert not [t for t in vocabulary if any(isinstance(node, BNode) for node in t)]


def test_schema_org_is_plain_http(vocabulary: Graph) -> None:
    assert not [t for t in vocabulary if any(str(n).startswith(str(SDO)) for n in t)]


def test_alignments_add_no_class_or_property() -> None:
    graph = Graph().parse(data=ontology.graph_files()["alignments.ttl"], format="turtle")
    assert set(graph.predicates()) == {RDFS.seeAlso, SKOS.closeMatch}


def test_gendered_pair_points_to_wikidata(vocabulary: Graph) -> None:
    mg, wd = ontology.prefixes()["mg"], ontology.prefixes()["wd"]
    assert (URIRef(f"{mg}feminin"), RDFS.seeAlso, URIRef(f"{wd}P2521")) in vocabulary
    assert (URIRef(f"{mg}masculin"), RDFS.seeAlso, URIRef(f"{wd}P3321")) in vocabulary
