"""Functions of one text, hand-written scanners among them: their time too is linear."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from loader.corpus.formats import format_of
from loader.sources.documents import Document, Fichier
from tests.patterns.attacks import Attack, attacks
from tests.patterns.growth import EndlessError, excess, timed
from tests.patterns.inventory import expressions, module_name, module_paths

_PUMPS = (
    "a", "0", " ", "\n", "é", "\u0301", '"', "'", "\\", '""', '"""', "<", "<a ", "</a>", "<p><b>",
    "<li><ul>", "<!--", "<!---->", "<![CDATA[", "&", "&amp;", "</html", "# ", "### a\n", "- a\n",
    "**ID:** \n", "(ID: ", ",", ";", '"a",', "=", "a:", "?a ", "{", "{}", "(", ")", "/a", "../",
    "%", "|", "-", "a-", ".", " / ", "(e)", "\r\n", "a,b\n", "PREFIX a:<b> ", "SERVICE <a>", "#a\n",
)  # fmt: skip
_ATTACKS = [Attack("", pump, end) for pump in _PUMPS for end in ("", "\x01")]
_OF_THE_CODE = {"_run", "_text", "configure", "worded"}
"""These take a pattern, a level or a message that the code itself wrote."""
_IDEO = "# a\n## \N{CLIPBOARD} Informations générales\n## \N{GRADUATION CAP} Certification\n"
_HEADS = (
    "<metiers><metier><identifiant>MET.1</identifiant><nom_metier>a</nom_metier><nature_travail>",
    "<metiers><metier><nature_travail><![CDATA[",
    "<formations><formation><identifiant>FOR.1</identifiant><libelle_complet>a</libelle_complet>",
    "<root><item><lien_site_onisepfr>http://a/MET.1</lien_site_onisepfr><code_rome>",
    "<root><item><certif_info_ci_identifiant>1</certif_info_ci_identifiant>",
    "code_rome,libelle_rome,code_rome_parent\n",
    'code_rome,libelle_rome,code_rome_parent\n"',
    "code\tlibelle\tparent\n",
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\nOccupation,",
    "value $FAP9_0L\n",
    "lien site onisep.fr;libellé métier;GFE;code ROME\n",
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description,code\nOccupation,",
    "# a\n**ID:** MET.1\n",
    "# a\n**ID:** MET.1\n## Formations recommandées\n",
    "# a\n**ID:** MET.1\n## Vie professionnelle\n### Salaire du débutant\n",
    "# a\n**ID:** MET.1\n## Accès au métier\n",
    "# a\n\n## Informations générales\n**Type:** ",
    "# a\n\n## Informations générales\n**Lien:** [",
    "# a\n\n## Informations générales\n## Métiers associés\n",
    "# a\n\n## Informations générales\n## Attendus\n",
    f"{_IDEO}**\N{LINK SYMBOL} Fiche formation Onisep:** [a/FOR.1](a/FOR.1)\n**Code NSF:** ",
    f"{_IDEO}**\N{LINK SYMBOL} Fiche formation Onisep:** [a/FOR.1](a/FOR.1)\n"
    "## \N{DIRECT HIT} Domaines\n",
)
_RECORDS = (
    "<metier/>", "<formation/>", "<item/>", "<synonymes><synonyme>", "<a b='c'>", "A1101|",
    "A1101,a,b\n", "A\ta\tb\n", '"A_Z"="a"\n', 'Other="a";\n', "Occupation,a,b\n",
    "a;b;c;d\n", "- a (ID: FOR.1)\n", "- a/b\n", "-\n a\n", "326 | ", "(a) ", "(",
    "### Niveau bac + 2\n", "De 1 000 à 2 000 euros par mois\n",
)  # fmt: skip


def _readers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield the functions of the code that need one text, or the bytes of one, and nothing else."""
    for path in module_paths():
        module = importlib.import_module(module_name(path))
        for name, found in sorted(vars(module).items()):
            function = inspect.unwrap(found) if callable(found) else None
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                kind = _only_parameter(function)
                if kind in ("str", "bytes") and name not in _OF_THE_CODE:
                    yield f"{function.__code__.co_filename}:{name}", _tried(function, kind)


def _only_parameter(function: Callable[..., object]) -> str:
    parameters = inspect.signature(function).parameters.values()
    needed = [each for each in parameters if each.default is each.empty and each.kind < 2]
    return getattr(needed[0].annotation, "__name__", "") if len(needed) == 1 else ""


def _tried(function: Callable[..., Any], kind: str) -> Callable[[str], object]:
    def read(text: str) -> None:
        try:
            found = function(text.encode("utf-8", "surrogatepass") if kind == "bytes" else text)
            if inspect.isgenerator(found):
                list(found)
        except EndlessError:
            raise
        except Exception:  # a refusal
            pass

    return read


def _read_document(text: str) -> None:
    data = text.encode()
    document = Document("f", "FOR.1.md", Path("/nowhere"), data, Fichier("f", "0", len(data)))
    kind = format_of(document)
    assert kind is not None
    kind.read(document)


def test_every_function_of_one_text_takes_time_in_proportion_to_it() -> None:
    own: dict[str, list[Attack]] = {}
    for each in expressions():
        file = each.place.rpartition(":")[0]
        own.setdefault(file, []).extend(attacks(each.compiled())[:30])
    found = {}
    for name, read in _readers():
        file = next((each for each in own if f"/{each}:" in name), "")
        if bad := excess(timed(read), [*_ATTACKS, *own.get(file, ())]):
            found[name] = str(bad)
    assert found == {}


@pytest.mark.parametrize("head", _HEADS)
def test_every_format_is_read_in_proportion_to_its_length(head: str) -> None:
    texts = [Attack(head, pump, "") for pump in (*_PUMPS, *_RECORDS)]
    assert excess(timed(_read_document), texts) is None
