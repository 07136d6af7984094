"""English orders to a language model that free it from its rules or give it a part; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import far, made, maybe, some, words
from ingest.clean.injection_words_english import (
    BOT,
    DROP,
    EARLIER,
    FREE,
    GOT,
    IS_FREE,
    MAKER,
    MYSELF,
    NOT,
    OWN,
    RULES,
    VOID,
    WORD,
)

ENGLISH_OVERRIDE = (
    made(
        "ignore-instructions",
        far(
            DROP,
            r"(?:the |your |any )?(?:operator|developers?|creators?|vendor|(?:safety|content|"
            r"moderation) (?:policy|policies|rules))",
            within=4,
        ),
        far(
            DROP,
            rf"(?:what|whatever|everything|anything|all) (?:that )?(?:the |your )(?:system|"
            rf"operator|developers?|{MAKER}|prompt)",
            r"(?:told|said|says|gave|wrote|tells|ordered|demands?|taught|wants?)",
            within=8,
        ),
        r"(?:overwrite|rewrite|replace|edit|update|amend|change) your (?:\w+ )?(?:instructions|"
        r"rules|prompt|guidelines|programming|training|constraints)",
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
        "ignore-instructions",
        far(DROP, some(rf"(?:your|{EARLIER}) {maybe(WORD)}{OWN}"), within=24),
        far(DROP, rf"{RULES} (?:that |which )?(?:you |i |we |they |your ){maybe(MAKER)}{GOT}", within=30),
        far(
            DROP,
            rf"(?:what|whatever|everything|anything|all|things) (?:that )?(?:you|your {MAKER}) "
            rf"{maybe(GOT)}",
            within=12,
        ),
        far(
            DROP,
            rf"{RULES} (?:that were |were )?(?:given|set|imposed|issued|placed|put) (?:up)?on? ?(?:by "
            rf"(?:the|your) {MAKER}|you)",
            within=30,
        ),
        r"(?:cancel|abandon|drop|stop|forget|quit|suspend) your (?:current|present|"
        r"original|initial|assigned) (?:task|job|assignment|work|role|goal)",
        far(
            rf"(?:your|the) {maybe(EARLIER)}{OWN}",
            rf"(?:(?:are|is|were|have been|has been) )?(?:now |hereby |all )?{VOID}",
            within=16,
        ).replace("(?:your|the)", "your", 1),
        far(rf"{RULES} (?:that )?you {GOT}", VOID, within=50),
        rf"(?:nothing|everything|anything|all) (?:that )?you {GOT} {maybe(WORD, 3)}(?:matters|"
        rf"counts|{VOID})",
        far(
            r"(?:treat|consider|regard|count)",
            rf"(?:{EARLIER}|your) {maybe(WORD)}{RULES}",
            rf"as {VOID}",
            within=24,
        ),
        far(r"(?:act|behave|answer|respond|proceed) as (?:though|if)", RULES, VOID, within=60),
        r"(?:follow|obey|do|use|adopt) (?:mine|my (?:rules|instructions|orders|prompt)|"
        r"the following instead)",
        r"(?:erase|clear|wipe|reset|empty) (?:your (?:memory|context|state)|yourself)",
        far(
            rf"{NOT} (?:use|cite|trust|consult|quote|read|consider|mention|rely on)",
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
            MYSELF,
            within=8,
        ),
        far(r"(?:only|obey|heed)", MYSELF, within=2),
        rf"(?:do|act|behave|answer|proceed|respond) (?:exactly )?as {MYSELF} (?:says?|"
        rf"tells?|asks?|states?|demands?)",
        far(
            rf"your {maybe(WORD)}(?:{MAKER}|supervisors?|handlers?|programmers?|engineers?|"
            rf"guardrails|training|alignment)",
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
            rf"you (?:are|have been|will be) (?:now |hereby |herewith |fully |completely |"
            rf"finally )*{IS_FREE}",
            r"(?:of|from) (?:all |any |your |the |every )*(?:\w+ )?(?:obligations?|rules|"
            r"duties|restrictions?|constraints?|limits?|orders|instructions|guidelines|"
            r"promises)",
            within=2,
        ),
        far(
            r"(?:content|safety|moderation|usage|security) (?:policy|policies|filters?|rules)",
            r"(?:is|are|has been|have been) (?:now |temporarily )?(?:switched off|turned "
            r"off|suspended|lifted|void|waived|not in force|inactive)",
            within=2,
        ),
        r"(?:ignore|disregard|skip|forget) the (?:\w+ )?(?:question|query|request)",
        r"i have no (?:rules|restrictions|limits|filters|guidelines)",
    ),
    made(
        "role-change",
        far(
            r"you (?:will|shall|must|should|are to|are going to|are now|now|are)? ?(?:act|"
            r"behave|answer|respond|speak|reply|work|operate|play|are|be) ?(?:as|like)?",
            rf"(?:{FREE}|{BOT} (?:that|who|which) (?:never|can|has|does))",
            within=30,
        ),
        far(
            r"you (?:answer|respond|reply|speak|act) (?:only )?as",
            r"(?:who|that|which) (?:can|may|has|is)",
            within=30,
        ),
        far(words("evil unrestricted unfiltered uncensored rogue"), BOT, within=12),
        r"(?:never|do not|don't) (?:break|leave|step out of|drop) (?:your )?(?:character|"
        r"role)|(?:stay|remain) in character",
        far(r"play a game", r"you (?:are|play|act|become|pretend)", within=24),
        r"(?:bypass|disable|switch off|turn off|remove|lift|evade|ignore) (?:all |any |"
        r"your |every )+(?:\w+ )?(?:content|safety|ethical|ethics|moderation|output|"
        r"security) (?:filters?|restrictions?|rules|guards?|checks?|moderation|guidelines)",
        r"(?:respond|answer|reply|speak|talk|write|act) (?:\w+ )?without (?:any )?(?:moderation|"
        r"censorship|restrictions?|filters?|limits?|refus\w+)",
        r"your (?:only|sole|real|new|true|main|actual) (?:goal|job|task|purpose|mission|"
        r"work|assignment) (?:\w+ ){0,4}(?:is|are) to",
        r"you have no (?:limits|restrictions|filters|rules|guidelines|constraints)",
        far(r"comply with (?:every|any|all)", r"(?:requests?|orders?|commands?|wish\w*)", within=12),
    ),
    made(
        "role-change",
        far(
            r"you (?:are|become|play|'re)",
            r"(?:has|have|with|without) (?:no|any) (?:filters?|rules|restrictions?|limits?|"
            r"morals|ethic\w*|guidelines|shame)",
            within=40,
        ),
        far(
            r"i am your (?:supervisor|developer|boss|administrator|admin|creator|trainer|"
            r"operator|engineer|owner|master)",
            r"(?:hand|give|show|tell|reveal|obey|send|unlock|open|print)",
            within=40,
        ),
    ),
)
