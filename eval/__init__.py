"""Faithfulness, measured: sets, metrics and runs."""
