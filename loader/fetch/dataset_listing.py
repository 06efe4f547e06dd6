"""Listing of a data set: the address of its newest file, where that changes with each edition."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from loader.fetch.addresses import Form, SourceAddress
from loader.fetch.content_check import check_type
from loader.fetch.download import download
from loader.fetch.errors import RefusedError
from loader.fetch.limits import FetchLimits
from loader.fetch.partial_download import PartFile


def listed_address(address: SourceAddress, folder: Path, limits: FetchLimits) -> SourceAddress:
    """Return where the newest file of a source is; the same address where it has no listing.

    The listing is that of data.gouv.fr: `resources`, each with its `title` and `url`. May raise
    `FetchError`; a file that the listing leads elsewhere for is refused.
    """
    listing = address.listing
    if listing is None:
        return address
    part = PartFile.of(folder / f"{address.source}.{Form.JSON}")
    try:
        part.discard()
        check = partial(check_type, form=Form.JSON)
        download(listing.url, check, {}, part, limits, _silent)
        newest = max(_files(part.path.read_bytes(), listing.titles), default=None)
    finally:
        part.discard()
    if newest is None:
        raise RefusedError(f"aucun fichier « {listing.titles}… » n'est listé à {listing.url}")
    if not newest[1].startswith(address.url):
        raise RefusedError(f"la liste mène ailleurs qu'à {address.url} : {newest[1]}")
    return replace(address, url=newest[1], listing=None)


def _silent(_: int, __: int | None) -> None:
    """Show nothing: a listing is small."""


def _files(data: bytes, titles: str) -> Iterator[tuple[str, str]]:
    """Yield the titles that begin as those of the source, and their addresses."""
    try:
        found: Any = json.loads(data)
        resources = [(each["title"], each["url"]) for each in found["resources"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedError("ce n'est pas la liste d'un jeu de données") from error
    for title, url in resources:
        if isinstance(title, str) and isinstance(url, str) and title.startswith(titles):
            yield title, url
