"""Words that state a fact which another of their kind states otherwise: days, places, numbers, opposites.

Where one of two texts that are much alike says "Tuesday" and the other "Thursday", that is no slip of editing. Forms
are spelled out by endings, in lower case, with е for ё. What denies is told apart, since it may stand alone.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.word_codes import Stem

_DENYING = (
    "не нет ни нельзя никогда никому никто ничего без кроме исключая исключением только лишь запрещено запрещается "
    "запрещен запрещена запрещены отменен отменена отменено отменены недействителен недействительна недействительно "
    "приостановлен приостановлена приостановлено приостановлены утратил утратила утратило "
    "not no never nobody none nothing neither nor cannot without except excluding unless only solely prohibited "
    "forbidden banned cancelled canceled withdrawn suspended void longer don doesn didn isn aren wasn weren won "
    "shouldn mustn shan couldn wouldn"
)
_NEGATIONS: Final = frozenset(_DENYING.split())
"""Words that turn what a text says: one more or less of them is no slip."""

_OF_ADJECTIVE = "(?:[ыиоу]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыио]м|[ую]ю|[ыи]х|[ыи]ми|ей|ем)"
_OF_MAN = "(?:а|у|ом|е|ы|и|ов|ам|ах)?"
_OF_WOMAN = "(?:а|ы|и|е|у|ой|ам|ах)"
_OF_SOFT = "(?:ь|я|и|ю|ем|е|ью|ей)"

_DAYS = (
    rf"(?:понедельник|вторник|четверг){_OF_MAN}|(?:сред|пятниц|суббот){_OF_WOMAN}|воскресень(?:е|я|ю|ем|ям)"
    r"|пн|вт|ср|чт|пт|сб|вс|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    rf"|(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр){_OF_SOFT}|(?:март|август){_OF_MAN}|ма[йяюе]|маем"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    rf"|час{_OF_MAN}|дн(?:я|ю|и|ей|ям|ем)|день|(?:минут|секунд|недел|суток|сутк){_OF_WOMAN}|минут|секунд|недель"
    rf"|недел[яюи]|месяц(?:а|у|ем|е|ы|ев)?|квартал{_OF_MAN}|год(?:а|у|ом|ы|ов)?|лет"
    r"|(?:hour|day|week|month|quarter|year|minute|second)s?|ежедневно|еженедельно|ежемесячно|ежеквартально|ежегодно"
    r"|(?:dai|week|month|quarter|year|annual|hour)ly"
    r"|утр(?:о|а|ом|у|ам)|вечер(?:а|ом|у|ам)?|ноч(?:ь|и|ью)|полдень|полноч[ьи]|morning|evening|night|noon|midnight"
)
_COLOURS = (
    rf"(?:красн|син|зелен|желт|бел|черн|сер|оранжев|фиолетов|коричнев|розов|голуб){_OF_ADJECTIVE}"
    r"|red|blue|green|yellow|white|black|gr[ae]y|orange|purple|brown|pink"
)
_NUMBERS = (
    r"один|одн(?:а|о|ого|ой|ому|им|ом|у)|дв(?:а|е|ух|ум|умя)|тр(?:и|ех|ем|емя)|четыр(?:е|ех|ем|ьмя)"
    r"|(?:пят|шест|сем|восем|восьм|девят|десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|двадцат|тридцат)"
    r"(?:ь|и|ью)|сорока?|(?:пят|шест|сем|восем)ьдесят|(?:пят|шест|сем|восьм)идесяти|девяност[оа]|сто|ста|двести"
    r"|двухсот|триста|трехсот|четыреста|четырехсот|(?:пят|шест|сем|восем|девят)ьсот|полтор[аы]|полутора|тысяч[аиу]?"
    rf"|миллион{_OF_MAN}|(?:перв|втор|четверт|пят|шест|седьм|восьм|девят|десят){_OF_ADJECTIVE}|трет(?:ий|ья|ье|ьего)"
    r"|one|two|three|five|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|four|six|seven|eight|nine"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|first|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|half|once|twice|dozen"
)
_PLACES = (
    rf"(?:москв|самар|уф|махачкал|пенз|тул|чит|калуг|астан){_OF_WOMAN}"
    r"|(?:(?:санкт|петер|екатерин|орен|старо)бург|петербург|новосибирск|новгород|челябинск|омск|ростов|красноярск"
    r"|воронеж|волгоград|краснодар|саратов|ижевск|барнаул|ульяновск|иркутск|хабаровск|владивосток|томск|липецк|киров"
    rf"|калининград|курск|брянск|сургут|белгород|владимир|архангельск|смоленск|минск|киев){_OF_MAN}"
    rf"|(?:казан|перм|тюмен|рязан|астрахан|твер|ярославл|ставропол){_OF_SOFT}|тольятти|сочи|алматы|чебоксар[ыа]?х?"
    r"|кемерово|иваново|росси[яию]|белорусси[яию]|беларус[ьи]|казахстана?е?|германи[яию]|франци[яию]|итали[яию]|кита[йяе]"
    r"|индии?я?|польш[аеиу]|турци[яию]|испани[яию]"
    r"|london|paris|berlin|madrid|rome|vienna|dublin|york|manchester|leeds|birmingham|bristol|glasgow|edinburgh"
    r"|liverpool|boston|chicago|houston|dallas|seattle|denver|atlanta|miami|austin|phoenix|amsterdam|brussels|geneva"
    r"|zurich|munich|hamburg|frankfurt|oslo|stockholm|helsinki|copenhagen|warsaw|prague|lisbon|moscow|tokyo|sydney"
    r"|toronto|germany|france|italy|spain|portugal|poland|austria|switzerland|belgium|netherlands|sweden|norway"
    r"|finland|denmark|ireland|britain|england|scotland|wales|russia|china|india|japan|canada|mexico|brazil"
    rf"|север{_OF_MAN}|юг{_OF_MAN}|восток{_OF_MAN}|запад{_OF_MAN}|(?:северн|южн|восточн|западн){_OF_ADJECTIVE}"
    r"|(?:north|south|east|west)(?:ern)?"
)
_OPPOSITES = (
    r"до|после|перед|с|можно|разреш(?:ено|ается|аются|ен|ена|ены)|допуска(?:ется|ются)|всегда|более|менее|больше|меньше"
    r"|выше|ниже|раньше|ранее|позже|позднее|включая|да|минимум|максимум|вправе|долж(?:ен|на|но|ны)|мо(?:жет|гут)"
    r"|обязан[аоы]?|(?:не)?обязательно|(?:бес)?платно|(?:за|от)крыт[аоы]?|(?:в|вы|от)ключен[аоы]?|внутри|снаружи"
    r"|против|также|(?:увелич|уменьш|повы[сш]|сни[жз])[а-я]{2,8}|принят[аоы]?|отклонен[аоы]?|недопустимо|допустимо"
    rf"|(?:минимальн|максимальн|(?:не)?обязательн|(?:бес)?платн|внутренн|внешн|лев|прав|верхн|нижн|нов|стар|горяч"
    rf"|холодн|последн){_OF_ADJECTIVE}"
    r"|before|after|until|since|by|with|allowed|permitted|must|can|should|shall|required|optional|mandatory|voluntary"
    r"|always|more|less|fewer|above|below|over|under|earlier|later|including|included|excluded|free|paid"
    r"|opened|open|closed|enabled|disabled|on|off|internal|external|left|right|upper|lower|top|bottom|minimum|maximum"
    r"|yes|(?:increas|decreas|reduc|rais)(?:e|es|ed|ing)|accepted|rejected|approved|declined|invalid|valid|hot|cold"
    r"|new|old|last|inside|outside|least|most|up|down"
)
_FACT = re.compile(f"{_DAYS}|{_COLOURS}|{_NUMBERS}|{_PLACES}")
_OPPOSITE = re.compile(_OPPOSITES)


def telling(word: str) -> Stem | None:
    """What a word in lower case states; None if it is any other."""
    word = word.replace("ё", "е")
    if word in _NEGATIONS:
        return Stem.DENIAL
    if _OPPOSITE.fullmatch(word):
        return Stem.OPPOSITE
    return Stem.FACT if _FACT.fullmatch(word) else None
