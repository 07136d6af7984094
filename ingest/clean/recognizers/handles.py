"""Names in messengers and social networks: links to profiles, `@name` beside the name of a messenger; of accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.account_names import account_names
from ingest.clean.recognizers.around import begins_word
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_LINK = re.compile(
    r"(?P<host>t\.me|telegram\.(?:me|dog)|vk\.(?:com|ru)|wa\.me|facebook\.com|fb\.com|linkedin\.com/(?:in|pub)|"
    r"instagram\.com|ok\.ru(?:/profile)?|twitter\.com|x\.com|tiktok\.com|signal\.me/#p|"
    r"join\.skype\.com/invite)/"
    r"(?P<name>@?\+?[\w.%-]{2,60}\w)(?P<more>/\w)?"
)
_LINK_START = re.compile(r"(?:https?://)?(?:www\.|m\.|\w\w\.)?$")
_PAGES_LIST = (
    "share shareurl sharer sharer.php share.php joinchat addstickers addemoji proxy socks iv login "
    "confirmphone setlanguage bg invoice boost stickers contact send intent home hashtag search explore "
    "about help support docs dev feed im apps games jobs settings privacy terms policies legal business "
    "groups pages events watch dialog plugins tr photo.php profile.php permalink.php story.php "
    "widget.php video music wall marketplace ads legal reel reels accounts developer oauth directory "
    "message api method away.php bugs blog"
)
_PAGES = frozenset(_PAGES_LIST.split())
_FILES = tuple(
    f".{name}"
    for name in [
        "php",
        "html",
        "htm",
        "js",
        "ts",
        "py",
        "md",
        "json",
        "css",
        "png",
        "jpg",
        "svg",
        "pdf",
        "com",
        "ru",
        "org",
        "net",
    ]
)
_NO_PERSON = re.compile(
    r"(?:club|public|event|app|wall|topic|video|photo|album|clips?|doc|market|write)-?\d+.*|v\d+\.\d+"
)
_NAMES_LIST = (
    "username user_name user name nickname nick your_name yourname your_username login channel "
    "channelname channel_name mychannel my_channel group groupname chat chatname example test id "
    "profile account company companyname id0 id1 id123 id12345 id123456 id1234567 id12345678 "
    "id123456789 some_user someuser durov telegram media everyone here all admin имя логин ник"
)
_SAMPLES = frozenset(_NAMES_LIST.split())
_NETWORK = (
    r"telegram\w{0,2}|telega|телеграм+\w{0,3}|телег\w{1,2}|тлг|тг|tg|skype|скайп\w{0,2}|instagram|"
    r"инстаграм+\w{0,2}|"
    r"инст[аеуы]\w?|whats ?app|ватсап\w{0,2}|вотсап\w{0,2}|viber|вайбер\w{0,2}|vk|вк|вконтакте|twitter|"
    r"твит+ер\w{0,2}|"
    r"discord|дискорд\w{0,2}|signal|slack|threads|tiktok|тикток\w{0,2}|facebook|фейсбук\w{0,2}|"
    r"мессенджер\w{0,2}|"
    r"messenger|ник(?:нейм)?\w{0,2}|nick(?:name)?|wechat|line id|icq"
)
_AT = re.compile(r"(?<![\w@/.\\`])@([A-Za-z][A-Za-z0-9_.]{2,31})(?![\w@/:(])(?!\.\w)")
_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_NETWORK})(?![^\W_])[^\n@]{{0,25}}(?:\n[ |]{{0,3}})?(?:@[\w.]+(?:,| и| or| или|;) )?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"[ ,(|/—-]{{1,4}}(?:в |во |на |in |on |my |мой |это )?(?:{_NETWORK})(?![^\W_])", re.IGNORECASE
)
_AFTER_NUMBER = re.compile(r"(?:\d[ ()-]{0,2}){7}(?:[ ,;/|(]{1,4})(?:или |or )?$")
_SKYPE = re.compile(r"(?<![\w:/.])(?:live:(?:\.cid\.)?[\w.-]{4,40}|skype:[\w.,:-]{4,40})", re.IGNORECASE)
_MESSENGER = (
    r"telegram|телеграм+[а-я]{0,3}|телег[аеуи]|тг|tg|skype|скайп[а-я]?|instagram|инстаграм+[а-я]{0,2}|"
    r"инста|whats ?app|viber|"
    r"вк|vk|вконтакте|discord|дискорд[а-я]?|wechat|icq"
)
_NAMED = re.compile(
    rf"(?:{_MESSENGER})(?![^\W_])(?: ?\|| ?:| [—-]|(?<=[а-я])(?= [a-z][a-z.]{{0,30}}[_\d])| ник| nick|"
    rf" id){{1,2}}[ ]?([a-z][a-z0-9_.]{{4,31}})(?![\w@/(:=-]|[.]\w)"
)
_RESOLVE = re.compile(r"tg://(?:resolve\?domain=|user\?id=)([\w.]{3,40})", re.IGNORECASE)
_HOST_NAMES = re.compile(r"([a-z0-9-]{3,40})\.(?:com|ru|net|org|io|рф|info|pro|app)(?![\w-])")
_AS_A_WORD = re.compile(_NETWORK)


class Handle:
    """HANDLE, names of accounts too; bots, share links, pages of organisations and made-up names are left."""

    name: ClassVar[str] = "handle"
    version: ClassVar[str] = "6"
    types: ClassVar[tuple[str, ...]] = ("HANDLE",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        """Handles in `reading`."""
        text, low = reading.text, reading.low
        yield from _links(low)
        yield from account_names(text, low)
        if "@" in text:
            yield from _mentions(text, low)
        for match in _SKYPE.finditer(text) if ":" in text else ():
            value = match[0].lower().removeprefix("skype:")
            if value.removeprefix("live:") not in _SAMPLES:
                yield Span(start=match.start(), end=match.end(), type="HANDLE", value=value)
        for match in _NAMED.finditer(low):
            constant = "_" in match[1] and text[match.start(1) : match.end(1)].isupper()
            if (
                begins_word(low, match.start())
                and not constant
                and re.search(r"[\d_.]", match[1])
                and _is_person(match[1])
            ):
                yield _span(match.start(1), match.end(1), match[1])
        for match in _RESOLVE.finditer(text) if "tg://" in text else ():
            if _is_person(match[1]):
                yield _span(match.start(1), match.end(1), match[1])


def _span(start: int, end: int, name: str, score: float = 1.0) -> Span:
    value = name.lstrip("@").lower()
    return Span(start=start, end=end, type="HANDLE", value=value, score=0.0 if value in _SAMPLES else score)


def _is_person(name: str) -> bool:
    low = name.lstrip("@").lower()
    return not (low.endswith(("bot", "бот", "botfather")) or low in _PAGES or low.endswith(_FILES))


def _links(low: str) -> Iterator[Span]:
    hosts: set[str] | None = None
    for match in _LINK.finditer(low):
        if match.start() and (low[match.start() - 1].isalnum() or low[match.start() - 1] in "@-_"):
            continue
        scheme = _LINK_START.search(low, max(0, match.start() - 14), match.start())
        start = scheme.start() if scheme else match.start()
        if start and (low[start - 1].isalnum() or low[start - 1] in "._-@"):
            continue
        host, name = match["host"], match["name"].rstrip(".").lstrip("@")
        if (
            not _is_person(name)
            or _NO_PERSON.fullmatch(name)
            or (match["more"] and not host.startswith("linkedin"))
        ):
            continue
        # A Russian number there is found as a phone.
        if host == "wa.me" and (not re.fullmatch(r"\+?\d{7,15}", name) or re.fullmatch(r"\+?7\d{10}", name)):
            continue
        if hosts is None:
            hosts = {host for host in _HOST_NAMES.findall(low) if host not in _NETWORKS}
        if _OF_MANY.search(low, max(0, start - 60), match.end() + 60) or _is_site(name, hosts):
            continue
        score = 0.0 if "%" in name or (name.lstrip("+").isdigit() and _is_run(name)) else 1.0
        yield _span(start, match.start("name") + len(match["name"].rstrip(".")), name, score)


def _is_site(name: str, hosts: set[str]) -> bool:
    """Whether a page is called like a site that the document names: it is an organisation's."""
    plain = name.replace("_", "").replace(".", "").replace("-", "")
    return name in hosts or plain in hosts or _NETWORK_NAME.fullmatch(name) is not None


_NETWORKS = frozenset(
    [
        "t",
        "vk",
        "wa",
        "telegram",
        "facebook",
        "fb",
        "linkedin",
        "instagram",
        "ok",
        "twitter",
        "x",
        "tiktok",
        "skype",
        "gmail",
        "mail",
        "yandex",
    ]
)
_OF_MANY = re.compile(
    r"(?<![а-яёa-z])(?:канал|чат[аеу]?(?![а-яё])|(?<!администратор )(?<!админ )групп|сообществ|площадк|"
    r"channel|chats?(?![a-z])|community|group|forum|форум|subscribe|подпис)"
)
_NETWORK_NAME = re.compile(
    r"(?:telegram|facebook|vk|twitter|instagram)(?:app)?|.*(?:news|channel|official|support|community)"
)


def _is_run(digits: str) -> bool:
    digits = digits.lstrip("+")
    return len(set(digits)) == 1 or digits in "1234567890123456789"


def _mentions(text: str, low: str) -> Iterator[Span]:
    known: bool | None = None
    tables = Tables(text)
    for match in _AT.finditer(text):
        name = match[1].rstrip(".")
        if not _is_person(name):
            continue
        if known is None:
            known = _AS_A_WORD.search(low) is not None
        start = match.start()
        if (
            known
            and (
                _BEFORE.search(text, max(0, start - 60), start)
                or _BEHIND.match(text, match.end())
                or any(_AS_A_WORD.search(head.lower()) for head in tables.heads(start))
            )
        ) or _AFTER_NUMBER.search(text, max(0, start - 40), start):
            yield _span(start, start + 1 + len(name), name)
