"""Thumbs up or down, appended to a file on this machine; nothing is sent anywhere.

A line says which answer it was (question, outcome, offsets of the quotes) and holds no text of the piece: an upload
leaves no trace.
"""

from __future__ import annotations

import datetime
import json
import threading
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answer import Answer

Rating = Literal["up", "down"]
MOST_COMMENT = 2_000


def default_file() -> Path:
    """Where feedback is kept: the user's own data folder for this program."""
    from platformdirs import user_data_path

    return user_data_path("pullquote", appauthor=False) / "feedback.jsonl"


class Feedback:
    """Appends ratings to a JSON-lines file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()

    def add(self, answer: Answer, rating: Rating, comment: str, key: str) -> None:
        """A line; of several with one key the last holds."""
        line = json.dumps({"answer": key, **_row(answer, rating, comment)}, ensure_ascii=False)
        with self._lock:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(line + "\n")


def _row(answer: Answer, rating: Rating, comment: str) -> dict[str, Any]:
    return {
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "rating": rating,
        "comment": comment[:MOST_COMMENT],
        "question": answer.question,
        "outcome": answer.outcome,
        "refusal": answer.refusal.code if answer.refusal else None,
        "quotes": [[quote.start, quote.end] for quote in answer.quotes],
        "piece": answer.piece.sha256,
        "answerer": answer.answerer,
        "model": answer.model,
        "version": answer.version,
    }
