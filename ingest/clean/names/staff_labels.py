"""Which heads and labels stand for who does something or gets it, and how surely that is a person."""

from __future__ import annotations

import re
from enum import IntEnum

from ingest.clean.names.name_labels import PERSONAL, STRONG, WEAK, WHOLE, plain, plain_head
from ingest.clean.names.russian_beside import is_trade


class Calling(IntEnum):
    """What a head calls for, the vaguest first."""

    NONE = 0
    PARTY = 1
    """Persons or firms: a client, a supplier."""
    OCCUPANT = 2
    """Persons sooner than firms: a tenant, a recipient."""
    WORKER = 3
    """Persons or departments: who answers for it, who does it."""
    PERSON = 4
    """Persons alone: a driver, a patient."""
    NAME = 5
    """Names, beside something else: «ФИО / должность», «№ и фамилия»."""


_PEOPLE_RU = (
    r"(?:со)?сотрудни(?:к|ца|ки)|работни(?:к|ца|ки)|служащи[йе]|водител[ьи]|шофер|курьеры?|экспедиторы?|перевозчик"
    r"|пациент(?:ка|ы)?|кладовщи(?:к|ца|ки)|бухгалтеры?|менеджеры?|авторы?|соавтор|составител[ьи]|кассиры?|операторы?"
    r"|мастера?|механики?|(?:мед)?врачи?|доктор|фельдшер|медсестра|медик|преподавател[ьи]|учител[ьи]|воспитател[ьи]"
    r"|педагог|студент(?:ка|ы)?|учени(?:к|ца|ки)|учащийся|слушател[ьи]|стажеры?|дежурн(?:ый|ая|ые)|диспетчеры?"
    r"|инженеры?|прорабы?|бригадиры?|грузчики?|сборщи(?:к|ца|ки)|упаковщи(?:к|ца|ки)|комплектовщи(?:к|ца|ки)"
    r"|приемщи(?:к|ца|ки)|охранники?|слесар[ьи]|электрики?|сантехник|монтажники?|монтер|наладчик|токарь|сварщики?"
    r"|наставники?|тренеры?|секретар[ьи]|юристы?|адвокат|нотариус|аналитики?|программист|тестировщик|технологи?"
    r"|логист|снабженец|закупщик|кадровик|специалисты?|эксперты?|консультант(?:ы)?|продав(?:ец|цы)|рекрутер"
    r"|интервьюер"
    r"|председатель|заместител[ьи]|руководител[ьи]|начальники?|заведующ(?:ий|ая|ие)|директор(?:а)?|управляющ(?:ий|ая)"
    r"|старш(?:ий|ая) смены|участни(?:к|ца|ки)|докладчики?|спикеры?|присутствующие|присутствовали|отсутствовали"
    r"|гост[ьи]"
    r"|пассажиры?|жил(?:ец|ьцы)|жител[ьи]|проживающий|соискател[ьи]|кандидат(?:ы)?|экзаменатор|рецензенты?"
    r"|корректоры?|ревизор|аудитор|инспекторы?|экскурсовод|свидетел[ьи]|понятой|родител[ьи]|опекун|супруг[аи]?"
    r"|член(?:ы)? (?:комиссии|бригады|экипажа|семьи|группы|команды)|напарники?|сменщи(?:к|ца)|замещающий|подписант"
    r"|(?:материально )?(?!юридическ|третьи)[а-я]{5,}(?:ое|ые) лиц[оа]|мол|лицо для связи|(?:кто|кем) [а-я]{4,20}"
    r"|зав|зам|нач|гл|завсклад(?:ом)?|начсклада|завуч|физрук|завхоз|замдиректора|(?:[а-я]+ )?(?:оказал|выполнил"
    r"|сделал|произвел|принял|сдал|выдал|утвердил|составил|согласовал|подготовил|проверил|отпустил|исполнил"
    r"|разработал|получил|передал"
    r"|забрал|взял|вернул|доставил|привез|отгрузил|загрузил|собрал|упаковал|подписал|заполнил|провел|осмотрел"
    r"|измерил|оформил"
    r"|рассчитал|заказал|запросил|записал|опросил|обучил|разрешил|контролировал|рассмотрел"
    r"|визировал)[аи]?(?: а)?|ознакомлен[аы]?|(?:согласован|утвержден|проверен|принят)о"
    r"|(?:проверя|принима|сда|получа|отправля|исполня|утвержда|составля|докладыва|выступа|обуча|опрашива"
    r"|прожива|замеща|отвеча"
    r"|сопровожда|встреча|подписыва|заполня|дежуря|контролиру|руковод)[юя]?щ(?:ий|ая|ие)(?:ся)?"
    r"|имя (?:сотрудни|работни|водител|клиент|покупател|заказчик|пациент|учени|студент|участник|гост|пассажир"
    r"|получател|отправител|контактн|ответственн|исполнител|менеджер|родител|ребенк|абонент|врач|мастер|автор)[а-я]*"
)
_PEOPLE_EN = (
    r"employees?|workers?|staff(?: members?)?|personnel|drivers?|couriers?|patients?|students?|pupils?"
    r"|teachers?|doctors?"
    r"|nurses?|physicians?|managers?|supervisors?|directors?|foreman|operators?|technicians?"
    r"|engineers?|mechanics?|cashiers?|clerks?|storekeepers?|accountants?|(?:co-?)?authors?|editors?"
    r"|reviewers?|speakers?|presenters?|attendees?|participants?|members?|passengers?"
    r"|guests?|candidates?|applicants?|interviewers?|interviewees?|trainers?|trainees?|coach|mentors?|instructors?"
    r"|guardian|witness(?:es)?|inspectors?|auditors?|dispatchers?|guards?|loaders?|packers?|pickers?|welders?"
    r"|electrician"
    r"|tutors?|wardens?|caretakers?|cooks?|chefs?|waiters?|waitress|barbers?|hairdressers?|stylists?|lawyers?"
    r"|attorneys?"
    r"|surgeons?|dentists?|therapists?|pharmacists?|librarians?|professors?|lecturers?|dean|principal|pilots?"
    r"|captains?"
    r"|conductors?|machinists?|carpenters?|painters?|cleaners?|gardeners?|janitors?|porters?|consultants?"
    r"|advis[eo]rs?"
    r"|specialists?|analysts?|designers?|programmers?|testers?|planners?|assistants?|interns?|apprentices?"
    r"|paramedics?"
    r"|midwife|carers?|surveyors?|estimators?|brokers?|realtors?|hosts?|hostess|moderators?|organi[sz]ers?"
    r"|coordinators?"
    r"|leaders?|warehousem[ae]n|fitters?|bricklayers?|roofers?|plumber|receptionist|secretary|chair(?:man"
    r"|person)?|salesperson|rep(?:resentative)?s?"
    r"|(?:contact|responsible|authori[sz]ed) persons?|persons?(?: responsible| in charge)?|heads? of .+|chief of .+"
    r"|heirs?|heiress(?:es)?|legatees?|donees?|undersigned|deponents?"
    r"|signator(?:y|ies)|signers?|foremen|present|absent|apologies|duty officer|officers?|on duty|substitute|deputy"
    r"|(?:operations|team|shift|crew|project|tech|technical|design|engineering|product|regional|qa|support"
    r"|site) leads?"
    r"|(?!(?:sort|group|order|filter|powered|used|replaced|caused|provided|supported|manufactured|made|followed"
    r"|limited|blocked"
    r"|due|divided|multiplied|protected|required|stand|created)\b)[a-z]{3,12}(?: over| out)? by|who (?:did|does"
    r"|signed|checked|approved|took|brought)(?: .+)?"
)
_WORKERS = (
    r"исполнител[ьи]|соисполнител[ьи]|ответственн(?:ый|ая|ые)|постановщик|наблюдател[ьи]|куратор(?:ы)?"
    r"|инициатор|назначен[оа]?"
    r"|выдан[аоы]? кому|(?:на )?замен[ае]|замещает|подменяет|подмена|дублер|(?:по)?звонил[аи]?|хранитель"
    r"|владелец|держатель|хозяин|контакт(?:ы)?|заявител[ьи]|кому|от кого|разработчики?|пользовател[ьи] техники"
    r"|owners?|assignees?|assigned to|issued to|responsible|executors?|performers?|contacts?|reporters?|approvers?"
    r"|requesters?|requestors?|initiators?|keepers?|holders?|handed to|in charge|point of contact|poc"
    r"|backups?|(?:primary |secondary )?on(?: |-)call|stand ?-?in|stand-?by|cover|callers?|escalation"
)
_OCCUPANTS = (
    r"получател[ьи]|арендатор(?:ы)?|наниматель|абонент(?:ы)?|застрахованн(?:ый|ая|ые)|наследник"
    r"|recipients?|tenants?|lessees?|subscribers?|addressees?|beneficiar(?:y|ies)|payees?|policy ?holders?"
    r"|account ?holders?"
)
_PARTIES = (
    r"клиент(?:ка|ы)?|заказчики?|покупател[ьи]|получател[ьи]|грузополучател[ьи]|отправител[ьи]|грузоотправител[ьи]"
    r"|плательщики?|поставщики?|подрядчики?|собственники?|арендатор(?:ы)?|арендодател[ьи]|наниматель|абонент(?:ы)?"
    r"|контрагент(?:ы)?|поручитель|партнеры?|агент(?:ы)?|представител[ьи]|заемщики?|должник|дилеры?|кредитор"
    r"|выгодоприобретатель"
    r"|страховател[ьи]|застрахованн(?:ый|ая|ые)|истец|ответчик|доверитель|даритель|наследник|владельцы"
    r"|clients?|customers?|recipients?|senders?|buyers?|payers?|purchasers?|suppliers?|contractors?|tenants?"
    r"|landlords?"
    r"|subscribers?|beneficiar(?:y|ies)|payees?|counterpart(?:y|ies)|partners?|agents?|shippers?|consignees?|insured"
    r"|policy ?holders?|account ?holders?|borrowers?|debtors?|plaintiffs?|defendants?|donors?|sellers?|lessees?"
    r"|lessors?"
)
_ADJECTIVE = r"(?:(?:[а-я-]+(?:ый|ий|ой|ая|яя|ое|ые|ие)|[a-z]{2,14}(?: [a-z]{3,12})?) )?"
_OTHER = (
    r"id|ид|телефон|тел|phone|mobile|e ?-?mail|почта|адрес|address|город|city|номер|number|no|статус|status|тип|type"
    r"|количество|count|rate|company|организация|компания|department|отдел|код|code|group|группа|license"
    r"|licence|notes?"
    r"|comment|комментарий|да|url|link|date|дата|инн|age|value|service|relations?|support|portal|account|feedback"
    r"|создан|по$|связи|list|name|or department|или отдел|page|field|role|роль|должность"
)
_TAIL = rf"(?:(?: \d)?|(?! (?:{_OTHER})\b) .{{1,32}})"
_KINDS = tuple(
    (calling, re.compile(rf"{_ADJECTIVE}(?:{words})(?:-(?!класс)[а-яa-z]+)?{_TAIL}"))
    for calling, words in (
        (Calling.PERSON, f"{_PEOPLE_RU}|{_PEOPLE_EN}"),
        (Calling.WORKER, _WORKERS),
        (Calling.OCCUPANT, _OCCUPANTS),
        (Calling.PARTY, _PARTIES),
    )
)
_TRADE = re.compile(rf"(?:[а-я-]+(?:ый|ий|ой|ая) )?([а-я]{{4,}}){_TAIL}")
_NO_TRADE = re.compile(
    r"польз|произв|изгот|потреб|посет|родит|носит|показ|множ|делит|указ|налог|конкур|операт|устройств|комп|завод"
)
"""Who is mostly a firm, an account or a part of something."""
_SEGMENTS = re.compile(r"[/,()&+;|№#]| и | and |\n|<br ?/?>|\bn[oº]\.? |п/п")

_UNITS = (
    "отдел отделение склад служба цех бухгалтерия логистика снабжение охрана доставка кадры продажи маркетинг "
    "закупки производство дирекция дирекции касса магазин офис гараж техотдел сервис поддержка аналитика филиал "
    "департамент управление группа команда бригада смена участок сектор блок бюро администрация правление "
    "канцелярия приемная секретариат архив лаборатория контроль качество безопасность финансы экономика казначейство "
    "юристы айти разработка тестирование дизайн реклама пресса связь транспорт автопарк парк ремонт сборка упаковка "
    "приемка отгрузка комплектация монтаж наладка эксплуатация энергетика котельная столовая кухня клининг хозчасть "
    "учет персонал обучение приемка терминал база центр север юг запад восток регион регионы москва область город "
    "компания фирма организация завод фабрика комбинат банк холдинг трест предприятие общество союз ассоциация фонд "
    "клиника больница школа институт университет академия колледж лицей гимназия детсад аптека салон ателье "
    "кафе ресторан бар отель гостиница студия агентство торг торговля рынок маркет маркетплейс поставщик заказчик "
    "подрядчик клиент исполнитель перевозчик самовывоз почта машина маршрут рейс груз товар роль права уровень "
    "вакансия резерв аутсорс свободен свободно свободна свободный новый новая закрыт закрыта открыт открыта "
    "отпуск больничный увольнение уволен уволена декрет вакантно вакантна вакантный общий общая любой любая "
    "все всех каждый "
    "система сайт робот бот автомат портал приложение программа модуль мобильный внешний внутренний внешняя "
    "продажа закупка хранение возврат списание прием выдача погрузка разгрузка просмотр правка чтение запись "
    "понедельник вторник среда четверг пятница суббота воскресенье январь февраль апрель июнь июль август "
    "сентябрь октябрь ноябрь декабрь диспетчерская мастерская проходная вахта серверная заводская городская "
    "доступ изменение создание удаление добавление редактирование звонок встреча задача письмо документ"
)
_UNITS_EN = (
    "sales support finance billing search platform marketing legal warehouse logistics operations security "
    "production depot system admin administrator administration it hr qa ops engineering design product "
    "procurement purchasing accounting payroll treasury reception maintenance facilities transport fleet dispatch "
    "packing shipping delivery receiving quality research development training services service team department "
    "office branch store shop factory plant north south east west central region head board council everyone "
    "anybody nobody external internal public private vacant open closed new active inactive pending done none group "
    "company vendor supplier client customer contractor agency bank school hospital clinic hotel studio media "
    "infrastructure network data analytics web mobile backend frontend payments identity core communications "
    "compliance audit risk strategy planning inventory retail wholesale catering cleaning health safety control "
    "management tech technology technical robot bot auto automatic manual read write view edit full read-only "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august october "
    "november december daily weekly monthly yearly leave vacation holiday sick"
)
UNITS = frozenset(f"{_UNITS} {_UNITS_EN}".replace("ё", "е").split())
"""Departments, firms, states and rights: what stands below such heads without being anybody's name."""


def calling_of(head: str) -> Calling:
    """What the head of a column, or a label, calls for; the spelling of names alone is for `judge_of`."""
    called = plain_head(head)
    if len(called) > 60 or len(called) < 3:
        return Calling.NONE
    segments = [plain(part) for part in _SEGMENTS.split(head.lower())]
    segments = [part for part in segments if part and not part.isdigit()]
    if any(STRONG.fullmatch(part) or WHOLE.fullmatch(part) for part in segments):
        return Calling.NAME
    for calling, words in _KINDS:
        if words.fullmatch(called) or (len(segments) > 1 and any(map(words.fullmatch, segments))):
            return calling
    return Calling.PERSON if _is_trade(called) else Calling.NONE


def _is_trade(called: str) -> bool:
    """Whether a Russian head, as `plain` writes it, begins with what somebody is by trade: «Крановщик»."""
    found = _TRADE.fullmatch(called)
    return found is not None and not _NO_TRADE.match(found[1]) and is_trade(found[1])


def is_of_something_else(label: str) -> bool:
    """Whether `label`, of a row, is one of a form and calls for no name: «Адрес», "Date"."""
    called = plain(label)
    return bool(_NO_NAME.fullmatch(called)) or (
        PERSONAL.fullmatch(called) is not None and not STRONG.fullmatch(called)
    )


def is_personal(head: str) -> bool:
    """Whether only a list of persons has the column or the label `head`, as `plain` writes it."""
    return _OF_A_PERSON.fullmatch(head) is not None


def is_label(text: str) -> bool:
    """Whether `text`, a cell, is itself a label of a person's form; «Карп, председатель» is none."""
    first = next(filter(str.strip, _SEGMENTS.split(text)), "")
    called = plain(first)
    return bool(calling_of(first)) or bool(WEAK.fullmatch(called) or PERSONAL.fullmatch(called))


_NO_NAME = re.compile(
    r"(?:address|city|country|date|amount|sum|total|company|vat|bank|account|number|no|status|signature|адрес"
    r"|город|страна|дата"
    r"|сумма|итого|инн|кпп|огрн|банк|счет|номер|телефон|компания|организация|наименование|подпись"
    r"|статус)(?: .{1,25})?"
)
_OF_A_PERSON = re.compile(
    r"(?:дата рождения|год рождения|паспорт.*|возраст|пол|отчество|имя|снилс|диагноз|палата|класс|табельный.*|таб"
    r"|date of birth|dob|birth ?day|birth date|ssn|age|gender|sex|passport.*|first name|forename|diagnosis)"
)
