"""A language model for one session: connected with a key that is kept in memory, and tried before it is used.

A key of the server's own environment never goes to an address that a reader of the page has typed, and on a page that
others can reach it is not used for them at all; nor may they name addresses, which the server would then call. Their
key goes to its provider's own address: a model server of the machine's own is not for strangers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.engine import Engine
from assistant.models import PROVIDERS, connect, name_of, probe
from assistant.writer import Writer
from index.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NO_KEY = "none"
MOST = 500


@dataclass(frozen=True)
class Connected:
    """A model that has answered: its name, and the line on what was found. What it is made of is never shown."""

    name: str
    found: str
    model: BaseChatModel = field(repr=False)

    def writing(self, engine: Engine) -> Engine:
        """The same piece and index, the model writing the answers."""
        return Engine(engine.piece, engine.store, engine.search, Writer(engine.piece, engine.search, self.model))


def connected(spec: str, key: str, address: str, *, alone: bool) -> Connected:
    """The model, tried. `alone`: only this machine reaches the page. Raises `ModelError`."""
    spec, key, address = (part.strip() for part in (spec, key, address))
    if max(map(len, (spec, key, address))) > MOST:
        raise ModelError(f"Name, key and address have at most {MOST} characters each.")
    if not alone:
        if address or not key:
            raise ModelError("Others can reach this page: give a key of your own, and no address.")
        address = _own_address(spec)
    model = connect(spec, api_key=key or (NO_KEY if address else None), base_url=address or None)
    return Connected(name_of(model), probe(model), model)


def _own_address(spec: str) -> str:
    """The provider's own address. Raises `ModelError` where it has none, or asks for no key."""
    open_to_all = {name: known.default for name, known in PROVIDERS.items() if known.key and known.default}
    found = open_to_all.get(spec.partition(":")[0].lower())
    if found is None:
        raise ModelError(f"Others can reach this page: name a model of {' or '.join(open_to_all)}.")
    return found
