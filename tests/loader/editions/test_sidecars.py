"""What is wrong in a `sources.toml` is told where it is, in French."""

from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.editions.sidecars import sources_beside


def _told(folder: Path, text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "sources.toml").write_bytes(data)
    with pytest.raises(LoaderError) as told:
        sources_beside(folder, None)
    return str(told.value).replace(str(folder / "sources.toml"), "").split("\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[editions\n", ":1: TOML mal formé, colonne 10"),
        ('[editions]\nesco = "', ": TOML inachevé"),
        ("a = " + "[" * 9999, ": TOML trop imbriqué"),
        (b'[editions]\nesco = "\xe9"\n', ": ce n'est pas de l'UTF-8"),
        ('# éditions\n[edition]\nesco = "v1"\n',
         ":2: table [edition] inconnue : seule la table [editions] est lue"),
        ('\nrome-v4 = "v460"\n',
         ":2: clé « rome-v4 » inconnue : seule la table [editions] est lue"),
        ("editions = 1\n", ":1: [editions] est une table « source = \"édition\" »"),
        ("[editions]\n\nrome-v3 = 344\n",
         ':3: l\'édition de rome-v3 est un texte entre guillemets ("2025-10")'),
        ('[editions]\nrome-v3 = "2025-1"\n',
         ":2: édition « 2025-1 » de rome-v3 : une date s'écrit année-mois-jour : 2025-01 ?"),
        ('[editions]\nrome-v3 = "a/b"\n',
         ":2: édition « a/b » de rome-v3 : une édition s'écrit en 40 chiffres, minuscules, points"
         " et tirets au plus"),
        ('[editions]\n"onisep-metier" = "2025-10"\n',
         ":2: « onisep-metier » n'est pas une source ; les sources sont esco, esco-rome, fap-2009,"
         " france-competences, onisep-formations, onisep-ideo-formations, onisep-ideo-metiers,"
         " onisep-metiers,"
         " onisep-table-passage, rome-v3, rome-v4"),
    ],
)  # fmt: skip
def test_what_would_not_be_read_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    assert _told(tmp_path, text) == [reason]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert len(_told(tmp_path, 'esco = "v1"\n[editions]\nx = "v1"\nrome-v3 = {}\n')) == 3


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf[editions]\r\nesco = "v1.0"\r\n'
    (tmp_path / "sources.toml").write_bytes(data)
    assert sources_beside(tmp_path, None)["esco"].name == "v1.0"
