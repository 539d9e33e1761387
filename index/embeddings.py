"""The embedded encoder as LangChain `Embeddings`: 384 dimensions, normalised, offline."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from index.encoder import Embedder


class EncoderEmbeddings(Embedder, Embeddings):
    """Vectors of the encoder that ships with this package, for any LangChain component."""
