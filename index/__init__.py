"""The piece, and finding passages in it."""
