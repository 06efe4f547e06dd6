"""Fetch of one source into the folder: the old file stays until the new one is whole."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from loader.corpus.problems import system_reason
from loader.fetch.addresses import Form, SourceAddress
from loader.fetch.archive import member_names
from loader.fetch.atomic_files import replace_file
from loader.fetch.content_check import check_content, check_type
from loader.fetch.dataset_listing import listed_address
from loader.fetch.download import DownloadedFile, ProgressCallback, download
from loader.fetch.edition import stated_edition, withdraw_edition, write_edition
from loader.fetch.errors import FetchError, RefusedError
from loader.fetch.fetch_log import FetchRecord, file_digest, read_fetch_log, record_fetch
from loader.fetch.limits import LIMITS, FetchLimits
from loader.fetch.partial_download import PartFile


@dataclass(frozen=True, slots=True)
class FetchResult:
    """A file that is in place; `edition` is what its publisher states, None if nothing.

    `changed` is false when the file that was there is the newest one. `withdrawn` is the edition
    that `sources.toml` stated of an older file, and that nobody states of this one.
    """

    file: Path
    size: int
    changed: bool
    edition: str | None = None
    withdrawn: str | None = None


def fetch(
    address: SourceAddress,
    folder: Path,
    limits: FetchLimits = LIMITS,
    watch: ProgressCallback = lambda _, __: None,
) -> FetchResult:
    """Fetch a source into a folder that exists; `FetchError` names the address and what failed."""
    try:
        address = listed_address(address, folder, limits)
    except (FetchError, OSError) as error:
        raise _unchanged(address, str(error)) from error
    target = folder / address.name
    part = PartFile.of(target)
    recorded = known = read_fetch_log(folder).get(address.name)
    if known is not None and not known.describes(target, address.url):
        known = None
    try:
        conditions = known.conditions() if known else {}
        check = partial(check_type, form=address.form)
        landed = download(address.url, check, conditions, part, limits, watch)
        if landed is None:
            part.discard()
            return FetchResult(target, target.stat().st_size, changed=False)
        record = _record(address, landed, part, limits)
        elders = {recorded.sha256} if recorded else set[str]()
        elders |= {file_digest(target)} if target.is_file() else set()
        replace_file(part.path, target)
    except RefusedError as error:
        part.discard()
        raise _unchanged(address, str(error)) from error
    except FetchError as error:
        raise _unchanged(address, str(error)) from error
    except OSError as error:
        raise _unchanged(address, f"écriture impossible : {system_reason(error)}") from error
    changed = known is None or known.sha256 != record.sha256
    return _settle(folder, address, landed, record, changed, elders)


def _unchanged(address: SourceAddress, reason: str) -> FetchError:
    return FetchError(f"{address.url} : {reason} ; rien n'a été changé")


def _record(
    address: SourceAddress, landed: DownloadedFile, part: PartFile, limits: FetchLimits
) -> FetchRecord:
    check_content(part.path, address.form, limits)
    return FetchRecord(
        address.source,
        address.url,
        file_digest(part.path),
        part.path.stat().st_size,
        landed.etag,
        landed.modified,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _settle(
    folder: Path,
    address: SourceAddress,
    landed: DownloadedFile,
    record: FetchRecord,
    changed: bool,
    elders: AbstractSet[str],
) -> FetchResult:
    """Write what is known of a file that has just been put in place.

    Its edition is written before it is recorded: were that to fail, the next fetch would try again.
    One that nobody states is unknown: what was stated of `elders`, other bytes, is withdrawn.
    """
    target = folder / address.name
    PartFile.of(target).finish()
    edition = withdrawn = None
    if changed:
        edition = stated_edition(landed, member_names(target) if address.form is Form.ZIP else [])
    if edition is not None:
        write_edition(folder, address.source, edition)
    elif elders - {record.sha256}:
        withdrawn = withdraw_edition(folder, address.source)
    record_fetch(folder, address.name, record)
    return FetchResult(target, record.size, changed, edition, withdrawn)
