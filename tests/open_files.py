"""Files that this process has open, for the tests that count them."""

import time
from pathlib import Path

import pytest

FOLDER = Path("/proc/self/fd")
counted_here = pytest.mark.skipif(not FOLDER.exists(), reason="there is no /proc here")


def opened_files(most: int | None = None) -> int:
    """How many there are, once they are no more than `most` or ten seconds have passed."""
    until = time.monotonic() + 10
    while most is not None and len(list(FOLDER.iterdir())) > most and time.monotonic() < until:
        time.sleep(0.01)
    return len(list(FOLDER.iterdir()))
