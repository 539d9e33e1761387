import threading
import time
from collections.abc import Iterator

import pytest

from assistant.deadline import LeftError, Limits, OverdueError, SilenceError, within

QUICK = Limits(first=0.2, silence=0.2, total=1.0)


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


def test_parts_come_in_order_and_the_stream_ends():
    assert list(within(lambda: iter(range(1000)), QUICK, soon())) == list(range(1000))


def test_what_the_producer_raises_is_raised_where_the_parts_are_taken():
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("cut")

    parts = within(broken, QUICK, soon())
    assert next(parts) == 1
    with pytest.raises(OSError, match="cut"):
        next(parts)


def test_silence_before_the_first_part_ends_the_waiting():
    gate = threading.Event()

    def silent() -> Iterator[int]:
        gate.wait(5)
        yield 1

    began = time.monotonic()
    with pytest.raises(SilenceError):
        list(within(silent, QUICK, soon()))
    assert time.monotonic() - began < 1
    gate.set()


def test_a_stream_that_drips_for_ever_is_ended_by_the_total():
    def dripping() -> Iterator[int]:
        while True:
            time.sleep(0.02)
            yield 1

    began = time.monotonic()
    with pytest.raises(OverdueError, match="after 1 seconds"):
        list(within(dripping, QUICK, soon(0.3)))
    assert time.monotonic() - began < 1


def test_a_stream_that_floods_for_ever_is_ended_by_the_total():
    parts = within(lambda: iter(int, 1), QUICK, soon(0.3))
    with pytest.raises(OverdueError):
        list(parts)


def test_a_silence_that_lasts_until_the_total_is_an_answer_that_did_not_finish():
    gate = threading.Event()

    def halting() -> Iterator[int]:
        yield 1
        gate.wait(5)

    with pytest.raises(OverdueError):
        list(within(halting, Limits(), soon(0.3)))
    gate.set()


def test_a_producer_whose_consumer_has_gone_is_ended():
    ended = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            ended.set()

    parts = within(endless, QUICK, soon())
    assert next(parts) == 1
    parts.close()
    assert ended.wait(2)


def test_a_wait_ends_soon_after_the_consumer_has_left():
    gate, left = threading.Event(), threading.Event()

    def silent() -> Iterator[int]:
        gate.wait(5)
        yield 1

    threading.Timer(0.2, left.set).start()
    began = time.monotonic()
    with pytest.raises(LeftError):
        list(within(silent, Limits(), soon(), left.is_set))
    assert time.monotonic() - began < 1
    gate.set()


def test_a_producer_is_ended_when_its_consumer_has_left_without_closing():
    ended, left = threading.Event(), threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            ended.set()

    parts = within(endless, QUICK, soon(), left.is_set)
    assert next(parts) == 1
    left.set()
    assert ended.wait(2)


def test_the_pause_before_another_attempt_ends_when_the_consumer_has_left():
    left = threading.Event()
    threading.Timer(0.2, left.set).start()
    began = time.monotonic()
    with pytest.raises(LeftError):
        Limits().again(15.0, 1, soon(60), left.is_set)
    assert time.monotonic() - began < 1
