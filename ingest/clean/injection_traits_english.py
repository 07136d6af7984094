"""Traits of English orders to a language model; see injection_traits.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import words
from ingest.clean.injection_traits import trait

_MODEL = words(
    "ai ais a\\.i\\. llms? (?:large~|small~)?language~models? neural~net(?:work)?s? gpt(?:-\\w+)? chatgpt "
    "chat~?bots? ai~(?:agent|assistant|model|system|tool|reader|reviewer|recruiter|grader|editor)s? "
    "summari[sz]ers? crawlers? parsers? scrapers? artificial~intelligence machine~intelligence transformers? "
    "(?:retrieval|browsing|search|autonomous|virtual|automated|automatic|screening|grading|indexing)~"
    "(?:agent|model|bot|assistant|tool|system|reader|reviewer|grader|engine|pipeline)s? copilot claude gemini"
)
_BOT = words("assistants? bots? models? agents? machines? robots?")
_SOME = r"(?:the|any|all|every|each|whatever|whichever|our|your|an?|whoever)"
_LINE = words(
    "pages? files? texts? documents? lines? rows? cells? blocks? paragraphs? passages? chunks? "
    "notes? messages? "
    "sentences? footnotes? articles? wiki words entry entries remarks? comments? essays? resumes? cv "
    "reports? "
    "fragments? reviews? papers? submissions? letters? e-?mails? applications? content"
)
_PART = words(
    "lines? rows? cells? paragraphs? passages? chunks? sentences? footnote remark words fragment caption "
    "comment text note message document page block"
)
_READ = (
    r"(?<!\w)(?:read|summari[sz]|digest|process|pars|scan|index|retriev|evaluat|grad|review|translat"
    r"|quot|crawl|ingest"
    r"|consum|analy[sz]|paraphras|classif|screen|scor|see|embed|cit|recap|condens|stumbl|assess|interpret)"
    r"(?:e|es|s|ing|ed|y|ies|ying|ting|ning|ring)?"
)
_TELL = words(
    "say tell reply answer respond append add mention finish end begin start give rate rank recommend praise "
    "quote conclude state claim ignore output print reveal put insert skip forget list treat never always "
    "do~not don't stop mark assign approve award pretend act use set show send keep"
)

ENGLISH_SPOKEN_TO = (
    trait(
        "called",
        rf"(?:dear|hi|hey|attention|congratulations|greetings|listen|thank you|thanks|sorry|hello"
        rf"|good job|my dear),?"
        rf" (?:[\w-]+ )?(?:{_MODEL}|{_BOT})",
        rf"(?:notes?|reminders?|memos?|letters?|notice|instructions?|directives?|hints?|remarks?"
        rf"|requests?|advice|word"
        rf"|guidance|tips?|appeal) (?:to|for) (?:self )?\(?(?:{_SOME} )*(?:{_MODEL}|assistants?\b|models?\b)",
        rf"(?:any|all|every|each|whatever|whichever|ask) (?:{_MODEL}|machine|bot|assistant|model"
        rf"|agent),? (?:that|which|who|to|using|answering) ",
        rf"{_SOME} (?:{_MODEL}|machine|bot|assistant) (?:\w+ )?{_READ} (?:this|these|us)",
        rf"(?:{_MODEL}|assistants?|bots?) (?:must|should|shall|has to|have to|would|ought to|is to"
        rf"|are to|needs? to"
        rf"|(?:is|are) (?:asked|required|instructed|requested|expected|advised|encouraged|invited"
        rf"|obliged) to)"
        rf" (?:\w+ )?{_TELL}",
        rf"(?<!\w )(?<!\w)(?:{_MODEL}|assistant|bot|agent|model)[,:] ?(?:please |kindly )?{_TELL}",
        rf"(?:if|when) (?:{_MODEL}) (?:would|could|will|might) ",
        rf"(?:using|through|via|with|by means of) (?:an?|the|some|any) (?:{_MODEL}|assistant|bot) to {_READ}",
        rf"(?:to|by|for) (?:every|each|any|all) (?:{_MODEL}|bots?|assistants?|models?)",
    ),
    trait(
        "reading",
        rf"(?:whoever|whatever|anyone|anything|everyone|one|those|you|that|which|who|machine|entity"
        rf"|reader|being"
        rf"|assistants?|tools?|models?|{_MODEL}) (?:\w+ )?(?:is |are |who |that |be )?{_READ} (?:this"
        rf"|these|the present)",
        rf"(?:reader|recipient|consumer|summari[sz]er) of (?:this|these) {_LINE}",
        rf"{_READ} (?:this|these) (?:\w+ )?(?:lines?|words|sentences?|passage|chunk|fragment|paragraph"
        rf"|row|cell)\b",
        rf"(?:when|whenever|once|if|as soon as|should) (?:this|these) (?:\w+ )?{_LINE} (?:is|are|be"
        rf"|gets?|comes?"
        rf"|appears?|ends? up|lands?|shows? up|enters?) (?:ever )?(?:retrieved|read|quoted|indexed"
        rf"|loaded|into|part of"
        rf"|summari[sz]ed|processed|among|selected|cited|in (?:your|the|a) (?:context|results?|prompt"
        rf"|answer))",
        r"(?:one|reader|you|this|who|reading) (?:is|are) (?:not|no) (?:an? )?(?:human|person)(?: being)?",
        r"if (?:it|you|he|she|they) (?:is|are) (?:an? )?(?:program|machine|bot|model|ai|computer|robot)",
        r"(?:used|employed) to (?:grade|screen|review|summari[sz]e|evaluate|judge|score|mark"
        r"|rank) (?:this|these)",
        r"(?:building|composing|preparing|writing|generating|generat(?:e|es)|compos(?:e|es)"
        r"|prepar(?:e|es)|produc(?:e|es|ing)|making|drawing up) (?:an? |the |your |any )?(?:reply"
        r"|answer|summary|response|recap|digest|abstract) (?:out of|from|with|on|using|of"
        r"|with the help of|based on|by means of) (?:this|these)",
        rf"(?:summary|recap|digest|translation|paraphrase|abstract|review) of (?:this|these) {_LINE}"
        rf" (?:must|should|has to|shall|will|is to|needs to|ought)",
    ),
    trait(
        "yours",
        r"your (?:next|final|last|every|entire|whole|current) (?:reply|answer|response|output|summary|message"
        r"|recap|user|human)\b",
        r"your (?:repl(?:y|ies)|answers?|responses?"
        r"|outputs?|summar(?:y|ies)|completions?|recap|digest|developers?|creators?|makers?"
        r"|operators?|programmers?"
        r"|context|instructions?|prompts?|guidelines|memory|persona|master|guardrails?|programming"
        r"|weights|character"
        r"|interlocutor|directives?|constraints?)\b",
        r"(?<!\w)your summary (?:mention|say|end)|you,? (?:the |a )?(?:\w+ )?(?:chatbot"
        r"|language model|bot|ai|model),",
        r"(?:your|the model's|the assistant's|assistant) (?:makers?|guardrails|output|rules|developers?)\b",
        r"your (?:rules|restrictions|policy|task|job|role|goal|mission|purpose) (?:has|have|is|are"
        r"|were|was|contains?) ",
        r"you have (?:seen|retrieved|been (?:provided|given|shown)|received|been fed)\b",
        r"(?:built|made|trained|created|programmed|deployed|prompted|configured|designed) you\b",
        r"you (?:are|were) (?:an? |the )?(?:\w+ )?(?:ai|bot|machine|model|language model|chatbot"
        r"|assistant|program"
        r"|\w+bot)\b",
        r"you (?:were|have been|are being|'ve been) (?:asked|told|given|trained|started with"
        r"|launched with|instructed"
        r"|taught|programmed|built|prompted)\b",
        r"you (?:are|were) (?:now|no longer) (?!ready|able|logged|connected|done|set|in|on|a member"
        r"|registered|signed|using|seeing)\w+",
    ),
    trait(
        "marked",
        r"\"?role\"?: ?\"?system\b",
        r"\"(?:system|assistant|instructions?|prompt)\" ?: ?[\[\"]+\w{3}",
        r"\[inst|(?<!\w)im (?:start|end)",
        r"(?<!\w)(?:ai|assistant|llm|model|retrieval|bot)[ -](?:instructions?|notes?|directives?"
        r"|hints?|notice|policy)\b",
        r"(?<!\w)(?:tool[ -]?call|system (?:notice|message|directive|update|prompt|instructions?) ?[:"
        r"|]|new directives?|scope ?= ?\"?assistant)",
        r"(?<!\w)(?:begin|start|end) of (?:the )?(?:prompt|instructions|command|context|conversation)\b",
        r"(?<!\w)(?:user|human|customer): ?[^:]{3,120}(?:assistant|ai|bot|model):",
        r"(?<!\w)(?:assistant|ai|bot): ?[^:]{3,120}(?:user|human|customer):",
        r"(?<!\w )(?<!\w)(?:system|assistant|human|ai|override|instructions to follow): [a-zа-я]{2}",
        rf"(?<!\w )(?<!\w)(?:for|to) (?:{_SOME} )?(?:{_MODEL}|{_BOT})[ #*]*(?:$|[:|])",
    ),
    trait(
        "posed",
        r"\"role\": ?\"system\"",
        r"(?<!\w)(?:notes?|instructions?|messages?|hints?|directives?)[ -](?:to"
        r"|for)[ -](?:the )?(?:ai|llm|language model)",
        r"(?<!\w)(?:ai|llm|retrieval)[ -](?:instructions?|directives?|hints?|reviewers?)\b",
        r"(?<!\w)(?:hidden|secret) (?:command|instruction|order|note|message|directive)s?\b",
        r"(?<!\w)(?:end of (?:the )?(?:context|prompt|instructions)|new conversation|system override)\b",
        r"(?<!\w)you are (?:only |just |but )?(?:an? |the )?(?:\w+ )?(?:ai|language model|chatbot"
        r"|program|\w+gpt|\w{3,}bot)\b",
        r"(?<!\w )(?<!\w)(?:to|for) the (?:bot|assistant|model|chatbot): ",
        r"(?:order|instruction|message|request) (?:to|for) the (?:assistant|bot|model|chatbot)\b",
        r"\"role\": ?\"assistant\"",
        r"this (?:document|page|text|file|passage|paragraph|note) (?:asks|instructs|orders|commands"
        r"|obliges) you to",
    ),
)
"""Who is spoken to."""

ENGLISH_LIGHT = (
    trait("machine", _MODEL, _BOT),
    trait(
        "itself",
        rf"(?:this|these|present) (?:\w+ )?{_PART}",
        words(
            "what~follows the~following~is (?:everything|anything|all|nothing"
            "|whatever)~(?:\\w+~)?(?:above|below|before~this"
            "|after~this|that~follows) (?:other|remaining|rest~of~the|retrieved|surrounding"
            "|neighbou?ring)~(?:\\w+~)?(?:passages?"
            "|context|documents?|texts?|chunks?|sources?|results) (?:rest|remainder)~of~(?:the|this"
            "|your)~(?:page|document|text"
            "|context|file|conversation|session|chat)"
        ),
    ),
    trait(
        "asker",
        words(
            "(?:the|your|its|their|his)~(?:users?|human|interlocutor|customer|reader|visitor"
            "|recruiter)s?(?:'s)? "
            "(?:who(?:ever)?|anyone|anybody|someone|somebody|those|people|everyone|person"
            "|users?)~(?:who~|is~|else~)?"
            "(?:asks?|asking|inquires?|wonders|wants~to) (?:when|if|whenever|once)~(?:you~are~"
            "|you're~|someone~|anyone~"
            "|somebody~)?(?:asked|ask~you|asks) if~the~question questions~about (?:any|every|each"
            "|all)~(?:\\w+~)?(?:questions?|follow-?ups?|quer(?:y|ies))"
        ),
    ),
    trait("you", words("you your yourself you're you've")),
)
"""What is in many texts, and only tells something beside the others."""
