"""Makes the word list of the tagger from open sources.

    python -m tools.names_en.lists CENSUS SCOWL

CENSUS is the folder with `dist.male.first` and so on of the 1990 census (in `names` 0.3.0 on PyPI), SCOWL the file
`american-english-small` of Debian's wamerican-small; names of other countries come from Faker. Writes
`ingest/clean/names/data/lexicon.txt.xz`: a lower-case word and its flags a line.
"""

from __future__ import annotations

import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "ingest" / "clean" / "names" / "data" / "lexicon.txt.xz"
LATIN = (
    "az_AZ cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_US es_AR es_CL es_CO es_ES es_MX et_EE "
    "fi_FI fr_FR fr_CA fr_BE ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR "
    "pt_PT ro_RO sk_SK sl_SI sv_SE sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA"
).split()
CYRILLIC = ("ru_RU", "uk_UA", "bg_BG")
_PLAIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e i yi ye g".split(),
        strict=True,
    )
)
SCHEMES: tuple[dict[str, str], ...] = (
    {},
    {"й": "i", "ю": "iu", "я": "ia", "х": "h"},
    {"й": "j", "ю": "ju", "я": "ja", "х": "h", "ц": "c", "щ": "sch"},
    {"е": "ye", "ё": "yo", "ы": "i"},
)
"""Ways to write Russian in Latin letters, as changes of the first (passport) one."""


def latin(word: str, scheme: int) -> str:
    """`word` in Latin letters; a capital stays one. Scheme 3 writes "ye" at the start and after vowels only."""
    changed = SCHEMES[scheme]
    out = []
    for place, letter in enumerate(word):
        low = letter.lower()
        new = changed.get(low, _PLAIN.get(low, letter)).replace("_", "")
        if new == "ye" and place and word[place - 1].lower() not in "аеёиоуыэюяьъ":
            new = "e"
        out.append(new.capitalize() if letter.isupper() else new)
    return "".join(out)


def latin_forms(word: str) -> list[str]:
    """All ways to write `word`, the passport form first."""
    forms = [latin(word, scheme) for scheme in range(len(SCHEMES))]
    if word.endswith(("ий", "ый")):
        forms.append(forms[0][:-2] + "y" if forms[0].endswith(("iy", "yy")) else forms[0])
    return list(dict.fromkeys(forms))


def faker_names(locale: str) -> dict[str, list[str]]:
    """given, surname and middle names of a locale of Faker, sorted."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    found: dict[str, set[str]] = {"given": set(), "surname": set(), "middle": set()}
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        kind = next(
            (
                kind
                for kind, key in (
                    ("given", "first_name"),
                    ("surname", "last_name"),
                    ("middle", "middle_name"),
                )
                if attribute.startswith(key)
            ),
            None,
        )
        if kind and isinstance(value, (tuple, list, dict)):
            found[kind].update(str(name) for name in value)
    return {kind: sorted(names) for kind, names in found.items()}


def census(folder: Path, name: str, least: float) -> Iterator[tuple[str, float]]:
    """Names of a census list with their percentage, those of `least` and more."""
    for line in (folder / f"dist.{name}").read_text(encoding="ascii").splitlines():
        word, percent, *_ = line.split()
        if float(percent) >= least:
            yield word.lower(), float(percent)


def lexicon(census_folder: Path, scowl: Path) -> dict[str, str]:
    """Lower-case word -> flags, sorted: c common, p proper noun; given name G (often) g, surname S (often) s."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("male.first", "female.first"):
        for word, percent in census(census_folder, name, 0):
            found[word].add("G" if percent >= 0.02 else "g")
    for word, percent in census(census_folder, "all.last", 0.001):
        found[word].add("S" if percent >= 0.006 else "s")
    for kind, name in foreign_names():
        for part in name.lower().replace("-", " ").split():
            if len(part) > 2:
                found[part].add("s" if kind == "surname" else "g")
    for word in words_of(HERE / "data" / "given.txt"):
        found[word.lower()].add("g")
    for word in words_of(HERE / "data" / "surnames.txt"):
        found[word.lower()].add("s")
    plain = [word for word in scowl.read_text(encoding="utf-8").split() if "'" not in word and len(word) > 1]
    for word in (*plain, *words_of(HERE / "data" / "software.txt")):
        if word.islower():
            found[word].add("c")
        elif not found.get(word.lower(), set()) & set("gGsS"):
            found[word.lower()].add("p")
    for word in found:
        found[word] -= {flag.lower() for flag in found[word] if flag in "GS"}
    return {word: "".join(sorted(found[word])) for word in sorted(found)}


def foreign_names() -> Iterator[tuple[str, str]]:
    """(kind, name) of all countries, Cyrillic ones in Latin letters; kinds given, surname, middle."""
    for locale in (*LATIN, *CYRILLIC):
        for kind, names in faker_names(locale).items():
            for name in names:
                forms: Iterable[str] = latin_forms(name) if locale in CYRILLIC else (name,)
                yield from ((kind, form) for form in forms if form[:1].isalpha())


def words_of(path: Path) -> list[str]:
    """The words of a file of ours; lines with # are remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def main(census_folder: str, scowl: str) -> None:
    """Writes the lexicon."""
    words = lexicon(Path(census_folder), Path(scowl))
    OUT.parent.mkdir(exist_ok=True)
    text = "".join(f"{word} {flags}\n" for word, flags in words.items())
    OUT.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(words)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
