"""Invented pages in two languages, and edits of every kind; all follow from their numbers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

ENGLISH = [
    "pump",
    "valve",
    "filter",
    "order",
    "refund",
    "courier",
    "password",
    "account",
    "invoice",
    "sensor",
    "motor",
    "belt",
    "panel",
    "contract",
    "branch",
    "ticket",
    "report",
    "window",
    "printer",
    "warehouse",
    "holiday",
    "shift",
    "badge",
    "router",
    "cable",
    "tariff",
    "camera",
    "lamp",
    "fan",
    "heater",
    "checks",
    "opens",
    "closes",
    "sends",
    "keeps",
    "needs",
    "replaces",
    "measures",
    "signs",
    "returns",
    "stops",
    "starts",
    "cleans",
    "holds",
    "moves",
    "finds",
    "weekly",
    "slowly",
    "safely",
    "twice",
    "again",
    "early",
    "quietly",
    "never",
    "always",
    "often",
]
RUSSIAN = [
    "насос",
    "клапан",
    "фильтр",
    "заказ",
    "возврат",
    "курьер",
    "пароль",
    "счёт",
    "договор",
    "датчик",
    "мотор",
    "ремень",
    "панель",
    "филиал",
    "заявка",
    "отчёт",
    "окно",
    "принтер",
    "склад",
    "отпуск",
    "смена",
    "пропуск",
    "кабель",
    "тариф",
    "камера",
    "лампа",
    "обогреватель",
    "ключ",
    "архив",
    "сервер",
    "проверяет",
    "открывает",
    "закрывает",
    "отправляет",
    "хранит",
    "требует",
    "заменяет",
    "измеряет",
    "подписывает",
    "возвращает",
    "еженедельно",
    "медленно",
    "безопасно",
    "дважды",
    "снова",
    "рано",
    "тихо",
    "всегда",
    "часто",
    "никогда",
]


def page(number: int, edition: int = 0, sections: int = 4) -> str:
    """A Markdown page; even numbers are English, odd ones Russian. Editions differ in one section."""
    words = RUSSIAN if number % 2 else ENGLISH
    parts = [f"# {words[number % 30]} {number}"]
    for section in range(sections):
        seed = f"{number}/{section}/{edition if section == number % sections else 0}"
        dice = hashlib.sha512(seed.encode()).digest() * 2
        said = [words[dice[at] % len(words)] for at in range(48)]
        lines = [" ".join(said[at : at + 8]).capitalize() + "." for at in range(0, 48, 8)]
        parts.append(f"## {said[0]} {section}\n\n" + " ".join(lines))
    return "\n\n".join(parts) + "\n"


def write_pages(folder: Path, count: int) -> None:
    """Pages 0 to `count` - 1."""
    for number in range(count):
        path = folder / f"{number % 4}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number), encoding="utf-8")


def change(folder: Path, dice: Random, step: int, share: float = 0.25) -> None:
    """Edits, adds, deletes and renames a share of the Markdown files; `keep.md` stays as it is."""
    paths = sorted(path for path in folder.rglob("*.md") if path.name != "keep.md")
    chosen = dice.sample(paths, max(4, int(len(paths) * share)))
    for index, path in enumerate(chosen):
        text, kind = path.read_text(encoding="utf-8"), index % 8
        if kind == 5:
            path.unlink()
            path.with_name(f"new-{step}-{index}.md").write_text(page(1000 * step + index), encoding="utf-8")
        elif kind == 6:
            path.rename(path.with_name(f"{path.stem.split('~')[0]}~{step}.md"))
        elif kind == 7:
            half = text.split("\n\n")
            path.write_text("\n\n".join(half[: max(2, len(half) - 1)]) + "\n", encoding="utf-8")
        else:
            path.write_text(f"{text}\n{page(1000 * step + index, step, 1)}", encoding="utf-8")
