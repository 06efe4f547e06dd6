from pyoxigraph import RdfFormat, Store

from loader.search.english_links import english_links
from loader.search.named_things import read_links, read_things
from ontology import base, prefixes

VIEW = """
metier:MET.1 a mg:Metier ; skos:prefLabel "boucher/ère"@fr ; mg:masculin "boucher"@fr .
metier:MET.2 a mg:Metier ; skos:prefLabel "conducteur/trice de bus"@fr ;
  mg:masculin "conducteur de bus"@fr ; mg:romeV3 rome3:N4103 .
metier:MET.3 a mg:Metier ; skos:prefLabel "jongleur/euse"@fr ; mg:romeV3 rome3:N4103 .
rome3:N4103 a mg:CodeRome ; skos:notation "N4103" ; skos:prefLabel "Transport"@fr .
ogr:1 a mg:AppellationRome ; skos:prefLabel "Chauffeur de bus"@fr ; skos:broader rome3:N4103 ;
  skos:closeMatch <http://data.europa.eu/esco/occupation/2> .
<http://data.europa.eu/esco/occupation/1> a mg:ProfessionEsco ;
  skos:prefLabel "boucher/bouchère"@fr, "butcher"@en ; mg:masculin "boucher"@fr .
<http://data.europa.eu/esco/occupation/2> a mg:ProfessionEsco ;
  skos:prefLabel "chauffeur de bus"@fr, "bus driver"@en .
<http://data.europa.eu/esco/occupation/3> a mg:ProfessionEsco ; skos:prefLabel "boucher"@fr .
"""


def test_occupations_lead_to_the_same_metier_else_to_the_nearest_of_their_codes() -> None:
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    store = Store()
    store.load(header + VIEW, RdfFormat.TURTLE, base_iri=base())
    things = read_things(store)
    links = english_links(store, things, read_links(store, things))
    assert [(one.label, other.label) for one, other in links] == [
        ("boucher/bouchère", "boucher/ère"),
        ("chauffeur de bus", "conducteur/trice de bus"),
    ]
