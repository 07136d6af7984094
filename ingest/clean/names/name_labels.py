"""Which words label a person's name, and which stand in its place without being one."""

from __future__ import annotations

import re

_OF_WHOM = (
    r"(?: (?:контактного )?(?:лица|клиент|сотрудни|работни|пациент|заявител|ребенк|учени|учащ|студент|покупател|получат"
    r"|заказчик|плательщик|водител|родител|отца|матери|мужа|жены|супруг|руководител|директор|менеджер|ответственн|абонент"
    r"|исполнител|представител|отправител|владельц|держател|собственник|граждан|застрахован|страховател|участни"
    r"|слушател|автор|составител|подписант|доверенн|гост|пассажир|должник|заемщик|врач|преподавател|кандидат|соискател)\w*"
    r"(?: лица)?)?"
)
_RUSSIAN = (
    r"(?:девичья |прежняя |полные |ваша |ваши |моя )?"
    r"(?:fio|фам|фамилия(?:(?: и)? (?:имя|инициалы|и о|ио)(?:(?: и)? отчество)?)?|отчество|ф ?и ?о"
    r"|имя(?: и)? (?:фамилия|отчество)|имя отчество(?: фамилия)?)(?: при рождении| полностью)?"
)
_ENGLISH = (
    r"(?:first|given|middle|last|family|maiden|second|legal|birth) ?names?|surname|fore ?name|middle initial|[lf] ?name"
    r"|first (?:and|&) last name|(?:name and surname|surname and name)"
)
_WHOLE = (
    r"full ?names?|(?:employee|patient|guest|student|candidate|applicant|passenger|tenant|member|driver|worker|staff"
    r"|parent|guardian|child|spouse|mother|father|insured|card ?holder|account holder|attendee|participant|resident"
    r"|customer|client|contact|person|recipient|beneficiary|payee|owner|signatory|signer|manager|doctor|teacher)(?:['’]?s)?"
    r"(?: full)? name|name of (?:the )?(?:employee|patient|guest|student|applicant|passenger|driver|parent|child)"
    r"|names? \((?:last|first|full)[^()]*\)|emergency contact|next of kin"
)
STRONG = re.compile(rf"(?:{_RUSSIAN}){_OF_WHOM}|{_ENGLISH}")
"""A label, as `plain` writes it, whose value is a name whatever the word."""
WHOLE = re.compile(_WHOLE)
"""One whose value is a name if a word of it may be one: a standard has a full name as well."""
WEAK = re.compile(rf"имя{_OF_WHOM}|имена|names?")
"""One that labels names of files and fields as well: what stands beside it tells."""
PERSONAL = re.compile(
    r"(?:.* )?(?:(?:payment )?card|карта|iban|vin"
    r"|должность|телефон\w*|тел|моб\w*|e-?mail|эл(?:ектронная)? почта|почта|дата рождения|рождени\w*"
    r"|паспорт\w*|снилс|возраст|пол|инн|табельный.*|таб №|оклад|зарплата|адрес(?: проживания)?"
    r"|гражданство|отчество|фамилия"
    r"|position|job(?: title)?|phone|mobile|cell|date of birth|dob|birth ?da(?:y|te)|ssn|age|gender|sex|salary"
    r"|nationality|passport.*|surname|(?:last|first) name|department|room|ext|отдел|кабинет)(?: .{1,20})?"
)
"""What a list of persons has beside their names."""
TECHNICAL = re.compile(
    r"(?:.* )?(?:тип|type|описание|description|default|по умолчанию|обязательн\w*|required|назначение|формат|format"
    r"|пример|example|параметр\w*|parameter|поле|field|код|code|method|метод|свойств\w*|property|ключ|key)(?: .*)?"
)
"""What a table of fields and parameters has."""
THINGS = re.compile(
    r"(?:.* )?(?:товар\w*|продукт\w*|product|item|цена|price|стоимость|cost|артикул|sku|кол-во|количество|qty|quantity"
    r"|модель|model|лицензи\w*|licen[cs]es?|тариф|plan|версия|version|ед изм|размер|size"
    r"|вендор|vendor|наименование.*)(?: .*)?"
)
"""What a list of goods has."""
_NONE = (
    "да нет не ни есть обязательно обязательное обязательный обязательная необязательное строка строковый "
    "строковое текст текстовое текстовый число числовой дата время поле тип значение список пример пусто "
    "неизвестно неизвестна неизвестен отсутствует данные аноним анонимно введите укажите заполните выберите "
    "вводится указывается скрыто скрыт удалено удален удалена фамилия имя отчество фио клиента клиент "
    "сотрудника сотрудник контакта контакт пользователя пользователь телефон адрес должность почта "
    "комментарий без как по из в на от для с и или номер подпись паспорт отдел город улица пол возраст "
    "дополнительно основное системное код описание название латиницей кириллицей полностью автор "
    "ответственный руководитель добавить изменить сохранить отмена далее назад поиск выбрать ваше ваша ваши "
    "свое ее его множественное строчными прочерк итого всего снилс инн аналогично тот та то это здесь см "
    "также только если required optional string text yes no none null nil unknown anonymous na varchar char "
    "enter type name first last middle surname value example hidden deleted customer user contact the a "
    "an your phone email address position default true false not any all undefined empty string integer "
    "number date boolean bool int varies select add edit save cancel next back search title company city "
    "country state zip code id dob birthday gender age signature same see n ok pending redacted confidential "
    "person mandatory"
)
NOT_NAMES = frozenset(_NONE.split())

_JOINT = re.compile(r"_|(?<=[a-zа-я])(?=[A-ZА-Я])")
_MARKS = re.compile(r"[*_.,:;\"'«»/()№\\]+|\s+|(?<= )-(?= )")


def plain_head(head: str) -> str:
    """The head of a column, as `plain` writes it, with the words of `last_name` and `lastName` parted."""
    return plain(_JOINT.sub(" ", head))


def plain(label: str) -> str:
    """`label` in small letters with single blanks for marks: "Ф. И. О." is "ф и о"."""
    low = label.lower().replace("ё", "е")
    if "name" in low and "(" in low:
        return " ".join(low.split())
    return " ".join(_MARKS.sub(" ", low).split())
