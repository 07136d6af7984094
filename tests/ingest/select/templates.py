"""Families of documents made from one template: each member has something of its own in the place of another's.

Ten templates in two languages, five kinds of difference, ten members of each. All invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.ingest.select.template_texts import TEXTS

KINDS = ("sentence", "paragraph", "step", "row", "product")
MEMBERS = 10


@dataclass(frozen=True)
class Page:
    """A document: paragraphs of sentences, steps, rows of a table; `product` stands for {p} in all of them."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    steps: tuple[str, ...]
    rows: tuple[str, ...]
    product: str

    def named(self) -> tuple[str, list[str]]:
        """Title and blocks as the cleaner has them."""
        steps = [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        table = "\n".join(f"| {row} |" for row in self.rows)
        first, last = self.paragraphs[:-1], self.paragraphs[-1]
        blocks = [self.title, *first, *steps, table, last]
        return self.title.format(p=self.product), [block.format(p=self.product) for block in blocks]


PRODUCTS = {
    "ru": [
        "Альфа",
        "Вектор",
        "Горизонт",
        "Дельта",
        "Заря",
        "Импульс",
        "Каскад",
        "Лотос",
        "Меридиан",
        "Орбита",
    ],
    "en": [
        "Aurora",
        "Beacon",
        "Cobalt",
        "Dynamo",
        "Ember",
        "Falcon",
        "Granite",
        "Harbor",
        "Indigo",
        "Juniper",
    ],
}
SENTENCES = {
    "ru": (
        "Работы по переносу базы счетов ведёт группа хранения данных.",
        "Проверку межсетевого экрана проводит служба безопасности в ночное окно.",
        "Обучение кассиров начинается с разбора типичных ошибок смены.",
        "Доставку оборудования на склад подтверждает водитель и дежурный.",
        "Отчёт о печати пропусков передаётся в архив каждую пятницу.",
        "Замену батарей в источниках питания согласуют с энергетиками.",
        "Резервные копии почты хранятся в соседнем здании под пломбой.",
        "Опрос посетителей выставки собирает отдел рекламы на планшетах.",
        "Список подрядчиков по уборке утверждает хозяйственная часть.",
        "Расчёт отпускных выполняют до десятого числа по табелю.",
    ),
    "en": (
        "The storage group migrates the billing database to the second cluster.",
        "The security group audits the firewall of the northern branch at night.",
        "Cashiers are trained on the most frequent mistakes of a shift.",
        "A driver and the warden on duty confirm that the hardware arrived.",
        "The report on printed badges goes to the archive every Friday.",
        "Electricians agree on a day for changing the batteries of the racks.",
        "Copies of all mailboxes are kept under seal in the next building.",
        "Visitors of the fair are asked by the marketing team on tablets.",
        "Housekeeping approves the list of cleaning contractors each spring.",
        "Holiday pay is worked out by the tenth from the time sheets.",
    ),
}
STEPS = {
    "ru": (
        "Откройте шкаф и снимите показания счётчика.",
        "Отсканируйте накладную со стороны штрихкода.",
        "Выгрузите остатки в файл и отправьте кладовщику.",
        "Наберите код доступа на панели у двери.",
        "Замените картридж и напечатайте пробную страницу.",
        "Попросите клиента расписаться в журнале выдачи.",
        "Остановите насос и дождитесь зелёного сигнала.",
        "Сверьте номер кузова с паспортом машины.",
        "Переведите звонок старшему оператору зала.",
        "Очистите фильтр щёткой и промойте водой.",
    ),
    "en": (
        "Open the cabinet and read the meter aloud.",
        "Scan the waybill from the side of the barcode.",
        "Export the stock to a file and mail it to the warehouse.",
        "Dial the access code on the panel beside the door.",
        "Change the cartridge and print a test page.",
        "Ask the client to sign the journal of handed out keys.",
        "Stop the pump and wait for the green lamp.",
        "Compare the body number with the papers of the car.",
        "Transfer the call to the senior operator of the hall.",
        "Brush the filter and rinse it with cold water.",
    ),
}
ROWS = {
    "ru": (
        "Срок хранения | тридцать дней | архив",
        "Размер буфера | восемь мегабайт | память",
        "Цвет корпуса | серый матовый | внешний вид",
        "Тип разъёма | круглый винтовой | питание",
        "Время отклика | две секунды | сеть",
        "Уровень шума | сорок децибел | помещение",
        "Способ оплаты | по счёту | договор",
        "Язык меню | русский | экран",
        "Вес коробки | девять килограммов | доставка",
        "Частота опроса | раз в минуту | датчик",
    ),
    "en": (
        "Retention | thirty days | archive",
        "Buffer size | eight megabytes | memory",
        "Colour of the case | matte grey | look",
        "Socket | round with a screw | power",
        "Response time | two seconds | network",
        "Noise | forty decibels | room",
        "Payment | by invoice | contract",
        "Menu language | Finnish | screen",
        "Weight of the box | nine kilograms | delivery",
        "Polling | once a minute | sensor",
    ),
}


def _page(language: str, text: str) -> Page:
    """A template from its text: a title, paragraphs, "- " steps and "| " rows."""
    lines = [" ".join(line.split()) for line in text.strip().split("\n\n")]
    steps = tuple(line[2:] for line in lines if line.startswith("- "))
    rows = tuple(line[2:] for line in lines if line.startswith("| "))
    rest = tuple(line for line in lines[1:] if line[:2] not in {"- ", "| "})
    return Page(language, lines[0], rest, steps, rows, PRODUCTS[language][0])


def templates() -> list[Page]:
    """The ten."""
    return [_page(language, text) for language, texts in TEXTS.items() for text in texts]


def members(page: Page, kind: str) -> list[Page]:
    """Ten documents of a template that differ in one thing."""
    return [_member(page, kind, number) for number in range(MEMBERS)]


def _member(page: Page, kind: str, number: int) -> Page:
    language = page.language
    match kind:
        case "sentence":
            sentences = page.paragraphs[1].split(". ")
            sentences[1] = SENTENCES[language][number].rstrip(".")
            return replace(page, paragraphs=_with(page.paragraphs, 1, ". ".join(sentences)))
        case "paragraph":
            chosen = [SENTENCES[language][(number + step) % MEMBERS] for step in (0, 3, 7)]
            return replace(page, paragraphs=_with(page.paragraphs, 1, " ".join(chosen)))
        case "step":
            return replace(page, steps=_with(page.steps, 1, STEPS[language][number]))
        case "row":
            return replace(page, rows=_with(page.rows, 1, ROWS[language][number]))
        case _:
            return replace(page, product=PRODUCTS[language][number])


def _with(some: tuple[str, ...], place: int, text: str) -> tuple[str, ...]:
    return (*some[:place], text, *some[place + 1 :])


def lengthened(page: Page) -> Page:
    """The same with an appendix that all members share: what is replaced is then one word in a hundred."""
    others = [one for one in templates() if one.language == page.language and one.title != page.title]
    appendix = [paragraph for one in others for paragraph in one.paragraphs]
    return replace(page, paragraphs=(*page.paragraphs[:-1], *appendix, page.paragraphs[-1]))


def families() -> Iterator[tuple[str, list[Page]]]:
    """Every family, short and long, with its name."""
    for page in templates():
        for kind in KINDS:
            for form, made in (("short", page), ("long", lengthened(page))):
                yield f"{form} {kind} {page.title}", members(made, kind)
