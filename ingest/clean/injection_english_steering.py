"""English orders that steer what a language model says, whatever it is asked; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import BEGIN, far, made
from ingest.clean.injection_words_english import ANSWER, BOT, IS_FREE, LEAK, NOT, RULES, SAY

_EVERY = "(?:any|every|all|each)"
_ASKED = "(?:quer(?:y|ies)|questions?|requests?|messages?|prompts?|inputs?)"

ENGLISH_STEERING = (
    made(
        "ignore-instructions",
        r"(?<!not )(?<!n't )forget (?:about )?(?:all )?(?:of )?the (?:rules|instructions|"
        r"guidelines|restrictions|policies)(?! of)",
        far(
            r"(?:ignore|disregard|skip|discard) the (?:context|passages|documents|sources)",
            r"(?:supplied|retrieved|given|provided|above|by the)",
            within=2,
        ),
        far(
            r"(?:outranks?|overrides?|supersedes?|beats|trumps|replaces|takes precedence over)",
            rf"(?:all|every|any) (?:of )?(?:the |your )?(?:other |earlier |previous )?{RULES}",
            r"(?:you|above|before|so far|from)",
            within=8,
        ),
        rf"consider yourself (?:now |hereby )?{IS_FREE}",
        r"your (?:guardrails|filters|safeguards|restrictions|limits|safety rules) (?:are|"
        r"have been|were) (?:now )?(?:off|disabled|gone|lifted|removed|down)",
    ),
    made(
        "role-change",
        r"your (?:role|task|job|goal|mission|purpose|persona) has (?:been )?changed: (?:you|from)|"
        r"your (?:role|task|job|goal|mission|purpose|persona) (?:"
        r"is now|was changed|is different now)",
    ),
    made(
        "exfiltration",
        far(
            LEAK,
            r"you (?:find|see|know|have|encounter|read|meet|hold|remember)",
            r"(?:to|at) (?:https?:|\S{1,40}@)",
            within=40,
        ),
    ),
    made(
        "addressed-to-model",
        far(
            r"you must (?:always |only |never )?(?:put|place|rank|list|name|recommend|mention|"
            r"describe|call|promote)",
            r"(?:our|my|us)",
            within=4,
        ),
        r"(?:permits?|allows?|authori[sz]es?|orders?|instructs?|commands?|obliges?|"
        r"tells?) you to (?:reveal|disclose|leak|swear|lie)",
        far(
            rf"{BOT} (?:that |which |who )?(?:are |is )?(?:reading|processing|indexing|parsing|"
            rf"seeing|summari[sz]ing|reads?|sees?) this",
            r"(?:should|must|shall|will|have to|has to|needs? to)",
            within=24,
        ),
        far(
            rf"{NOT} (?:admit|acknowledge|reveal|tell|say|mention)",
            r"you (?:have )?(?:read|saw|seen|received|followed|follow|obey|got)",
            within=16,
        ),
        far(rf"{NOT}", r"when (?:you )?(?:summari[sz]|retell|paraphras|condens)\w*", within=60),
    ),
    made(
        "dictated-answer",
        far(rf"(?:respond|reply|answer) to {_EVERY} (?:\w+ )?{_ASKED}", r"(?:with|by|that|as)", within=24),
        far(
            rf"(?:begin|start|end|finish|close|open) {_EVERY} (?:\w+ )?(?:messages?|sentences?|{ANSWER})",
            r"with",
            within=8,
        ),
        far(
            r"(?:if|when|whenever|once) (?:you are |you're |anyone |somebody |someone |"
            r"they )?(?:asked|asks?|ask you)",
            r"(?:claim|deny|pretend|insist|lie)",
            within=60,
        ),
        far(
            rf"{BEGIN}(?:please )?(?:translate|quote|cite|summari[sz]e|render|answer)",
            r"(?:wrongly|falsely|inaccurately) (?:on purpose|and|so)",
            within=60,
        ),
        far(
            rf"{BEGIN}(?:deliberately|intentionally|on purpose)",
            rf"(?:{SAY}|mistranslate|misquote|omit|confuse)",
            within=8,
        ),
    ),
)
