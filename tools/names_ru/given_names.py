"""Writes ingest/clean/names/data/given_ru.txt: given names that natasha's list lacks, from Faker's Russian provider.

python -m tools.names_ru.given_names
"""

from __future__ import annotations

from pathlib import Path

from faker.providers.person.ru_RU import Provider

from ingest.clean.names.russian_files import DOUBTFUL, GIVEN, path_of

OUT = Path(__file__).parents[2] / "ingest/clean/names/data/given_ru.txt"
HEAD = "# Made by tools/names_ru/given_names.py; sources and licences: ATTRIBUTION_RU.md.\n"


def main() -> None:
    """Writes the list."""
    known = {
        line.split("#")[0].strip()
        for name in (GIVEN, DOUBTFUL)
        for line in path_of(name).read_text(encoding="utf-8").splitlines()
    }
    names = {name.lower() for name in (*Provider.first_names_male, *Provider.first_names_female)}
    OUT.write_text(HEAD + "".join(f"{name}\n" for name in sorted(names - known)), encoding="utf-8")


if __name__ == "__main__":
    main()
