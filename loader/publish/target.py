"""Remote stores that releases are published into: Oxigraph and Virtuoso, each as it speaks.

Both take graphs by the Graph Store Protocol, and updates and queries by SPARQL's. What differs is
data here; a store that is neither is refused, since nobody has seen how it switches.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

import httpx2

from loader.corpus.problems import LoaderError, UsageError
from loader.fetch.url_policy import parse_url
from loader.publish.graphs import VIEW
from queries import find

Part = tuple[str, Sequence[bytes]]
"""The name of a graph, and lines of it in N-Triples."""

_RESULTS: Final = "application/sparql-results+json"
_TIMES: Final = httpx2.Timeout(10, read=3600, write=300)
"""Seconds; a switch of a large release is one request, answered when it is done."""
_TOLD: Final = 300


class TargetError(LoaderError):
    """A store that cannot be reached, or refuses; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class StoreKind:
    """How a kind of store is spoken to: paths below its address, and what it is able to.

    `named` is the parameter that names a graph. One that takes `quads` adds those of several graphs
    in one request, all or none. Without `view` it has no default graph of its own. One that is
    `whole` does an update in a transaction, and fails where it moves what is not there.
    """

    name: str
    server: str
    query: str
    update: str
    graphs: str
    named: str
    quads: bool
    view: bool
    whole: bool


KINDS: Final = (
    StoreKind("Oxigraph", "oxigraph/", "/query", "/update", "/store", "graph", True, True, True),
    StoreKind(
        "Virtuoso",
        "virtuoso/",
        "/sparql-auth",
        "/sparql-auth",
        "/sparql-graph-crud-auth",
        "graph-uri",
        False,
        False,
        False,
    ),
)


class Target:
    """A store at an address; every method may raise `TargetError`."""

    def __init__(self, url: str, kind: StoreKind, client: httpx2.Client) -> None:
        self.url, self.kind, self._client = url, kind, client

    def place_of(self, name: str) -> str:
        """Return how an update names the place of a graph of the release."""
        return "DEFAULT" if name == VIEW and self.kind.view else f"GRAPH <{name}>"

    def add(self, parts: Sequence[Part]) -> None:
        """Add lines to graphs, in their order."""
        if self.kind.quads:
            quads = [
                line[:-2] + f"<{name}> .\n".encode() for name, lines in parts for line in lines
            ]
            self._send(self.kind.graphs, b"".join(quads), "application/n-quads")
            return
        for name, lines in parts:
            data = b"".join(lines)
            self._send(self.kind.graphs, data, "application/n-triples", {self.kind.named: name})

    def update(self, statements: Sequence[str]) -> None:
        """Do some statements, all or none, in one request."""
        form = {"update": " ;\n".join(statements)}
        self._checked(self._client.post(self.url + self.kind.update, data=form))

    def rows(self, name: str) -> list[Mapping[str, str]]:
        """Return what a question of `queries/publication` finds, as texts by variable."""
        form = {"query": find(f"publication/{name}").text}
        answer = self._checked(
            self._client.post(self.url + self.kind.query, data=form, headers={"Accept": _RESULTS})
        )
        if answer.headers.get("X-SPARQL-MaxRows") or answer.headers.get("X-SQL-State"):
            raise TargetError(f"{self.url} : la réponse est coupée (ResultSetMaxRows, MaxQuery…)")
        try:
            bindings: list[dict[str, Any]] = answer.json()["results"]["bindings"]
            return [{key: str(each["value"]) for key, each in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TargetError(f"{self.url} : réponse illisible à une question SPARQL") from error

    def _send(
        self, path: str, data: bytes, kind: str, named: Mapping[str, str] | None = None
    ) -> None:
        headers = {"Content-Type": kind}
        self._checked(
            self._client.post(self.url + path, content=data, headers=headers, params=named)
        )

    def _checked(self, answer: httpx2.Response) -> httpx2.Response:
        if answer.is_success:
            return answer
        if answer.status_code in (401, 403):
            raise TargetError(
                f"{self.url} : réponse {answer.status_code} : METIERS_PUBLISH_USER et"
                " METIERS_PUBLISH_PASSWORD disent qui écrit ; un magasin en lecture refuse"
            )
        told = " ".join(answer.text[: 10 * _TOLD].split())[:_TOLD]
        raise TargetError(f"{self.url} : réponse {answer.status_code} : {told}")


@contextmanager
def open_target(url: str, environ: Mapping[str, str]) -> Iterator[Target]:
    """Give the store at an address, with who writes there from the environment.

    METIERS_PUBLISH_USER and METIERS_PUBLISH_PASSWORD go by Digest to Virtuoso, else by Basic, and
    then over TLS or to this machine only. No redirect is followed.
    """
    place = parse_url(url)
    root = url.rstrip("/")
    with httpx2.Client(timeout=_TIMES, trust_env=False) as client, _worded(root):
        said = client.get(f"{root}/").headers.get("Server", "")
        kind = next((each for each in KINDS if said.lower().startswith(each.server)), None)
        if kind is None:
            known = " ni ".join(each.name for each in KINDS)
            raise TargetError(f"{root} : ni {known} (« Server: {said or 'rien'} »)")
        user = environ.get("METIERS_PUBLISH_USER")
        if user:
            password = environ.get("METIERS_PUBLISH_PASSWORD", "")
            if kind.quads and not (place.secure or _is_this_machine(place.host)):
                raise UsageError(f"{root} : un mot de passe n'y va qu'en https")
            known_by = httpx2.BasicAuth if kind.quads else httpx2.DigestAuth
            client.auth = known_by(user, password)
        yield Target(root, kind, client)


@contextmanager
def _worded(url: str) -> Iterator[None]:
    """Say in French what the network did."""
    try:
        yield
    except httpx2.TimeoutException as error:
        raise TargetError(f"{url} : pas de réponse dans le temps imparti") from error
    except httpx2.ConnectError as error:
        raise TargetError(f"{url} : personne n'y répond") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise TargetError(f"{url} : connexion coupée, ou réponse qui n'est pas du HTTP") from error


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
