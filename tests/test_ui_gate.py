import asyncio

import pytest

from ui.gate import CrowdedError, Gate


async def visit(gate: Gate, client: str, order: list[str], stay: asyncio.Event | None = None) -> None:
    async with gate.turn(client):
        order.append(client)
        if stay:
            await stay.wait()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_more_than_its_places_are_inside_at_once():
    gate, order, stay = Gate(2), [], asyncio.Event()
    visits = [asyncio.create_task(visit(gate, name, order, stay)) for name in "abc"]
    await settled()
    assert order == ["a", "b"]
    stay.set()
    await asyncio.gather(*visits)
    assert order == ["a", "b", "c"]


async def test_those_who_wait_take_turns_however_many_one_of_them_sends():
    gate, order, stay = Gate(1), [], asyncio.Event()
    first = asyncio.create_task(visit(gate, "heavy", order, stay))
    await settled()
    waiting = [asyncio.create_task(visit(gate, name, order)) for name in ["heavy"] * 5 + ["light"]]
    await settled()
    stay.set()
    await asyncio.gather(first, *waiting)
    assert order.index("light") <= 2


async def test_a_line_that_is_full_turns_away_and_another_client_is_let_in():
    gate, order, stay = Gate(1, waiting=2), [], asyncio.Event()
    visits = [asyncio.create_task(visit(gate, "heavy", order, stay)) for _ in range(3)]
    await settled()
    with pytest.raises(CrowdedError, match="Too many"):
        await visit(gate, "heavy", order)
    visits.append(asyncio.create_task(visit(gate, "light", order)))
    await settled()
    stay.set()
    await asyncio.gather(*visits)
    assert order.count("light") == 1


async def test_somebody_who_gives_up_waiting_leaves_no_place_taken():
    gate, order, stay = Gate(1), [], asyncio.Event()
    first = asyncio.create_task(visit(gate, "a", order, stay))
    await settled()
    gone = asyncio.create_task(visit(gate, "b", order))
    await settled()
    gone.cancel()
    stay.set()
    await first
    with pytest.raises(asyncio.CancelledError):
        await gone
    await asyncio.wait_for(visit(gate, "c", order), 1)
    assert order == ["a", "c"]


async def test_a_place_given_to_somebody_who_has_just_gone_goes_on_to_the_next():
    gate, order, stay = Gate(1), [], asyncio.Event()
    first = asyncio.create_task(visit(gate, "a", order, stay))
    await settled()
    gone, next_ = (asyncio.create_task(visit(gate, name, order)) for name in "bc")
    await settled()
    stay.set()
    await first
    gone.cancel()
    await asyncio.wait_for(next_, 1)
    assert "c" in order


async def test_an_error_inside_gives_the_place_back():
    gate = Gate(1)
    with pytest.raises(ZeroDivisionError):
        async with gate.turn("a"):
            raise ZeroDivisionError
    await asyncio.wait_for(visit(gate, "b", []), 1)
