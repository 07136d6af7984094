"""Documentation without persons: the docstrings of Python's standard library, and its language reference."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator

from ingest.clean.names.features import Lexicon
from ingest.clean.names.tokens import segments, tokens
from tools.names_en.corpora import Example

MODULES = (
    "argparse asyncio.base_events asyncio.events asyncio.streams bdb calendar cmd codecs collections "
    "concurrent.futures._base configparser contextlib csv ctypes datetime decimal difflib dis "
    "email.message email.policy enum fileinput fnmatch fractions ftplib functools gettext gzip heapq "
    "html.parser http.client http.server imaplib importlib.abc inspect io ipaddress itertools json locale "
    "logging logging.handlers mailbox mimetypes multiprocessing.pool numbers optparse os pathlib pdb "
    "pickle pickletools platform plistlib poplib pprint queue random re sched selectors shelve shlex "
    "shutil smtplib socket socketserver sqlite3 ssl statistics string subprocess sys tarfile tempfile "
    "textwrap threading timeit tokenize traceback turtle types typing unittest.case unittest.mock "
    "urllib.parse urllib.request uuid warnings wave weakref webbrowser wsgiref.handlers xml.dom.minidom "
    "xml.etree.ElementTree zipfile zoneinfo "
).split()
_PERSON = re.compile(r"\b(?:by|author|contributed|copyright|written|thanks|Guido|Tim|Monty)\b", re.IGNORECASE)


def documentation(lexicon: Lexicon) -> Iterator[Example]:
    """Sentences of documentation in which no person is named; those in doubt are left out."""
    seen = set()
    for text in (*_docstrings(), *_reference()):
        for start, end in segments(text):
            sentence = text[start:end].strip()
            if len(sentence) > 15 and sentence not in seen and not _may_name(sentence, lexicon):
                seen.add(sentence)
                yield Example(sentence)


def _docstrings() -> Iterator[str]:
    for name in MODULES:
        module = importlib.import_module(name)
        yield inspect.getdoc(module) or ""
        for _, thing in inspect.getmembers(
            module, lambda found: inspect.isclass(found) or inspect.isroutine(found)
        ):
            if getattr(thing, "__module__", name) != name:
                continue
            yield inspect.getdoc(thing) or ""
            if inspect.isclass(thing):
                for _, method in sorted(vars(thing).items()):
                    yield (inspect.getdoc(method) or "") if inspect.isroutine(method) else ""


def _reference() -> Iterator[str]:
    from pydoc_data.topics import topics

    for name in sorted(topics):
        yield "\n\n".join(part for part in topics[name].split("\n\n") if not part.startswith(("   ", ">>>")))


def _may_name(sentence: str, lexicon: Lexicon) -> bool:
    if _PERSON.search(sentence):
        return True
    for token in tokens(sentence)[1:]:
        flags = lexicon.get(token.word.lower(), "")
        if token.word[0].isupper() and "c" not in flags and set("gGS") & set(flags):
            return True
    return False
