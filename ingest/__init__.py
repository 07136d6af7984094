"""Behaviour: find, load, clean, select, chunk, decide, do."""

__version__ = "0.1.0"
