"""Writes ingest/clean/names/data/common_ru.txt: Russian words of software that the dictionary lacks or takes for names.

    python -m tools.names_ru.common_words WHEEL...

Reads the Russian translations (.mo) in the wheels of BSD-licensed programs, which
data/ATTRIBUTION_RU.md lists. A word is common when it stands in lower case at least once and in at least 5 % of
its uses, and no dictionary reading makes it a name. Those of software.txt are common in all their forms.
"""

from __future__ import annotations

import gettext
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOFTWARE = Path(__file__).with_name("software.txt")
OUT = Path(__file__).parents[2] / "ingest/clean/names/data/common_ru.txt"
WORD = re.compile(r"(?<![\w.])[А-ЯЁа-яё]{3,}(?:-[А-ЯЁа-яё]{2,})*(?![\w.])")
RUSSIAN = re.compile(r"/ru(?:_RU)?/LC_MESSAGES/[^/]+[.]mo$")
NAMES = {"Name", "Surn", "Patr"}
HEAD = "# Made by tools/names_ru/common_words.py; sources and licences: ATTRIBUTION_RU.md.\n"


def messages(wheel: Path) -> Iterator[str]:
    """The Russian messages in `wheel`."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if RUSSIAN.search("/" + name):
                catalog = gettext.GNUTranslations(io.BytesIO(archive.read(name)))
                found: dict[object, str] = vars(catalog)["_catalog"]
                yield from (text for key, text in found.items() if key)


def common(texts: Iterator[str]) -> list[str]:
    """Words of `texts` that are common and not in the dictionary, sorted."""
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang="ru")
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text in texts:
        for word in WORD.findall(text):
            total[word.lower()] += 1
            lower[word.lower()] += word.islower()
    found = []
    for word, count in lower.items():
        if count and count >= 0.05 * total[word]:
            parses = analyzer.parse(word)
            known = [parse for parse in parses if parse.is_known]
            if not known and not any(NAMES & set(parse.tag.grammemes) for parse in known):
                found.append(word)
    return sorted(found)


def forms(lines: list[str]) -> set[str]:
    """All forms of the lemmas in `lines`, but those that are a given name and little else."""
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang="ru")
    found: set[str] = set()
    for lemma in (word for line in lines if not line.startswith("#") for word in line.split()):
        parses = [
            one for one in analyzer.parse(lemma) if not NAMES & set(one.tag.grammemes)
        ] or analyzer.parse(lemma)
        parses = [one for one in parses if one.normal_form == lemma] or parses[:1]
        found.add(lemma)
        if parses[0].tag.POS in {"NOUN", "ADJF"}:
            found.update(form.word for form in parses[0].lexeme)
    return {
        word for word in found if not any("Surn" in one.tag and one.is_known for one in analyzer.parse(word))
    }


def main(wheels: list[str]) -> None:
    """Writes the list made of `wheels`."""
    words = sorted(
        {*common(text for wheel in sorted(wheels) for text in messages(Path(wheel)))}
        | forms(SOFTWARE.read_text(encoding="utf-8").splitlines())
    )
    OUT.write_text(HEAD + "".join(f"{word}\n" for word in words), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
