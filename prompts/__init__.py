"""Templates as text files, their variables checked when they are loaded."""

from prompts.templates import load_table, load_text, tables, variables

__all__ = ["load_table", "load_text", "tables", "variables"]
