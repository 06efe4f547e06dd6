"""Folders of releases go away whole, whoever still writes into them."""

import threading
import time
from pathlib import Path

from loader.release.release_directory import remove_folder


def test_a_folder_that_an_engine_still_closes_goes_away(tmp_path: Path) -> None:
    folder = tmp_path / ".building"
    (folder / "store").mkdir(parents=True)
    last = threading.Event()

    def write() -> None:
        for number in range(300):
            try:
                (folder / "store" / f"{number}.sst").touch()
            except FileNotFoundError:
                (folder / "store").mkdir(parents=True, exist_ok=True)
            time.sleep(0.001)
        last.set()

    writer = threading.Thread(target=write)
    writer.start()
    remove_folder(folder)
    writer.join()
    remove_folder(folder)
    assert last.is_set()
    assert not folder.exists()
