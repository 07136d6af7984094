"""The language is told by letters and function words of prose, not by the code in it."""

from __future__ import annotations

import pytest

from ingest.clean.language import language_of, words

CODE = "```\nfor (const item of items) { if (item.isActive) return the.value.of(item) }\n```\n"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Чтобы настроить доступ, откройте раздел и выберите роль."),
        ("ru", "Метод crm.deal.list возвращает список сделок. Параметры: FILTER, SELECT, ORDER, START"),
        ("ru", "Подключение к Microsoft Exchange Server и настройка Active Directory Federation Services"),
        ("ru", CODE * 3 + "Пример вызова метода с параметрами"),
        ("ru", "Позвоните [PERSON] по номеру [PHONE] до конца дня"),
        ("uk", "Щоб налаштувати доступ, відкрийте розділ і виберіть роль."),
        ("be", "Каб наладзіць доступ, адкрыйце раздзел і выберыце ролю."),
        ("bg", "За да настроите достъпа, отворете раздела и изберете роля."),
        ("en", "To set up access, open the section and choose a role."),
        ("en", "Returns a list of deals. See https://example.com/ru/docs for details"),
        ("en", "Configure single sign-on"),
        ("de", "Um den Zugriff einzurichten, öffnen Sie den Bereich und wählen Sie eine Rolle."),
        ("fr", "Pour configurer l'accès, ouvrez la section et choisissez un rôle dans la liste."),
        ("es", "Para configurar el acceso, abra la sección y elija una función de la lista."),
        ("und", ""),
        ("und", "Настройка DNS"),
        ("und", "12 345 678 — 90 %"),
        ("und", CODE),
        ("und", "日本語のテキストです。 これは 文書 です。"),
        ("und", "Το έγγραφο περιγράφει τη διαδικασία της εργασίας"),
    ],
)
def test_language(language: str, text: str) -> None:
    assert language_of(text) == language


def test_a_long_text_is_judged_by_samples_of_all_of_it() -> None:
    russian = "Это обычный текст на русском языке, и он о настройке доступа. " * 300

    assert language_of(russian) == "ru"
    assert language_of(CODE * 300 + russian) == "ru"


def test_words_do_not_count_code_and_addresses() -> None:
    assert words("Вызовите `crm.deal.list` на https://example.com/a/b с полем user_id и [PHONE]") == 5
