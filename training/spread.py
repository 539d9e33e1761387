"""Work on many pieces spread over the cores: a process a core, which the models in it keep to."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Row = TypeVar("Row")


def spread(work: Callable[[int, int], list[Row]]) -> list[Row]:
    """What `work(part, parts)` returns for every part, joined in order; each part runs on a core of its own."""
    cores = sorted(os.sched_getaffinity(0))
    with ProcessPoolExecutor(len(cores), mp_context=get_context("spawn")) as pool:
        held = pool.map(partial(_on_core, work, cores), range(len(cores)))
        return [row for rows in held for row in rows]


def _on_core(work: Callable[[int, int], list[Row]], cores: list[int], part: int) -> list[Row]:
    os.sched_setaffinity(0, {cores[part]})
    return work(part, len(cores))
