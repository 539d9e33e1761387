"""Words in common: the stemmed content words of a text, and BM25 over the sentences of a piece (`bm25s`)."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+", re.UNICODE)
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every all both either neither no not nor only just also too very so
    such same own other another more most much many few less least
    i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours
    ourselves they them their theirs themselves one ones someone anyone everyone nobody something anything everything
    nothing
    am is are was were be been being do does did doing done have has had having will would shall should can could may
    might must ought need dare s t d ll m re ve don didn doesn isn aren wasn weren hasn haven hadn won wouldn shouldn
    couldn can cannot dont didnt doesnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt shouldnt couldnt cant
    whats whos hows wheres whens whys thats theres theyre youre hes shes ive youve weve theyve
    and or but if because as until while of at by for with about against between into through during before after
    above below to from up down in out on off over under again further then once here there than though although
    whether since upon per via
    what which who whom whose when where why how
    hm hmm huh eh ah oh ok okay um please tell say said says think know give get got go really actually exactly ever
    even still yet now
    author writer piece article text editorial column essay story according mention mentioned
    """.split()
)


@cache
def stemmer() -> Any:
    """The stemmer of English (Porter 2)."""
    import Stemmer

    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The lower-cased words and numbers of a text."""
    return WORD.findall(text.lower().replace("’", "'"))


def terms(text: str) -> list[str]:
    """The stems of a text's content words, in order, repeated as they are."""
    return stemmer().stemWords([word for word in words(text) if word not in FUNCTION_WORDS])


def _bm25s() -> Any:
    """The library, which would tell of its own doings in the log of whoever asks for such lines."""
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


class Lexical:
    """BM25 (Robertson and Zaragoza 2009) over a few texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        bm25s = _bm25s()
        self.documents = [terms(text) for text in texts]
        self.vocabulary = frozenset(term for document in self.documents for term in document)
        self._index = None
        if self.vocabulary:
            self._index = bm25s.BM25()
            self._index.index(self.documents, show_progress=False)

    def scores(self, question: str) -> NDArray[np.float32]:
        """One score a text, 0 where it shares no content word with the question."""
        asked = [term for term in terms(question) if term in self.vocabulary]
        if not asked or self._index is None:
            return np.zeros(len(self.documents), dtype=np.float32)
        return self._index.get_scores(asked)

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a stem, in nats; highest for one that no text has."""
        holding = sum(term in document for document in self.documents)
        return float(np.log(1 + (len(self.documents) - holding + 0.5) / (holding + 0.5)))
