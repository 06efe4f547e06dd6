import pytest

from server.search.index import SearchIndex
from tests.server.search_files import Told, write_index

THINGS = [
    Told("metier/MET.1", "metier", "infirmier/ère", own=("infirmière", "infirmier"),
         codes=("MET.1",), values={"rome_v3": [("rome/v3/J1506", "Soins infirmiers", "J1506")],
                                   "niveau": [("niveau/bac-3", "bac + 3", "")],
                                   "code": [("", "MET.1", "")]}),
    Told("metier/MET.2", "metier", "aide-soignant/e", own=("aide-soignante", "aide-soignant"),
         others=("aide infirmière",), codes=("MET.2",),
         values={"rncp": [("", "40692", "")], "niveau": [("niveau/bac", "bac", "")]}),
    Told("metier/MET.3", "metier", "conducteur/trice de travaux",
         own=("conductrice de travaux", "conducteur de travaux"), codes=("MET.3",)),
    Told("metier/MET.4", "metier", "chef/fe de chantier", own=("cheffe de chantier",
         "chef de chantier"), others=("conducteur de travaux en bâtiment",), codes=("MET.4",)),
    Told("metier/MET.5", "metier", "régisseur/euse", own=("régisseuse", "régisseur"),
         others=("régisseur lumière",), values={"domaine": [("", "Spectacle", "")]}),
    Told("metier/MET.6", "metier", "régisseur/euse", own=("régisseuse", "régisseur"),
         others=("régisseur de domaine",), values={"domaine": [("", "Agriculture", "")]}),
    Told("metier/MET.7", "metier", "œnologue"),
    Told("rome/v3/J1506", "rome-v3", "Soins infirmiers généralistes", codes=("J1506",),
         note="J1506"),
    Told("rome/v4/J1506", "rome-v4", "Infirmier / Infirmière", codes=("J1506",), note="J1506"),
    Told("rome/appellation/1", "appellation", "Infirmier / Infirmière de bloc opératoire",
         own=("Infirmier de bloc opératoire", "Infirmière de bloc opératoire"), codes=("1",)),
    Told("formation/FOR.1", "formation", "BTS gestion de la PME", codes=("FOR.1", "RNCP 38363"),
         values={"rncp": [("", "38363", "")]}),
]  # fmt: skip


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("reconciliation") / "search.sqlite"
    write_index(path, THINGS, {})
    return SearchIndex(path)
