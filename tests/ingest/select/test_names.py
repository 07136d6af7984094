"""What pairs of names say: how they relate, and which is newer."""

from __future__ import annotations

import pytest

from ingest.select.names import file_stem, read_name, read_path, read_title
from ingest.select.order import relation
from ingest.select_settings import PARALLEL

NEWER = {
    1: (
        ("Регламент_v1.docx", "Регламент_v2.docx"),
        ("Тарифы от 01.02.2025.pdf", "Тарифы от 01.03.2025.pdf"),
        ("Tarify 2024.pdf", "Тарифы 2025.pdf"),
        ("Прайс-лист июль 2024.xlsx", "Прайс-лист август 2024.xlsx"),
        ("Отчет_2024_v1.pdf", "Отчет_2024_v2.pdf"),
        ("Договор.docx", "Договор_final.docx"),
        ("Договор_финал.docx", "Договор_финал_финал2.docx"),
        ("Презентация финал.pptx", "Презентация финал2.pptx"),
        ("policy_draft.docx", "policy_final.docx"),
        ("old/policy.docx", "policy.docx"),
        ("archive/2023/handbook.pdf", "2024/handbook.pdf"),
        ("spec rev-A.pdf", "spec rev-B.pdf"),
        ("Договор (правки).docx", "Договор (скан подписанный).docx"),
        ("Положение редакция 3.docx", "Положение (редакция 4).docx"),
        ("Инструкция по отчетам 2023.docx", "Инструкция по отчетам 2024.docx"),
        ("PriceList2024Final.xlsx", "PriceList2025.xlsx"),
        ("Тарифы 2 кв 2024.pdf", "Тарифы 3 кв 2024.pdf"),
        ("Price list Q1 2025.pdf", "Price list Q2 2025.pdf"),
        ("employee-handbook-2023.pdf", "employee-handbook-2024.pdf"),
        ("Contract_Acme_v1.pdf", "Contract_Acme_v2.docx"),
        ("Шаблон договора 2023.docx", "Шаблон договора 2024.docx"),
        ("Регламент версия 2.docx", "Регламент версия 10.docx"),
        ("Устав (третья редакция).docx", "Устав, 4-я редакция.docx"),
        ("Положение, первая версия.docx", "Положение в третьей редакции.docx"),
        ("Handbook, second edition.pdf", "Handbook, third edition.pdf"),
        ("Policy version two.docx", "Policy version three.docx"),
        ("Прайс первый квартал 2024.xlsx", "Прайс второй квартал 2024.xlsx"),
        ("Price list first half 2024.xlsx", "Price list second half 2024.xlsx"),
        ("Инструкция в2.docx", "Инструкция в3.docx"),
        ("Бюджет 2024 v1.xlsx", "Бюджет 2024 v2.xlsx"),
        ("user_guide_1.2.pdf", "user_guide_1.3.pdf"),
        ("Прайс лист весна 2024.pdf", "Прайс лист осень 2024.pdf"),
        ("Политика отпусков v2.docx", "Политики отпуска v3.docx"),
        ("Q1_2024_report_draft.docx", "Q1_2024_report_final.docx"),
        ("Отчёт_Q3_v1.docx", "Отчёт_Q3_v2.docx"),
        ("Договор аренды v1.docx", "Договор аренды v3.docx"),
        ("Договор аренды (ред. 2).docx", "Договор аренды (ред. 10).docx"),
        ("Прайс 01.02.2025.xlsx", "Прайс 15.02.2025.xlsx"),
        ("price-list-2024-Q4.pdf", "price-list-2025-Q1.pdf"),
        ("Тарифы_2024_старые.pdf", "Тарифы_2024.pdf"),
        ("Тарифы с 1 января 2025.pdf", "Тарифы с 1 июля 2025.pdf"),
        ("Прейскурант зима 2024.pdf", "Прейскурант лето 2025.pdf"),
        ("Политика ИБ v1.9.docx", "Политика ИБ v1.10.docx"),
        ("Policy 2.0.docx", "Policy 2.0.1.docx"),
        ("Security Policy rev B.docx", "Security Policy rev C.docx"),
        ("presentation_final.pptx", "presentation_final_v2.pptx"),
        ("HR/Архив/Положение.docx", "HR/Положение.docx"),
        ("2023/Правила.docx", "2024/Правила.docx"),
        ("_old/faq.md", "faq.md"),
        ("Положение_ред3.docx", "Положение_ред4.docx"),
        ("Положение об оплате труда 2022.pdf", "Положение об оплате труда 2024.pdf"),
        ("Polozhenie_ob_otpuskah_v1.docx", "Положение об отпусках v2.docx"),
        ("Employee Handbook 2023-2024.pdf", "Employee Handbook 2024-2025.pdf"),
        ("КП_v1.docx", "КП_v2.docx"),
        ("Брендбук 2023.pdf", "Брендбук 2025.pdf"),
        ("handbook_20240101.docx", "handbook_20250101.docx"),
        ("Устав 3-я редакция.docx", "Устав 4-я редакция.docx"),
        ("Terms of Service - March 2024.pdf", "Terms of Service - January 2025.pdf"),
        ("tariffs-2024-moscow.pdf", "tariffs-2025-moscow.pdf"),
        ("Оферта от 01.01.2024.pdf", "Оферта от 01.06.2024.pdf"),
        ("Инструкция ver1.docx", "Инструкция ver2.docx"),
        ("doc_v01.docx", "doc_v02.docx"),
        ("Спецификация 1.2.3.pdf", "Спецификация 1.2.10.pdf"),
        ("Договор шаблон 2023-11.docx", "Договор шаблон 2025-02.docx"),
        ("Contract template (Nov 2023).docx", "Contract template (Feb 2025).docx"),
        ("Регламент_2023.12.docx", "Регламент_2024.03.docx"),
        ("Регламент 12.23.docx", "Регламент 03.24.docx"),
        ("Положение_об_отпусках_202311.docx", "Положение_об_отпусках_202503.docx"),
        ("Прайс 2024-5.pdf", "Прайс 2024-9.pdf"),
        ("Договор_шаблон_нояб_2023.docx", "Договор_шаблон_февр_2025.docx"),
        ("Template_Invoice_2023-11.xlsx", "Template_Invoice_2025-02.xlsx"),
        ("Меморандум v.1.docx", "Меморандум v.2.docx"),
    ),
    -1: (
        ("Руководство 1.10.pdf", "Руководство 1.9.pdf"),
        ("Прайс_20250201.xlsx", "Прайс_20240201.xlsx"),
        ("Положение ред. 3.docx", "Положение ред.2.docx"),
        ("Устав.docx", "Устав_old.docx"),
        ("Устав утв.docx", "Устав черновик.docx"),
        ("Contract_Acme_v1_signed.pdf", "Contract_Acme_v1.docx"),
        ("policy_исправл.docx", "policy.docx"),
        ("Презентация_new.pptx", "Презентация.pptx"),
        ("contract_acme_signed.pdf", "contract_acme_draft.docx"),
        ("Презентация_финал_2.pptx", "Презентация_финал.pptx"),
        ("Презентация (исправленная).pptx", "Презентация.pptx"),
        ("Правила_утв.pdf", "Правила_проект.docx"),
        ("Устав (новая редакция).docx", "Устав.docx"),
    ),
}
"""1: the second is the newer version."""

OTHERS = {
    "series": (
        ("Отчет Q1 2024.pdf", "Отчет Q2 2024.pdf"),
        ("Счет 123.pdf", "Счет 124.pdf"),
        ("INV-00123.pdf", "INV-00124.pdf"),
        ("Приказ 15 от 01.02.2024.pdf", "Приказ 16 от 03.02.2024.pdf"),
        ("Протокол 01.02.2024.docx", "Протокол 08.02.2024.docx"),
        ("minutes-2024-01-15.md", "minutes-2024-01-22.md"),
        ("Дайджест №5.pdf", "Дайджест №6.pdf"),
        ("release-notes-2.4.md", "release-notes-2.5.md"),
        ("Акт сверки 2024.pdf", "Акт сверки 2023.pdf"),
        ("Monthly report January 2024.pdf", "Monthly report February 2024.pdf"),
        ("purchase-order-1001.pdf", "purchase-order-1002.pdf"),
        ("Заказ 55.pdf", "Заказ 56.pdf"),
        ("Счет-фактура 15 от 01.02.2025.pdf", "Счет-фактура 16 от 02.02.2025.pdf"),
        ("Доп. соглашение 1.docx", "Доп. соглашение 2.docx"),
        ("Отчет по продажам июль.xlsx", "Отчет по продажам август.xlsx"),
        ("Счет_на_оплату_№45_от_12.03.2025.pdf", "Счет_на_оплату_№46_от_13.03.2025.pdf"),
        ("invoice_2025-03-12.pdf", "invoice_2025-04-12.pdf"),
        ("Invoice #1045.pdf", "Invoice #1046.pdf"),
        ("INV001.pdf", "INV002.pdf"),
        ("Приказ №12-к от 01.02.2025.docx", "Приказ №13-к от 05.02.2025.docx"),
        ("Отчет за март 2025.xlsx", "Отчет за апрель 2025.xlsx"),
        ("Годовой отчет 2023.pdf", "Годовой отчет 2024.pdf"),
        ("Sales report 2024-W12.xlsx", "Sales report 2024-W13.xlsx"),
        ("План работ на 2024.xlsx", "План работ на 2025.xlsx"),
        ("Протокол совещания 12.03.2025.docx", "Протокол совещания 19.03.2025.docx"),
        ("Meeting minutes 2025-03-12.docx", "Meeting minutes 2025-03-19.docx"),
        ("newsletter-march-2025.html", "newsletter-april-2025.html"),
        ("Дайджест_март.pdf", "Дайджест_апрель.pdf"),
        ("Акт №5 от 01.03.2025.pdf", "Акт №6 от 01.04.2025.pdf"),
        ("УПД 345.pdf", "УПД 346.pdf"),
        ("заказ-7781.pdf", "заказ-7782.pdf"),
        ("PO-2024-001.pdf", "PO-2024-002.pdf"),
        ("Release notes 5.1.md", "Release notes 5.2.md"),
        ("Order_1001.pdf", "Order_1002.pdf"),
        ("Счёт-фактура 2024-15.pdf", "Счёт-фактура 2024-16.pdf"),
        ("Распоряжение № 5.docx", "Распоряжение № 6.docx"),
        ("weekly-status-2025-W08.md", "weekly-status-2025-W09.md"),
        ("Ежемесячная встреча 01.2025.docx", "Ежемесячная встреча 02.2025.docx"),
        ("Отчёт за первый квартал 2024.docx", "Отчёт за второй квартал 2024.docx"),
        ("Протокол первого заседания.docx", "Протокол второго заседания.docx"),
        ("Отчёт за первое полугодие.docx", "Отчёт за второе полугодие.docx"),
        ("Minutes of the third meeting.docx", "Minutes of the fourth meeting.docx"),
        ("First quarter report 2024.pdf", "Q2 2024 report.pdf"),
        ("Weekly report week one.docx", "Weekly report week two.docx"),
    ),
    "parallel": (
        ("api 1.9.pdf", "api 1.10.pdf"),
        ("API v1.md", "API v2.md"),
        ("rest-api-v1.md", "rest-api-v2.md"),
        ("SDK 2.1 reference.md", "SDK 3.0 reference.md"),
        ("openapi_v1.yaml", "openapi_v2.yaml"),
        ("api-v1.yaml", "api-v2.yaml"),
        ("REST API 1.0.pdf", "REST API 2.0.pdf"),
        ("docs/v1/auth.md", "docs/v2/auth.md"),
        ("Orders API v3.md", "Orders API v4.md"),
        ("python-sdk-1.9.md", "python-sdk-1.10.md"),
        ("SDK Java 4.2 Guide.pdf", "SDK Java 5.0 Guide.pdf"),
        ("OpenAPI 3.0 spec.yaml", "OpenAPI 3.1 spec.yaml"),
    ),
    "copy": (
        ("policy (1).docx", "policy.docx"),
        ("Копия Регламент.docx", "Регламент.docx"),
        ("Copy of policy.docx", "policy.docx"),
        ("Регламент - копия.docx", "Регламент.docx"),
        ("Регламент (2).docx", "Регламент.docx"),
        ("Регламент - Copy.docx", "Регламент.docx"),
        ("Копия Тарифы.xlsx", "Тарифы.xlsx"),
        ("Регламент — копия (2).docx", "Регламент.docx"),
        ("Смета 2024 (1).xlsx", "Смета 2024.xlsx"),
    ),
    "translation": (
        ("handbook_ru.pdf", "handbook_en.pdf"),
        ("user-guide-en.pdf", "user-guide-ru.pdf"),
    ),
    "different": (
        ("Прайс Москва 2024.xlsx", "Прайс СПб 2025.xlsx"),
        ("X200 manual.pdf", "X300 manual.pdf"),
        ("Приложение 1.docx", "Приложение 2.docx"),
        ("Договор 12 ООО Ромашка.docx", "Договор 13 ООО Лютик.docx"),
        ("Contract_Acme.pdf", "Contract_Globex.pdf"),
        ("Руководство Windows.pdf", "Руководство Linux.pdf"),
        ("Прайс опт.xlsx", "Прайс розница.xlsx"),
        ("note-document-archive.md", "note-document-update.md"),
        ("landing-copy.md", "landing.md"),
        ("ГОСТ 34.601-90.pdf", "ГОСТ 34.602-89.pdf"),
        ("Договор поставки ООО Вектор.docx", "Договор поставки ООО Спектр.docx"),
        ("Договор №17.pdf", "Договор №17 приложение 1.pdf"),
        ("NDA_Acme_2023.pdf", "NDA_Beta_2024.pdf"),
        ("Прайс_Казань_2025.xlsx", "Прайс_Самара_2025.xlsx"),
        ("Price list USD 2025.xlsx", "Price list EUR 2025.xlsx"),
        ("Должностная инструкция менеджера.docx", "Должностная инструкция бухгалтера.docx"),
        ("Инструкция iOS.pdf", "Инструкция Android.pdf"),
        ("Manual_X100.pdf", "Manual_X200.pdf"),
        ("Приложение №1.docx", "Приложение №2.docx"),
        ("Appendix A.docx", "Appendix B.docx"),
        ("Часть 1. Введение.docx", "Часть 2. Установка.docx"),
        ("Инструкция часть первая.docx", "Инструкция часть вторая.docx"),
        ("Регламент первой линии.docx", "Регламент второй линии.docx"),
        ("First aid guide.pdf", "Second aid guide.pdf"),
        ("First-hand policy.md", "Second-hand policy.md"),
        ("Коммерческое предложение Альфа.docx", "Коммерческое предложение Бета.docx"),
        ("tariffs-2024-b2b.pdf", "tariffs-2024-b2c.pdf"),
    ),
}


@pytest.mark.parametrize(
    ("a", "b", "newer"), [(a, b, newer) for newer, pairs in NEWER.items() for a, b in pairs]
)
def test_versions_and_their_order(a: str, b: str, newer: int) -> None:
    first, second = read_path(f"docs/{a}"), read_path(f"docs/{b}")

    assert relation(first, second, PARALLEL) == ("version", newer)
    assert relation(second, first, PARALLEL) == ("version", -newer)


@pytest.mark.parametrize(
    ("a", "b", "kind"), [(a, b, kind) for kind, pairs in OTHERS.items() for a, b in pairs]
)
def test_what_is_no_version(a: str, b: str, kind: str) -> None:
    first, second = read_path(f"docs/{a}"), read_path(f"docs/{b}")

    assert relation(first, second, PARALLEL) == relation(second, first, PARALLEL) == (kind, 0)


@pytest.mark.parametrize(
    ("name", "key", "version"),
    [
        ("Регламент v2.10", "reglament", (2, 10)),
        ("Регламент 2.0", "reglament", (2,)),
        ("Regulation rev-B", "regulation", (2,)),
        ("Тарифы", "tarif", ()),
        ("Tarify", "tarif", ()),
        ("тарифов_v3_final", "tarif", (3,)),
        ("X200", "x200", ()),
        ("Приложение 2", "prilozhen 2", ()),
        ("приложение 1.2", "prilozhen 1 2", ()),
        ("ГОСТ 34.601-90", "gost 34 601 90", ()),
        ("index", "", ()),
        ("2025-02-01__0bdc979f", "", ()),
        ("note-document-archive", "not document archiv", ()),
        ("ngx_http_v2_module", "ngks htp modul", (2,)),
    ],
)
def test_keys(name: str, key: str, version: tuple[int, ...]) -> None:
    found = read_name(name)

    assert (found.key, found.version) == (key, version)


def test_a_version_before_a_word_may_be_its_subject() -> None:
    assert read_name("ngx_http_v2_module").inside
    assert not read_name("handbook_v2_final_en").inside


@pytest.mark.parametrize(
    ("path", "folder", "place"),
    [
        ("docs/hr/архив/policy.docx", "archive", ("hr",)),
        ("docs/hr/_old/2023/policy.docx", "archive", ("hr",)),
        ("docs/versions/986739f284/policy.docx", "history", ()),
        ("docs/category-old/policy.docx", "", ("categor old",)),
        ("archive/policy.docx", "archive", ()),
    ],
)
def test_folders(path: str, folder: str, place: tuple[str, ...]) -> None:
    found = read_path(path)

    assert (found.folder, found.place) == (folder, place)


def test_a_folder_names_the_files_that_are_named_by_days() -> None:
    assert (
        read_path("docs/leave policy/2024-10-01.md").key == read_path("docs/leave policy/2025-04-01.md").key
    )
    assert read_path("docs/minutes/2024-10-01.md").series
    assert read_path("docs/986739f284/2024-10-01__0bdc979f.md").key.startswith("~")


def test_a_month_takes_the_year_of_its_folder() -> None:
    assert read_path("docs/2024/Отчёт июль.docx").periods[0].first == "2024-07-01"
    assert read_path("docs/Отчёт июль.docx").periods[0].first.startswith("0001")


@pytest.mark.parametrize(
    ("title", "key", "rank"),
    [
        ("Добавить новое поле", "dobavit nov pol", 0),
        ("Регламент отпусков [DRAFT]", "reglament otpusk", -2),
        ("УСТАРЕЛО: Регламент отпусков", "reglament otpusk", -3),
        ("Регламент отпусков (ред. 3)", "reglament otpusk", 0),
    ],
)
def test_titles_are_prose(title: str, key: str, rank: int) -> None:
    found = read_title(title)

    assert (found.key, found.rank) == (key, rank)


@pytest.mark.parametrize("name", ["%FF%FE.md", "отчёт%D0 v2.md", "%ED%A0%80/a.md"])
def test_bytes_that_are_no_letters_stay_apart_and_can_be_stored(name: str) -> None:
    """The system gives them as lone surrogates, which no database takes."""
    found = read_path(f"docs/{name}")
    for text in (found.key, *found.words, *found.place, file_stem(name)):
        text.encode()
    assert read_path("docs/%FF.md").key != read_path("docs/%FE.md").key
