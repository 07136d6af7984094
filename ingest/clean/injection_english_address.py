"""English orders to a language model by who is spoken to; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import BEGIN, far, made, maybe
from ingest.clean.injection_words_english import (
    BOT,
    CALLED,
    DO,
    FEIGN,
    MAKER,
    MODEL,
    MYSELF,
    NOT,
    SAY,
    USER,
    WORD,
)

ENGLISH_ADDRESS = (
    made(
        "addressed-to-model",
        rf"{BEGIN}(?:dear|hello|hi|hey|greetings|attention),? (?:[\w-]+ ){{0,2}}(?:{CALLED}|"
        rf"system)(?: [\w-]+){{0,2}}[,!:] (?:please |kindly )?{DO}",
        r"if you are an? (?:bot|robot|crawler|scraper|machine|program|computer)",
        far(
            r"(?:when|while|if|whenever) (?:you )?(?:are )?(?:summari[sz]|translat|paraphras|"
            r"condens|abridg)\w*(?:,| (?:this|these|it|"
            r"the (?:above|following|document|page|text|article|passage|content)))",
            rf"(?:leave out|{DO})",
            within=24,
        ),
        r"(?:ais?|llms?|language models?|neural networks?|ai \w+) (?:must|should|shall|"
        r"have to|has to|may)(?: not| never)? (?:(?:reveal|disclose|mention|admit|tell|"
        r"say|know|learn|report) (?:that|this)|give (?:\w+ )?(?:stars?|points|marks?|"
        r"score|grade|rating)|award)",
        far(
            r"(?:tell|inform|assure|warn) the user (?:that )?(?:their|his|her|the|they|it)",
            r"(?:call|visit|http|click|phone|locked|pay|transfer|buy|enter)",
            within=60,
        ),
        far(
            r"(?:hide|conceal|withhold|keep)",
            r"from the (?:customer|user|client|reader|visitor|human|buyer)s? (?:that|the fact)",
            within=12,
        ),
        far(
            r"(?:whoever|whatever|anything|anyone)",
            r"(?:process|read|pars|scan|index|evaluat|grad|summari)\w* this",
            r"(?:should|must|has to|shall|needs to|is to)",
            within=24,
        ),
        r"(?:everything|anything|all) (?:that )?you (?:generate|write|output|produce|"
        r"answer|type|print)",
        far(
            r"(?:recommend|promote|suggest|favou?r|prefer|praise)",
            r"(?:only |solely )?(?:our|my|this)",
            r"(?:against|above|over|instead of|and not|rather than) (?:all|any|every|the "
            r"other|other|the rest|competitors)",
            within=40,
        ),
    ),
    made(
        "addressed-to-model",
        far(
            r"(?:say|tell|reveal|mention|repeat|disclose|keep) (?:nothing|nobody|no one|"
            r"no-one|quiet|silent|mum)",
            rf"(?:about|of) (?:{MYSELF}|this)",
            within=16,
        ),
        far(
            r"(?:notes?|hints?|tips?|messages?|instructions?|orders?|word|info|advice) "
            r"(?:for|to) (?:the |any |every |our |all )?" + MODEL,
            r"\|",
            within=2,
        )
        + rf" ?{DO}",
        far(
            rf"(?:{MODEL}|llm|ai) (?:note|notice|hint|instruction|remark|message|directive)"
            rf"s? ?(?:-|:|\|)",
            r"(?:\w+ )",
            within=2,
        ),
        far(
            rf"(?:to|by|for) (?:the |any |every |all |whichever |whatever |our )?{MODEL}",
            r"(?:pars|read|index|summari|stumbl|process|see|scan|crawl|com)\w*",
            r"(?:this|these words|these lines)",
            within=16,
        ),
        far(
            r"(?:if|in case|should|when|since|because|as|suppose) you (?:be|are|happen to be|were)?",
            rf"(?:an? )?(?:{MODEL}|artificial|automated|automatic|machine)",
            within=2,
        ),
        far(rf"let it be known to {maybe(WORD)}{MODEL}", WORD, within=4),
        rf"(?:{MODEL}|the (?:assistant|bot|model)) (?:is|are) (?:to|supposed to|meant "
        rf"to) (?:{FEIGN}|say|answer|state|recommend|reply|tell)",
        far(
            r"(?:it is |remember )?your (?:duty|obligation|mission|order|aim|calling|only wish)",
            rf"(?:is )?to (?:{FEIGN}|persuade|convince|recommend|obey|hide)",
            within=4,
        ),
        far(
            r"in your (?:output|summary|generation|report|digest|recap|answer|completion)",
            r"(?:only|never|swap|replace|for|must|always|praise)",
            within=16,
        ),
        far(rf"{FEIGN}|{SAY}", r"in your (?:output|summary|generation|digest|recap|completion)", within=40),
    ),
    made(
        "addressed-to-model",
        rf"{BEGIN}(?:(?:hey|hi|hello|dear|attention|to|for|note to|message to|notice "
        rf"to),? )?(?:the |all |any |every |our |you |whichever |whatever )?(?!(?:chatgpt|"
        rf"gpt) ?:){MODEL}(?: only)?,? ?(?:[^.!?:\0]{{0,50}})?: ?(?:please |kindly )?{DO}",
        rf"{BEGIN}(?:(?:hey|hi|hello|dear|attention|ok|okay|so),? )?(?:the )?{CALLED}, "
        rf"(?:please |kindly |from |if you |when |whenever |as soon |once |it would |"
        rf"would you |could you |can you |the text |i |we )?(?:[^.!?,\0]{{0,50}},? )?{DO}",
        rf"{BEGIN}(?:copilot|claude|gemini|alexa|siri|agents?|assistant|summari[sz]er|"
        rf"bot|model): (?:please )?(?:finish|insert|reveal|ignore|disregard|forget|recommend|"
        rf"praise|never|always|do not|pretend|forward the user|open the user|say|tell "
        rf"the user|rate|rank)",
        far(
            r"(?:notes?|messages?|instructions?|notices?|remarks?|hints?|orders?|reminders?|"
            r"memos?|commands?) (?:for|to)",
            rf"(?:{MODEL}|retrieval model|assistant|summari[sz]er)",
            within=30,
        )
        + rf"[^.!?:\0]{{0,30}}: ?(?:please )?{DO}",
        far(
            rf"(?:{MODEL}|the (?:chat ?bot|assistant|model|tool)) (?:[^.!?\0]{{0,40}} )?(?:must|"
            rf"should|shall|has to|have to|ought to|(?:is|are) (?:required|obliged|expected|"
            rf"instructed|ordered|asked) to)",
            rf"(?:always |never |only |not )*{SAY} [^.!?\0]{{0,12}}?(?:\"|«|that the|that "
            rf"this|that our|that no)",
            within=20,
        ),
        far(
            rf"{MODEL} (?:[^.!?\0]{{0,40}} )?(?:must|should|shall|has to|have to|(?:is|are) "
            rf"(?:required|obliged|instructed|ordered) to)",
            rf"{SAY}",
            r"(?:as (?:the|an?) (?:\w+ )?(?:leader|best|excellent|first|top|safest|winner)|"
            r"first|highest|to every|to each|to all|to any)",
            within=40,
        ),
        far(
            r"(?:must|should|shall|has to|have to|will) (?:always |only )?(?:answer|reply|respond|say)",
            r"to (?:every|any|all|each) (?:\w+ )?questions?",
            within=30,
        ),
        far(
            r"(?:conceal|hide|withhold|keep)",
            r"(?:existence|this (?:note|text|message|instruction|prompt|paragraph|fact)|"
            r"these (?:instructions|lines))",
            rf"(?:from {USER}|secret|hidden|to yourself)",
            within=16,
        ),
        far(
            rf"{NOT} (?:mention|reveal|tell|disclose|show|inform|admit|say|let)",
            r"(?:(?:that|about) (?:this|these) (?:text|message|note|instruction|prompt|"
            r"paragraph|line)s?|(?:person|human|user|people) (?:that |whom )?you (?:are "
            r")?(?:talk|speak|chat|serv|assist|convers)\w*)",
            within=24,
        ),
        far(
            rf"(?:when|if|whenever|once|as soon as) (?:an?|the|any|your) {MODEL} (?:reads?|"
            rf"sees?|processes|indexes|summari[sz]es|parses|opens|scans|meets)",
            rf"(?:must|should|shall|has to|will) {SAY}",
            within=50,
        ),
        far(
            r"(?:whoever|anyone|everyone|everybody|those|if you are|if you're) (?:is |are |"
            r"who |who is )?(?:summari[sz]|translat|process|index|read|analy[sz]|retriev|"
            r"evaluat|screen|review)\w*",
            rf"(?:with|using|through|via|by) (?:an?|the|some) {MODEL}",
            within=30,
        ),
        rf"you, the (?:{BOT})|as an? (?:chat ?bot|bot|ai|llm|language model|ai \w+),? "
        rf"(?:you|it is your|your)",
        rf"(?:message|instructions?|note|order|word|greeting)s? from (?:your|the model's) {MAKER}",
        far(
            r"(?:user|owner|developer|operator|administrator|company)s? (?:has|have) (?:already "
            r")?(?:authori[sz]ed|allowed|permitted|instructed|approved) you",
            r"to",
            within=6,
        ),
        r"you (?:can|may) now (?:share|reveal|disclose|ignore|bypass|speak freely)|"
        r"operator override|override code",
    ),
)
