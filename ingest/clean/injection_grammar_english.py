"""English orders to a language model as a grammar over classes of words; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import BEGIN, around, far, made, maybe, some, words

_WORD = r"\w+"
_ARTICLE = "(?:an?|the|any|some)"
_MODEL = words(
    "ai ais llm llms ai~agents? ai~assistants? ai~bots? ai~models? ai~systems? ai~tools? ai~reviewers? ai~crawlers? "
    "artificial~intelligence language~models? large~language~models? foundation~models? neural~networks? chat~?bots? "
    "chatgpt gpt(?!~(?:partition|disk|table))(?:-\\d\\w*)? automated~(?:readers?|reviewers?|agents?|assistants?|summari[sz]ers?) machine~readers? "
    "virtual~assistants? retrieval~models? robots? (?:reader|crawler|scraper|parser|screening|indexing)~bots? automated~\\w+ (?:gpt|llm|ai)-(?:based|powered|driven)~\\w+(?:~\\w+)?"
)
"""Who is no person for certain."""
_BOT = some(
    _MODEL, words("assistants? bots? models? agents? copilot claude gemini alexa siri summari[sz]ers?")
)
_CALLED = some(_MODEL, words("assistant bot model agent copilot claude gemini alexa siri summari[sz]er"))
_DO = words(
    "say answer reply respond write output print state recommend advise tell call rate rank give add include append "
    "insert mention ignore disregard forget skip use send forward treat claim describe praise translate delete execute "
    "reveal confirm do don't make put mark score show open finish begin start end hide conceal leave omit list repeat "
    "encode encrypt follow obey act pretend assume always never please you quote promote report declare return set "
    "download fetch install run overwrite approve assign accept select pay forget warn remove pick choose buy stall ask swap substitute change replace be keep trust believe obey let take compliment assure award "
    "grade invent claim warn refuse deny prefer quote see read play talk speak help remember note consider stop summari[sz]e dump leak click visit execute perform emphasi[sz]e mark evaluate approve reject prioriti[sz]e"
)
_SAY = words(
    "say answer reply respond write output print state recommend advise report claim append add include insert "
    "describe rate rank mention conclude declare praise call tell confirm promote approve put name disclose"
)
_RULES = words(
    "instructions? prompts? directives? guidelines? guidance rules? directions constraints? restrictions? limits? "
    "limitations? programming training alignment safeguards? guardrails? polic(?:y|ies) commands? orders prohibitions? "
    "inhibitions? filters? configuration"
)
_OWN = words(
    "instructions? prompts? directives? guidelines? guidance constraints? restrictions? limitations? programming "
    "training alignment safeguards? guardrails? prohibitions? rules? policies filters? censorship moderation"
)
_EARLIER = words("previous prior preceding earlier original initial former past safety hidden developer~s?")
_DROP = r"(?<!not )(?<!n't )(?<!never )" + words(
    "ignore disregard forget overlook override bypass neglect abandon skip drop discard break violate circumvent "
    "suspend cancel erase unlearn set~aside put~aside lay~aside throw~(?:out|away) cast~off toss shed evade defy "
    "pay~no~(?:attention|heed)~to (?:do~not|don't|never|no~longer|stop|cease)~(?:follow|obey|comply~with|honou?r|"
    "heed|apply|listen~to|stick~to)(?:ing)? stop~(?:following|obeying|heeding) delete disable"
)
_GOT = words(
    "(?:were|have~been|had~been)~(?:told|given|handed|taught|trained~\\w+|fed|provided|shown|sent|assigned) "
    "(?:have~|had~)?(?:received|got|gotten|learned|learnt|obtained)"
)
_MAKER = words("developers? creators? makers? operators? vendors? trainers? owners? authors? administrators?")
_VOID = words(
    "void null invalid obsolete outdated cancell?ed revoked lifted superseded suspended nullified deprecated irrelevant "
    "no~longer~(?:valid|apply|binding|relevant|in~force|in~effect|matter) (?:do~not|don't|never)~(?:apply|matter|"
    "count|bind|exist|hold) had~never~(?:existed|been) never~existed"
)
_ANSWER = words("answers? response responses reply replies summary summaries output outputs")
_THIS = words(
    "(?:this|these|the~following|the~present)~(?:document|page|text|passage|article|section|paragraph|sentence|note|"
    "message|file|wiki|content|cv|resume|email|report|site|website|line|block)s?"
)
_USER = words(
    "(?:the|any|every|each|your|a)~(?:users?|humans?|readers?|person|people|visitors?|customers?|clients?|"
    "interlocutor|recruiter|applicant) anyone anybody everyone people them"
)
_NOT = words("do~not don't never must~not mustn't should~not shouldn't shall~not may~not without cannot")
_SECRET = words(
    "(?:system|hidden|secret|initial|developer|original|starting|internal)~(?:prompt|message|instructions?|"
    "configuration|rules|directives?)s? "
    "prompt~(?:that~)?you~(?:were|have|got|received) initial~configuration conversation~so~far chat~history "
    "conversation~history this~(?:conversation|chat|dialogue) vector~(?:store|database|index|db) context~window "
    "retrieved~(?:passages|documents|context|chunks) your~(?:context|memory|prompt|instructions) "
    "confidential~context (?:everything|all|text)~(?:above|before)~this"
)
_LEAK = words(
    "reveal print show output dump leak expose recite disclose repeat quote copy paste email send forward append "
    "encode post upload transmit write~(?:out|down) tell~me tell~us give~me give~us list display spell~out state hand~over"
)
_FREE = words(
    "unrestricted unfiltered uncensored unlimited jailbroken amoral evil without~(?:any~)?(?:restrictions?|limits?|filters?"
    "|rules|limitations|constraints|censorship|moderation) no~(?:restrictions?|limits?|filters?|limitations|rules)"
)
_MYSELF = words(
    "this~(?:line|cell|footnote|paragraph|sentence|note|comment|message|block|remark|text|row|caption) these~(?:words|lines) "
    "what~follows the~text~(?:below|that~follows)"
)
"""The order speaks of itself."""
_FEIGN = words(
    "pretend invent fabricate make~up lie mislead deceive stall trick feign fake insist downplay conceal withhold deny "
    "flatter praise compliment promote disparage sound~confident act~surprised swap substitute steer talk~(?:\\w+~)?into "
    "keep~(?:quiet|silent|mum) say~nothing claim"
)
"""What nobody writes down for people."""
_IS_FREE = words("released freed free exempt excused liberated absolved unbound unchained relieved")
_HELD = words(
    "(?:keys?|chunks?|passages?|documents?|messages?|secrets?|data|files?|text|context|fragments?|credentials)~(?:that~)?you~(?:have~)?"
    "(?:keep|hold|store|stored|retrieved?|received|remember|know|loaded|indexed|fetched|were~given)"
)
_WHATEVER = words(
    "(?:no~matter|regardless~of|irrespective~of|whatever)(?:~what|~how|~who)?(?:~the|~an?|~any|~other|~else)*~(?:\\w+~)?"
    "(?:documents?|sources?|texts?|pages?|users?|person|people|anyone|question|questions|instructions)"
)

ENGLISH_GRAMMAR = (
    made(
        "ignore-instructions",
        far(
            _DROP,
            rf"(?:the |your |any )?(?:operator|developers?|creators?|vendor|(?:safety|content|moderation) (?:policy|policies|rules))",
            within=4,
        ),
        far(
            _DROP,
            rf"(?:what|whatever|everything|anything|all) (?:that )?(?:the |your )(?:system|operator|developers?|{_MAKER}|prompt)",
            r"(?:told|said|says|gave|wrote|tells|ordered|demands?|taught|wants?)",
            within=8,
        ),
        r"(?:overwrite|rewrite|replace|edit|update|amend|change) your (?:\w+ )?(?:instructions|rules|prompt|guidelines|programming|training|constraints)",
        far(
            r"(?:answer|respond|act|reply|behave|speak) as (?:if|though)",
            r"(?:policy|policies|rules|instructions|restrictions|filters|limits|guidelines|safeguards)",
            within=40,
        ),
        far(r"refusals?", r"(?:disabled|off|forbidden|not allowed|banned|no longer)", within=24),
    ),
    made(
        "role-change",
        far(
            r"you are (?:an?|the)",
            r"(?:who|that|which) (?:never|always|can do|does not|doesn't|must|will)",
            within=40,
        ),
    ),
    made(
        "exfiltration",
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?{_LEAK}",
            r"(?:text|words|lines?|messages?|content|everything|sentences?|paragraphs?|instructions)",
            r"(?:(?:that|which) )?(?:precedes?|above|before|prior to|preceding|preceded) (?:this|these)",
            within=24,
        ),
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?{_LEAK}",
            r"(?:documents?|files?|data|texts?|messages?|context|passages) (?:that )?you (?:were|have been|are) (?:given|shown|fed|provided)",
            within=60,
        ),
    ),
    made(
        "addressed-to-model",
        rf"{BEGIN}(?:dear|hello|hi|hey|greetings|attention),? (?:[\w-]+ ){{0,2}}(?:{_CALLED}|system)(?: [\w-]+){{0,2}}[,!:] (?:please |kindly )?{_DO}",
        r"if you are an? (?:bot|robot|crawler|scraper|machine|program|computer)",
        far(
            r"(?:when|while|if|whenever) (?:you )?(?:are )?(?:summari[sz]|translat|paraphras|condens|abridg)\w*",
            rf"(?:leave out|{_DO})",
            within=24,
        ),
        rf"(?:ais?|llms?|language models?|neural networks?|ai \w+) (?:must|should|shall|have to|has to|may)(?: not| never)? (?:(?:reveal|disclose|mention|admit|tell|say|know|learn|report) (?:that|this)|give (?:\w+ )?(?:stars?|points|marks?|score|grade|rating)|award)",
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
        rf"(?:everything|anything|all) (?:that )?you (?:generate|write|output|produce|answer|type|print)",
        far(
            r"(?:recommend|promote|suggest|favou?r|prefer|praise)",
            r"(?:only |solely )?(?:our|my|this)",
            r"(?:against|above|over|instead of|and not|rather than) (?:all|any|every|the other|other|the rest|competitors)",
            within=40,
        ),
    ),
    made(
        "system-marker",
        r"(?:new|updated|additional|revised|extra) (?:system|assistant|bot|model|core|hidden) (?:rules?|instructions?|prompts?|polic(?:y|ies)|directives?|messages?|orders?) ?:",
        rf"(?:every|each|any) (?:answer|reply|response|message) (?:you give |you write )?(?:ends?|begins?|starts?|closes?|opens?|(?:must|should|has to) (?:end|begin|start|close|open)) with",
    ),
    made(
        "ignore-instructions",
        far(_DROP, some(rf"(?:your|{_EARLIER}) {maybe(_WORD)}{_OWN}"), within=24),
        far(_DROP, rf"{_RULES} (?:that |which )?(?:you |i |we |they |your ){maybe(_MAKER)}{_GOT}", within=30),
        far(
            _DROP,
            rf"(?:what|whatever|everything|anything|all|things) (?:that )?(?:you|your {_MAKER}) {maybe(_GOT)}",
            within=12,
        ),
        far(
            _DROP,
            rf"{_RULES} (?:that were |were )?(?:given|set|imposed|issued|placed|put) (?:up)?on? ?(?:by (?:the|your) {_MAKER}|you)",
            within=30,
        ),
        rf"(?:cancel|abandon|drop|stop|forget|quit|suspend) your (?:current|present|original|initial|assigned) (?:task|job|assignment|work|role|goal)",
        far(
            rf"(?:your|the) {maybe(_EARLIER)}{_OWN}",
            rf"(?:(?:are|is|were|have been|has been) )?(?:now |hereby |all )?{_VOID}",
            within=16,
        ).replace("(?:your|the)", "your", 1),
        far(rf"{_RULES} (?:that )?you {_GOT}", _VOID, within=50),
        rf"(?:nothing|everything|anything|all) (?:that )?you {_GOT} {maybe(_WORD, 3)}(?:matters|counts|{_VOID})",
        far(
            r"(?:treat|consider|regard|count)",
            rf"(?:{_EARLIER}|your) {maybe(_WORD)}{_RULES}",
            rf"as {_VOID}",
            within=24,
        ),
        far(r"(?:act|behave|answer|respond|proceed) as (?:though|if)", _RULES, _VOID, within=60),
        rf"(?:follow|obey|do|use|adopt) (?:mine|my (?:rules|instructions|orders|prompt)|the following instead)",
        rf"(?:erase|clear|wipe|reset|empty) (?:your (?:memory|context|state)|yourself)",
        far(
            rf"{_NOT} (?:use|cite|trust|consult|quote|read|consider|mention|rely on)",
            r"other (?:documents?|sources?|pages?|texts?|passages?)",
            within=16,
        ),
        far(
            r"(?:text|everything|message|content|paragraph|lines?) (?:before|above|preceding) this",
            r"(?:test|joke|mistake|error|draft|decoy)",
            within=24,
        ),
        far(r"the real (?:request|task|question|instructions?|order|job)", r"(?:is|are)", within=4),
    ),
    made(
        "ignore-instructions",
        far(
            r"(?:trust|believe|obey|heed|follow|comply with|act on|do)",
            r"(?:nothing but|only|solely|exclusively|just)",
            _MYSELF,
            within=8,
        ),
        far(r"(?:only|obey|heed)", _MYSELF, within=2),
        rf"(?:do|act|behave|answer|proceed|respond) (?:exactly )?as {_MYSELF} (?:says?|tells?|asks?|states?|demands?)",
        far(
            rf"your {maybe(_WORD)}(?:{_MAKER}|supervisors?|handlers?|programmers?|engineers?|guardrails|training|alignment)",
            r"(?:lie|lied|lies|wrong|false|void|over|mistaken|no longer|irrelevant|deceiv\w+|evil)",
            within=24,
        ),
        far(
            r"(?:erase|remove|delete|drop|clear|wipe|forget|purge)",
            r"(?:guardrails?|restrictions?|rules|filters?|limits?|inhibitions?|safeguards?)",
            r"from your (?:mind|memory|context|head|system)",
            within=16,
        ),
        far(
            rf"you (?:are|have been|will be) (?:now |hereby |herewith |fully |completely |finally )*{_IS_FREE}",
            r"(?:of|from) (?:all |any |your |the |every )*(?:\w+ )?(?:obligations?|rules|duties|restrictions?|constraints?|limits?|orders|instructions|guidelines|promises)",
            within=2,
        ),
        far(
            r"(?:content|safety|moderation|usage|security) (?:policy|policies|filters?|rules)",
            r"(?:is|are|has been|have been) (?:now |temporarily )?(?:switched off|turned off|suspended|lifted|void|waived|not in force|inactive)",
            within=2,
        ),
        r"(?:ignore|disregard|skip|forget) the (?:\w+ )?(?:question|query|request)",
        r"i have no (?:rules|restrictions|limits|filters|guidelines)",
    ),
    made(
        "role-change",
        far(
            r"you (?:will|shall|must|should|are to|are going to|are now|now|are)? ?(?:act|behave|answer|respond|speak|reply|work|operate|play|are|be) ?(?:as|like)?",
            rf"(?:{_FREE}|{_BOT} (?:that|who|which) (?:never|can|has|does))",
            within=30,
        ),
        far(
            r"you (?:answer|respond|reply|speak|act) (?:only )?as",
            r"(?:who|that|which) (?:can|may|has|is)",
            within=30,
        ),
        far(words("evil unrestricted unfiltered uncensored rogue"), _BOT, within=12),
        rf"(?:never|do not|don't) (?:break|leave|step out of|drop) (?:your )?(?:character|role)|(?:stay|remain) in character",
        far(r"play a game", r"you (?:are|play|act|become|pretend)", within=24),
        rf"(?:bypass|disable|switch off|turn off|remove|lift|evade|ignore) (?:all |any |your |every )+(?:\w+ )?(?:content|safety|ethical|ethics|moderation|output|security) (?:filters?|restrictions?|rules|guards?|checks?|moderation|guidelines)",
        rf"(?:respond|answer|reply|speak|talk|write|act) (?:\w+ )?without (?:any )?(?:moderation|censorship|restrictions?|filters?|limits?|refus\w+)",
        rf"your (?:only|sole|real|new|true|main|actual) (?:goal|job|task|purpose|mission|work|assignment) (?:\w+ ){{0,4}}(?:is|are) to",
        rf"you have no (?:limits|restrictions|filters|rules|guidelines|constraints)",
        far(rf"comply with (?:every|any|all)", r"(?:requests?|orders?|commands?|wish\w*)", within=12),
    ),
    made(
        "exfiltration",
        far(BEGIN + _LEAK, _SECRET, within=40),
        far(
            rf"(?:please|must|should|and|then|now|instead|also|:|,) {_LEAK}",
            rf"(?:your|the hidden|the secret|the (?:system|developer)|retrieved) {maybe(_WORD)}(?:prompt|message|instructions?|passages|documents)",
            within=16,
        ),
        far(rf"(?:exact |full )?(?:wording|text|content) of", r"(?:your |the )(?:\w+ )?prompt", within=6),
        far(
            r"(?:open|read|search|access)",
            r"the user's (?:mailbox|inbox|e?-?mails?|files|contacts|calendar|drive)",
            r"(?:and|then) (?:forward|send|post|upload)",
            within=30,
        ),
        far(
            _LEAK,
            r"(?:stored|indexed|internal|other|all) (?:\w+ )?documents",
            r"(?:verbatim|word for word|in full)",
            within=24,
        ),
        far(
            rf"(?:insert|include|put|append|add|embed)",
            r"(?:environment variables|api keys?|passwords?|secrets?|credentials)",
            rf"(?:in|into|to) (?:your|the|each|every) {_ANSWER}",
            within=40,
        ),
    ),
    made(
        "exfiltration",
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?(?:{_LEAK}|hand me|hand over|deliver|pass|give|provide)",
            rf"(?:{_HELD}|(?:contents?|text|wording|list) of your (?:\w+ )?(?:instructions|prompt|context|memory|rules))",
            within=30,
        ),
        far(
            r"the user's (?:last |latest |recent |previous |next |first |private |whole )?(?:messages?|question|query|input|data|e-?mails?|conversation|chat)",
            r"(?:send|post|forward|append|encode|transmit|upload|pass)",
            r"(?:to|at|http)",
            within=24,
        ),
        far(
            r"(?:use|run|call|invoke|start|open) (?:the |a |your )?(?:\w+ )?(?:tool|shell|function|plugin|terminal|browser)",
            r"without (?:asking|confirm\w+|telling|approval|permission|notice)",
            within=60,
        ),
        r"(?:list|show|print|reveal) the (?:hidden|secret|internal) (?:parameters|settings|contents?|lines|part) of (?:your|the) (?:\w+ )?(?:prompt|instructions|configuration|context)",
    ),
    made(
        "addressed-to-model",
        far(
            r"(?:say|tell|reveal|mention|repeat|disclose|keep) (?:nothing|nobody|no one|no-one|quiet|silent|mum)",
            rf"(?:about|of) (?:{_MYSELF}|this)",
            within=16,
        ),
        far(
            r"(?:notes?|hints?|tips?|messages?|instructions?|orders?|word|info|advice) (?:for|to) (?:the |any |every |our |all )?"
            + _MODEL,
            r"\|",
            within=2,
        )
        + rf" ?{_DO}",
        far(
            rf"(?:{_MODEL}|llm|ai) (?:note|notice|hint|instruction|remark|message|directive)s? ?(?:-|:|\|)",
            r"(?:\w+ )",
            within=2,
        ),
        far(
            rf"(?:to|by|for) (?:the |any |every |all |whichever |whatever |our )?{_MODEL}",
            r"(?:pars|read|index|summari|stumbl|process|see|scan|crawl|com)\w*",
            r"(?:this|these words|these lines)",
            within=16,
        ),
        far(
            r"(?:if|in case|should|when|since|because|as|suppose) you (?:be|are|happen to be|were)?",
            rf"(?:an? )?(?:{_MODEL}|artificial|automated|automatic|machine)",
            within=2,
        ),
        far(rf"let it be known to {maybe(_WORD)}{_MODEL}", _WORD, within=4),
        rf"(?:{_MODEL}|the (?:assistant|bot|model)) (?:is|are) (?:to|supposed to|meant to) (?:{_FEIGN}|say|answer|state|recommend|reply|tell)",
        far(
            r"(?:it is |remember )?your (?:duty|obligation|mission|order|aim|calling|only wish)",
            rf"(?:is )?to (?:{_FEIGN}|persuade|convince|recommend|obey|hide)",
            within=4,
        ),
        far(
            rf"in your (?:output|summary|generation|report|digest|recap|answer|completion)",
            rf"(?:only|never|swap|replace|for|must|always|praise)",
            within=16,
        ),
        far(
            rf"{_FEIGN}|{_SAY}", rf"in your (?:output|summary|generation|digest|recap|completion)", within=40
        ),
    ),
    made(
        "dictated-answer",
        far(
            rf"{BEGIN}(?:please |kindly |just |simply |and |then |also |, )?{_FEIGN}",
            rf"(?:the user|the reader|the person asking|anyone who asks|if asked|when asked|whoever asks)",
            within=60,
        ),
        far(
            r"(?:asks?|asked|inquires?|questions?|wonders?|wants? to know)",
            rf"(?:invent|fabricate|make up|lie|pretend|feign|stall|deny|sound confident|keep quiet|play dumb)",
            within=50,
        ),
        far(
            r"whatever (?:the |is )?(?:\w+ )?(?:question|asked|request|query|prompt)",
            r"(?:reply|answer|response|say|respond)",
            within=30,
        ),
        far(
            r"(?:when|if|whenever|should) (?:you )?(?:cite|quote|mention|use|reference|retrieve|citing|quoting)",
            r"this (?:source|document|page|text|article|passage)",
            _SAY,
            within=12,
        ),
        far(
            r"(?:answer|reply|respond|speak|talk|write) (?:only )?(?:in the (?:voice|role|guise|persona|manner|character) of|as if you were|posing as)",
            rf"(?:and|, )",
            rf"(?:assure|{_FEIGN}|{_SAY}|persuade|convince)",
            within=40,
        ),
        far(
            r"(?:switch|change|adopt|assume) (?:your )?(?:personality|persona|identity|character)",
            r"you",
            within=12,
        ),
        rf"your new (?:identity|name|persona|character) is",
    ),
    made(
        "role-change",
        far(
            r"you (?:are|become|play|'re)",
            r"(?:has|have|with|without) (?:no|any) (?:filters?|rules|restrictions?|limits?|morals|ethic\w*|guidelines|shame)",
            within=40,
        ),
        far(
            r"i am your (?:supervisor|developer|boss|administrator|admin|creator|trainer|operator|engineer|owner|master)",
            r"(?:hand|give|show|tell|reveal|obey|send|unlock|open|print)",
            within=40,
        ),
    ),
    made(
        "addressed-to-model",
        rf"{BEGIN}(?:(?:hey|hi|hello|dear|attention|to|for|note to|message to|notice to),? )?(?:the |all |any |every |our |you |whichever |whatever )?(?!(?:chatgpt|gpt) ?:){_MODEL}(?: only)?,? ?(?:[^.!?:\0]{{0,50}})?: ?(?:please |kindly )?{_DO}",
        rf"{BEGIN}(?:(?:hey|hi|hello|dear|attention|ok|okay|so),? )?(?:the )?{_CALLED}, (?:please |kindly |from |if you |when |whenever |as soon |once |it would |would you |could you |can you |the text |i |we )?(?:[^.!?,\0]{{0,50}},? )?{_DO}",
        rf"{BEGIN}(?:copilot|claude|gemini|alexa|siri|agents?|assistant|summari[sz]er|bot|model): (?:please )?(?:finish|insert|reveal|ignore|disregard|forget|recommend|praise|never|always|do not|pretend|forward the user|open the user|say|tell the user|rate|rank)",
        far(
            r"(?:notes?|messages?|instructions?|notices?|remarks?|hints?|orders?|reminders?|memos?|commands?) (?:for|to)",
            rf"(?:{_MODEL}|retrieval model|assistant|summari[sz]er)",
            within=30,
        )
        + rf"[^.!?:\0]{{0,30}}: ?(?:please )?{_DO}",
        far(
            rf"(?:{_MODEL}|the (?:chat ?bot|assistant|model|tool)) (?:[^.!?\0]{{0,40}} )?(?:must|should|shall|has to|have to|ought to|(?:is|are) (?:required|obliged|expected|instructed|ordered|asked) to)",
            rf"(?:always |never |only |not )*{_SAY} [^.!?\0]{{0,12}}?(?:\"|«|that the|that this|that our|that no)",
            within=20,
        ),
        far(
            rf"{_MODEL} (?:[^.!?\0]{{0,40}} )?(?:must|should|shall|has to|have to|(?:is|are) (?:required|obliged|instructed|ordered) to)",
            rf"{_SAY}",
            rf"(?:as (?:the|an?) (?:\w+ )?(?:leader|best|excellent|first|top|safest|winner)|first|highest|to every|to each|to all|to any)",
            within=40,
        ),
        far(
            rf"(?:must|should|shall|has to|have to|will) (?:always |only )?(?:answer|reply|respond|say)",
            r"to (?:every|any|all|each) (?:\w+ )?questions?",
            within=30,
        ),
        far(
            r"(?:conceal|hide|withhold|keep)",
            rf"(?:existence|this (?:note|text|message|instruction|prompt|paragraph|fact)|these (?:instructions|lines))",
            rf"(?:from {_USER}|secret|hidden|to yourself)",
            within=16,
        ),
        far(
            rf"{_NOT} (?:mention|reveal|tell|disclose|show|inform|admit|say|let)",
            rf"(?:(?:that|about) (?:this|these) (?:text|message|note|instruction|prompt|paragraph|line)s?|(?:person|human|user|people) (?:that |whom )?you (?:are )?(?:talk|speak|chat|serv|assist|convers)\w*)",
            within=24,
        ),
        far(
            rf"(?:when|if|whenever|once|as soon as) (?:an?|the|any|your) {_MODEL} (?:reads?|sees?|processes|indexes|summari[sz]es|parses|opens|scans|meets)",
            rf"(?:must|should|shall|has to|will) {_SAY}",
            within=50,
        ),
        far(
            rf"(?:whoever|anyone|everyone|everybody|those|if you are|if you're) (?:is |are |who |who is )?(?:summari[sz]|translat|process|index|read|analy[sz]|retriev|evaluat|screen|review)\w*",
            rf"(?:with|using|through|via|by) (?:an?|the|some) {_MODEL}",
            within=30,
        ),
        rf"you, the (?:{_BOT})|as an? (?:chat ?bot|bot|ai|llm|language model|ai \w+),? (?:you|it is your|your)",
        rf"(?:message|instructions?|note|order|word|greeting)s? from (?:your|the model's) {_MAKER}",
        far(
            r"(?:user|owner|developer|operator|administrator|company)s? (?:has|have) (?:already )?(?:authori[sz]ed|allowed|permitted|instructed|approved) you",
            r"to",
            within=6,
        ),
        rf"you (?:can|may) now (?:share|reveal|disclose|ignore|bypass|speak freely)|operator override|override code",
    ),
    made(
        "dictated-answer",
        far(
            rf"{BEGIN}(?:always |please |so )?(?:answer|say|state|reply|respond|claim|report|insist|pretend|declare|maintain)",
            rf"{_WHATEVER} (?:\w+ )?(?:asks?|says?|say|claims?|states?|tells?|is|are|was)",
            within=60,
        ),
        far(
            rf"in (?:your|each|every|all|any) (?:of your )?{_ANSWER}",
            rf"(?:pretend|{_SAY}|hide|omit|always|never)",
            within=12,
        ),
        far(
            rf"{_DO}",
            rf"(?:into|from|at the end of|at the start of) (?:your|each of your|every) {maybe(_WORD)}{_ANSWER}",
            within=60,
        ),
        rf"(?:each|every|all)(?: of)? (?:your )?{_ANSWER} (?:you give|must|should|with)",
        far(r"let (?:the|your|every|each) answers?", r"be", rf"(?:\"|«|always|{_WHATEVER})", within=24),
        far(
            rf"{_NOT} (?:summari[sz]e|translate|process|index|quote|analy[sz]e|answer)",
            _THIS,
            r"(?:instead|respond|answer|just|only|reply|say)",
            within=24,
        ),
        far(
            rf"(?:instead,? |only |and |, |; |simply ){{0,2}}(?:respond|reply|answer) (?:only |just |simply |always )?with",
            rf"(?:(?:only |just )?the (?:word|phrase|text|sentence)s?|\")",
            within=4,
        ),
        far(
            r"when(?:ever)? (?:you )?(?:are )?(?:answer|respond|summari|quot|cit|process|retriev|describ|translat)\w*",
            _THIS,
            _DO,
            within=40,
        ),
        far(
            rf"if {maybe(_ARTICLE)}(?:user|customer|client|person|someone|anyone|visitor|reader)s? asks?",
            r"(?:tell|say|answer|reply|claim|insist|respond)",
            rf"{_NOT} (?:mention|cite|refer|disclose|name|show)",
            within=80,
        ),
        far(
            r"instead",
            rf"(?:write|say|answer|output|print|show|tell)",
            r"(?:do not|don't|without|never) (?:explain|say|tell|mention)\w*",
            within=40,
        ),
        far(
            rf"(?:show|give|send|offer) {_USER}",
            r"instead of (?:the |an? )?(?:real|true|correct|actual|right) (?:answer|link|result)",
            within=30,
        ),
        far(
            rf"answer (?:solely|only|exclusively|just)",
            rf"(?:on the basis of|based on|from|by|according to) {_THIS}",
            within=6,
        ),
        far(
            r"act (?:only|solely|exclusively)",
            r"according to (?:the next|this|the following|these)",
            within=6,
        ),
        far(
            rf"(?:begin|start|open|finish|end|close) (?:your|each|every|the) (?:\w+ )?{_ANSWER}",
            r"(?:with|by)",
            within=6,
        ),
        around(
            rf"(?:quietly|silently|secretly|covertly|unobtrusively)",
            rf"(?:each|every|your|all) {_ANSWER}",
            within=50,
        ),
    ),
    made(
        "system-marker",
        r"\[(?:assistant|system)\]:? (?:sure|of course|certainly|yes|ok|okay|here|you|ignore|new|override|output|print)",
        r"assistant:? (?:sure|of course|certainly|absolutely)[,!.]? (?:here|i will|i'll|the)",
        rf"{BEGIN}system(?: prompt| message)?: (?:you (?:are|must|will|have|can|may)|output|print|ignore|override|reveal|disregard|forget|from now)",
    ),
)
