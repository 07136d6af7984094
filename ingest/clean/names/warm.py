"""Loads the models of names when it is imported: in the server that workers are forked from, so that they share them.

A model that is missing is told when names are first sought.
"""

from __future__ import annotations

from index.errors import KbError
from ingest.clean.names.russian_files import surnames
from ingest.clean.recognizers.people import Person
from ingest.clean.recognizers.reading import Reading

_TEXT = "Договор подписал директор Сергей Петров. Dear Mr. John Brown, the report is ready."


def _warm() -> None:
    try:
        list(Person().find(Reading(_TEXT)))
        surnames()
    except KbError:
        return


_warm()
