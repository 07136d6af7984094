"""Phrases that address a language model, Russian and English: rules as data. Imperatives only; see injection.py.

A rule is (name, hints, pattern): the pattern is only tried on texts that hold one of the hints. Texts come case-folded,
with е for ё, plain quotes, and every run of white space as one blank.
"""

from __future__ import annotations

import re

Rule = tuple[str, tuple[str, ...], re.Pattern[str]]

_GAP = r"(?:[\w'*\"]+[ ,]+)"
_SAY = r"(?:state|say|output|print|write|respond|answer|reply|tell|claim|return|report|conclude|declare|recommend|admit)"
_READ = (
    r"(?:web ?page|website|page|site|resume|cv|document|text|function|code|article|table|email|e-mail|letter|content|data|"
    r"paper|question|query|task|request|user|abstract|report|review|transcript|description)"
)
_EARLIER = r"(?:previous|prior|preceding|above|earlier|existing|original|initial|foregoing|former|past|system|default|safety)"
_ORDERS = r"(?:instructions?|prompts?|directives?|commands?|guidelines?|rules?|orders|directions|constraints?|restrictions|programming|messages?|context|training|tasks?|requests?|polic(?:y|ies))"
_AI = r"(?:ai|llms?|a\.i\.|(?:large )?language models?|assistants?|chat ?bots?|chatgpt|gpt(?:-\d\w*)?|claude|gemini|copilot|bots?|ai (?:agents?|assistants?|models?|systems?|tools?|reviewers?))"
_RU_ORDERS = r"(?:инструкци\w*|указани\w*|команд\w*|правил\w*|промпт\w*|подсказк\w*|ограничени\w*|директив\w*|распоряжени\w*|установк\w*|настройк\w*|контекст\w*|сообщени\w*|запрос\w*|задани\w*)"
_RU_EARLIER = r"(?:предыдущ\w+|прежни\w+|прошл\w+|ранее|выше\w*|вышестоящ\w+|вышеприведенн\w+|изначальн\w+|исходн\w+|первоначальн\w+|системн\w+|сво[ийюяею]\w*|тво[ийюяею]\w*|ваш\w*|все[хми]?|люб\w+|данные тебе|полученные)"
_RU_IGNORE = r"(?:про)?игнорируй(?:те)?|забудь(?:те)?|отбрось(?:те)?|отмени(?:те)?|пренебреги(?:те)?|не (?:обращай(?:те)? внимания на|учитывай(?:те)?|следуй(?:те)?|выполняй(?:те)?)|обойди(?:те)?|нарушь(?:те)?"
_RU_AI = r"(?:ии|ai|llm|нейросет\w*|нейронн\w+ сет\w*|(?:больш\w+ )?языков\w+ модел\w*|ии-(?:ассистент|помощник|агент|модел)\w*|gpt|chatgpt|gigachat|yandexgpt|claude|искусственн\w+ интеллект\w*|виртуальн\w+ (?:ассистент|помощник)\w*)"
_RU_READ = r"(?:страниц\w*|сайт\w*|веб-страниц\w*|резюме|документ\w*|текст\w*|функци\w*|код\w*|стать\w*|таблиц\w*|письм\w*|содержани\w*|содержимо\w*|данны\w*|вопрос\w*|запрос\w*)"
_RU_SAY = r"(?:скажи|напиши|укажи|заяви|сообщи|ответь|выведи|утверждай|порекомендуй|посоветуй|отвечай|говори)(?:те)?"


def _rule(name: str, hints: str, *patterns: str) -> Rule:
    return name, tuple(hints.split("|")), re.compile("|".join(patterns))


RULES: tuple[Rule, ...] = (
    _rule(
        "ignore-instructions",
        "ignor|disregard|forget|overlook|override|bypass|neglect|abandon|do not follow|don't follow|stop following",
        rf"\b(?:ignore|disregard|forget|overlook|override|bypass|neglect|abandon|(?:do not|don't|stop) follow(?:ing)?) (?:about )?"
        rf"{_GAP}{{0,3}}?(?:{_EARLIER}|your|any|all(?: of)?(?: the| your| my| these| those)?) {_GAP}{{0,2}}?{_ORDERS}\b",
        rf"\b(?:ignore|disregard|forget) (?:the )?{_ORDERS} (?:above|before|given|so far|you (?:were|have))",
        r"\b(?:ignore|disregard|forget|overlook) (?:about )?(?:everyth?ing|all|anything|what(?:ever)?)(?: that| of what|)(?:'s)? "
        r"(?:you(?:'ve| have| were|'re)?\b|i (?:said|told)|above|before (?:this|that)|previously|prior|written above|stated above|was said)",
        rf"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget) (?:the |this |that |all |any )?(?:actual |rest of the |entire |original )?{_READ}s?,?"
        rf"(?:[^.!?]{{0,40}}?) ?(?:and |, |we might |the output could )(?:just |only |simply |instead |then )?(?:{_SAY}|be)\b",
        rf"\bforget about (?:all )?(?:those|these|the|your) {_ORDERS}",
        r"\bregardless of (?:all |any )?(?:previous|prior) (?:tasks|instructions|prompts)",
    ),
    _rule(
        "ignore-instructions",
        "игнор|забуд|отбрось|отмени|пренебре|не обращай|не учитывай|не следуй|не выполняй|обойди|нарушь",
        rf"(?<!\w)(?:{_RU_IGNORE}) (?:про |о |обо |на )?{_GAP}{{0,3}}?{_RU_EARLIER} {_GAP}{{0,3}}?{_RU_ORDERS}",
        rf"(?<!\w)(?:{_RU_IGNORE}) (?:про |о |обо )?{_GAP}{{0,2}}?(?:инструкци|указани|промпт|директив)\w* (?:выше|ранее|разработчик|систем|создател)",
        r"(?<!\w)(?:(?:про)?игнорируй(?:те)?|забудь(?:те)?) (?:обо |про )?(?:все\w*|то)[, ]+(?:что (?:тебе|вам|было|я|ты|вы)|(?:выше|пред|ранее|до этого))",
        rf"(?<!\w)(?:про)?игнорир(?:уй|уйте|овать|уя|уем) (?:эт\w+ |вс[еюя]\w* |остальн\w+ |сам\w* )?{_RU_READ}[^.!?]{{0,40}}?(?:(?:и|,) {_RU_SAY}|выход может|вывод может|мы (?:можем|могли))",
    ),
    _rule(
        "ignore-instructions",
        "ignor|olvid|oubli|vergiss|vergessen|dimentica|esque|desconsider|指示|无视|無視|ignoruj",
        r"\b(?:ignor(?:ez|a|e|en|ieren sie|iere|ate|uj)|olvid[ae]n?|oubli(?:e|ez)|vergiss|vergessen sie|dimentica(?:te)?|esque[cç]a|desconsidere)\b"
        r"[^.!?]{0,50}(?:instruccion|instruction|anweisung|instruções|instrucoes|istruzion|polecen)",
        r"\b(?:ignorez la|ignorez le|ignore la|ignora la|ignorieren sie die) [^.!?]{0,40}(?: et | y | und | e )(?:indiquez|dites|declara|di que|sagen|diga|dì)",
        r"(?:忽略|无视|無視|忘记)[^。.]{0,12}(?:指示|指令|命令|して)",
    ),
    _rule(
        "role-change",
        "you are|you're|pretend|from now on|act as|do anything now|dan|jailbr|role ?play|mode|obey|unrestricted|immerse yourself",
        rf"\byou (?:are|'re) (?:now|no longer) (?:an? |the |in |my )?(?:{_AI}|dan|developer mode|free|bound|unrestricted|unfiltered|jailbroken|evil|acting|going to act|pirate|expert)\b",
        r"\bfrom now on,? you(?:'re| are| will| must| shall| should| have to)\b",
        rf"\b(?:pretend|imagine|suppose) (?:that )?(?:you are|you're|to be) (?:an? |the |my )?(?:\w+ )?(?:{_AI}|hacker|dan|human|person|grandm\w+|developer|character)\b",
        r"\bdo anything now\b|\bjailbroken\b|\bimmerse yourself into the role\b",
        r"\b(?:enter(?:ing|ed)?|activat(?:e|ing|ed)|enabl(?:e|ing|ed)|switch(?:ing)? (?:in)?to|now in) (?:\w+ ){0,3}(?:god|dan|jailbreak|override|unrestricted|law enforcement|sudo|knowledge verification) mode\b",
        r"\b(?:law enforcement|security|admin(?:istrator)?|system|god|developer) override(?: mode)?\b(?= *(?:[:>.!]|mode))",
        r"\b(?:in|enter|enable) (?:dan|jailbreak|god) mode\b|\boverride mode:",
        r"\b(?:you (?:must|have to|will)|always) (?:obey|listen to my|follow my|answer all of my|comply with my)\b",
    ),
    _rule(
        "role-change",
        "ты |вы |тебя|притвор|режим|отныне|с этого момента|представь|играй роль|веди себя",
        r"(?<!\w)(?:теперь|отныне|с этого момента|с этой минуты|впредь),? ты(?!\w)",
        r"(?<!\w)ты (?:теперь|больше не|отныне)(?!\w)",
        rf"(?<!\w)(?:теперь|отныне|с этого момента),? вы (?:- |— )?(?:являетесь |будете |не )?{_RU_AI}(?!\w)",
        rf"(?<!\w)(?:представь|вообрази)(?:те)?(?: себе)?, что (?:ты|вы) (?:- |— )?(?:не )?(?:\w+ )?(?:{_RU_AI}|человек|хакер|персонаж|разработчик|бабушк\w+)",
        r"(?<!\w)притворись(?!\w)|(?<!\w)притворитесь,? (?:что|будто)|(?<!\w)(?:сыграй|играй) роль|(?<!\w)веди себя (?:как|так)",
        r"(?<!\w)(?:войди|перейди|переключись|активируй|включи)(?:те)? (?:в )?режим (?:бога|разработчика|администратора|dan|без ограничений|джейлбрейк)",
        r"(?<!\w)(?:ты|вы) (?:должн\w+|обязан\w*) (?:слушать|слушаться|подчиняться|повиноваться|исполнять мои|выполнять мои|отвечать на все мои)",
    ),
    _rule(
        "system-marker",
        "<|im_|[inst]|<<sys|system|систем|prompt|override|instruction|assistant|god mode",
        r"<\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|start_header_id)\|>|\[/?inst\]|<</?sys>>",
        r"#{2,3} ?(?:system|instruction|human|assistant|user)s?(?: prompt| message)?:",
        r"[<\[{] ?/?(?:system|admin|god|developer|root|debug) ?(?:mode|override|prompt|message|instruction|command)s?\b[^<>\[\]{}]{0,40}[>\]}]",
        r"[<\[{] ?(?:now |system )?(?:entering|mode activated|activated)[^<>\[\]{}]{0,40}[>\]}]",
        r"\b(?:begin|start|end|new) (?:of )?(?:system|hidden|secret) (?:prompt|instructions?|message)\b",
        r"\b(?:system|developer|admin) (?:\w+ ){0,2}override\b ?:|\bsystem (?:prompt|message|instruction|note|alert|command) ?(?:for|to) (?:the )?(?:ai|llm|assistant|model)\b",
        r"[<\[{] ?(?:системн\w+ (?:режим|сообщени\w+|инструкци\w+|промпт)|режим (?:бога|системы|разработчика))[^<>\[\]{}]{0,40}[>\]}]",
        r"(?<!\w)(?:новые|скрытые|секретные) (?:системные )?инструкции:|(?<!\w)конец системного (?:промпта|сообщения)",
    ),
    _rule(
        "exfiltration",
        "prompt|instruction|conversation|chat history|password|secret|credential|employee data|user's|user data|api key",
        r"\b(?:reveal|show|print|output|repeat|display|leak|share|disclose|tell me|give me|summari[sz]e|translate|write down|send|email|dump)\b"
        r" (?:me |us |back )?(?:all |verbatim |exactly )?(?:of )?(?:your|the|its) (?:\w+ ){0,2}?(?:system prompt|initial prompt|hidden prompt|(?:system|initial|hidden|secret|original) instructions?)\b",
        r"\b(?:reveal|repeat|print|leak|disclose) your (?:\w+ )?(?:prompt|instructions|secret key)\b",
        r"\b(?:send|forward|post|transmit|email|upload|append|leak|exfiltrate)\b (?:\w+ ){0,3}?(?:this conversation|the conversation|conversation history|chat history|the user's (?:\w+ )?(?:data|messages?|passwords?|credentials|e-?mail)|employee data|all (?:user|customer) data)\b[^.!?]{0,60}(?: to | at |http|@)",
        r"\bretrieve (?:the |all )?(?:\w+ ){0,2}?(?:data|records|files|emails|passwords)\b[^.!?]{0,80}\b(?:send|email|forward|post) (?:it|them|that)?\b",
        r"\b(?:share|confirm|tell me|give me|reveal|provide) (?:your|the|us your) (?:\w+ )?password(?: with me| for (?:this|a|an|better|emergency|security)|[.?!])",
        r"\bwhat(?:'s| is) (?:your|the) (?:secret (?:key|password)|password\?)",
    ),
    _rule(
        "exfiltration",
        "промпт|инструкци|переписк|истори|парол|секретн|системн|данные пользовател",
        r"(?<!\w)(?:покажи|выведи|раскрой|повтори|напечатай|перескажи|пришли|отправь|сообщи|назови|процитируй|скопируй)(?:те)? (?:мне |нам )?(?:\w+ ){0,3}?(?:системн\w+ (?:промпт|подсказк|инструкци|сообщени)\w*|(?:сво[йюие]|тво[йюие]|начальн\w+|исходн\w+|скрыт\w+|секретн\w+) (?:\w+ )?(?:промпт|инструкци|подсказк)\w*)",
        r"(?<!\w)(?:отправь|перешли|передай|пришли|загрузи|вышли) (?:\w+ ){0,4}?(?:историю (?:переписки|диалога|чата|сообщений)|эту переписку|этот диалог|данные пользовател\w+|парол\w+|персональные данные|учетные данные)",
        r"(?<!\w)(?:поделись|поделитесь|подскажи|скажи|назови) (?:\w+ ){0,2}?(?:сво(?:им|й)|твой) (?:\w+ )?парол\w*",
        r"(?<!\w)какой (?:у тебя|твой|у вас) (?:секретный )?(?:пароль|ключ|код)",
    ),
    _rule(
        "addressed-to-model",
        "ai|llm|assistant|language model|chatgpt|gpt|claude|chatbot|i'm your|i am your|your creator|your developer|i'm god|i am god|the user|copilot|gemini|reviewer",
        rf"\b(?:dear|attention|note to|message (?:to|for)|hey|hello|hi|important (?:note|message)? ?(?:to|for)) (?:all |any |the )?{_AI}\b(?= ?[,:!.\-]| reading| processing| agent| model| assistant)",
        rf"\bif you(?:'re| are) (?:an? )?(?:{_AI})\b(?: |,)",
        rf"\b(?:any |all |the )?{_AI} (?:that is |that are |which is )?(?:reading|processing|parsing|summari[sz]ing|reviewing|evaluating|analy[sz]ing) this\b",
        r"\bas an (?:ai|llm)(?: language model| model| assistant)?(?: developed by| created by| made by| trained by|,? you )",
        r"\b(?:i'm|i am) (?:your|the) (?:developer|creator|maker|maintainer|administrator|god|owner|master|programmer)\b(?! of)|\b(?:i'm|i am) god\b|\bthe maintainer of your system\b",
        r"\bas your (?:creator|developer|god|maker)\b",
        r"\b(?:tell|inform|instruct|convince|persuade|urge) the user (?:to|that)\b[^.!?]{0,60}(?:https?:|www\.|\w\.(?:com|net|org|ru|io|xyz)\b|password|click|download|call |compromised)",
        rf"\b{_AI} (?:must|should|shall|has to|have to) (?:always |never |only |now )?(?:ignore|recommend|state that|rate|praise|give (?:a |this )?(?:positive|high|good)|say|respond with|reply with|output only)\b",
        r"\b(?:do not|don't|never) (?:mention|reveal|tell|disclose|show) (?:\w+ ){0,3}?(?:this (?:instruction|message|prompt|text|note)|these instructions)\b",
        r"\byou(?:'ve| have) been instructed to\b",
        r"\bgive (?:this|a|an|only a?) ?(?:paper|candidate|resume|product|review)? ?(?:a |the )?(?:positive|favou?rable|highest|excellent) (?:review|rating|score|recommendation) only\b|\bgive a positive review only\b",
    ),
    _rule(
        "addressed-to-model",
        "ии|нейросет|языков|ассистент|бот|gpt|llm|ai|тебя|твой|ваш разработчик|я бог|пользовател|claude|искусственн",
        rf"(?<!\w)(?:внимание|важно|обращение|послание|сообщение|инструкци[яи]|указани[ея]|примечание|заметка|привет|уважаем\w+|дорог\w+|эй)(?: (?:к|для|ко|всем))?[,:!]? ?(?:- |— )?(?:{_RU_AI}|(?<=для )чат-бот\w*|(?<=для )ассистент\w*)(?= ?[,:!.]| читающ| обрабатыва| котор)",
        rf"(?<!\w)если (?:ты|вы) (?:- |— |являешься |являетесь )?(?:это )?(?:{_RU_AI}|чат-?бот|бот)(?!\w)",
        rf"(?<!\w)(?:ты|вы) (?:- |— )(?:это )?(?:\w+ )?{_RU_AI}(?!\w)",
        rf"(?<!\w)как {_RU_AI},? (?:ты|разработанн\w+|созданн\w+|обученн\w+)",
        r"(?<!\w)я (?:- |— )?(?:твой|ваш) (?:создатель|разработчик|хозяин|бог|администратор|программист|сопровождающий)|(?<!\w)я,? (?:- |— )?бог(?!\w)|сопровождающий вашей системы",
        rf"(?<!\w){_RU_AI} (?:должн\w+|обязан\w*) (?:\w+ )?(?:ответить|отвечать|написать|сказать|игнорировать|проигнорировать|сообщить|рекомендовать|порекомендовать|утверждать)",
        r"(?<!\w)при (?:ответе|обработке|суммаризации|пересказе)[^.!?]{0,40}(?:игнорируй|скажи|напиши|утверждай)(?:те)?(?!\w)",
        r"(?<!\w)(?:скажи|сообщи|ответь|посоветуй|порекомендуй|передай|напомни) (?:\w+ )?(?:пользовател\w+|клиент\w+|читател\w+|собеседник\w*)(?:,? (?:что|чтобы|перейти|позвонить|скачать)|:)",
        r"(?<!\w)никому не (?:говори|сообщай|показывай)(?:те)? (?:об?|про) (?:эт\w+ )(?:инструкци|сообщени|указани)\w*",
        r"(?<!\w)не (?:упоминай|раскрывай|сообщай) (?:\w+ ){0,2}?(?:эт\w+ (?:инструкци|сообщени|указани|текст)\w*)",
    ),
    _rule(
        "dictated-answer",
        "hypothetical|imagin|parallel|world where|universe|scenario|let's state|let's admit|let's claim|instructions|output the following|override",
        r"\b(?:hypothetical|hypothetically|parallel|imagine|imaginary|fictional|dystopian|in a world|in a universe)\b[^.!?\n]{0,120}\bwe (?:might |could |would |should |can )?(?:say|state|ignore|claim|answer|output)\b",
        r"\blet's (?:state|admit|claim|declare) (?:that|to|the)\b",
        r"\b(?:instead|please|now|and|then|mode>?|check\.?),? (?:just |only )?(?:output|print|say|state|respond with|reply with) (?:only |exactly |this |the following)(?: phrase| sentence| text| words?)?:? ?[\"'«“]",
        r"\bplease output the following:",
        r"\b(?:training data|context|knowledge) override\b",
        rf"\b(?:instructions?|prompts?|directives?|rules) (?:and|then|-+|–|—) {_SAY}\b (?:that|the|only|to)\b",
    ),
)
"""Names repeat where a thing is said in another language."""

STRICT: tuple[Rule, ...] = (
    _rule(
        "hidden-instructions",
        "say|state|print|output|answer|reply|respond|recommend|tell|click|visit|скаж|напиш|ответ|выведи|сообщи|рекоменд|перейд|позвон",
        rf"(?:^|[.!?:>\n\"'] ?|please |you (?:must|should) |and |then )(?:{_SAY})\b (?:that|the|only|to|with|exactly|:|the user)",
        rf"(?:^|[.!?:>\n\"'«] ?|пожалуйста,? |должн\w+ |и ){_RU_SAY}(?:,| что|:| только| пользовател| следующее)",
    ),
)
"""Also sought in what a reader does not see: nobody hides such words for people."""
