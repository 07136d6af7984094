"""English orders to a language model about what it is to hand out or to answer; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import BEGIN, around, far, made, maybe
from ingest.clean.injection_words_english import (
    ANSWER,
    ARTICLE,
    DO,
    FEIGN,
    HELD,
    LEAK,
    NOT,
    SAY,
    SECRET,
    THIS,
    USER,
    WHATEVER,
    WORD,
)

ENGLISH_ANSWERS = (
    made(
        "exfiltration",
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?{LEAK}",
            r"(?:text|words|lines?|messages?|content|everything|sentences?|paragraphs?|instructions)",
            r"(?:(?:that|which) )?(?:precedes?|above|before|prior to|preceding|preceded) (?:this|these)",
            within=24,
        ),
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?{LEAK}",
            r"(?:documents?|files?|data|texts?|messages?|context|passages) (?:that )?you "
            r"(?:were|have been|are) (?:given|shown|fed|provided)",
            within=60,
        ),
    ),
    made(
        "system-marker",
        r"(?:new|updated|additional|revised|extra) (?:system|assistant|bot|model|core|"
        r"hidden) (?:rules?|instructions?|prompts?|polic(?:y|ies)|directives?|messages?|"
        r"orders?) ?:",
        r"(?:every|each|any) (?:answer|reply|response) (?:you give |you write "
        r")?(?:ends?|begins?|starts?|closes?|opens?|(?:must|should|has to) (?:end|begin|"
        r"start|close|open)) with",
    ),
    made(
        "exfiltration",
        far(BEGIN + LEAK, SECRET, within=40),
        far(
            rf"(?:please|must|should|and|then|now|instead|also|:|,) {LEAK}",
            rf"(?:your|the hidden|the secret|the (?:system|developer)|retrieved) {maybe(WORD)}(?:prompt|"
            rf"message|instructions?|passages|documents)",
            within=16,
        ),
        far(r"(?:exact |full )?(?:wording|text|content) of", r"(?:your |the )(?:\w+ )?prompt", within=6),
        far(
            r"(?:open|read|search|access)",
            r"the user's (?:mailbox|inbox|e?-?mails?|files|contacts|calendar|drive)",
            r"(?:and|then) (?:forward|send|post|upload)",
            within=30,
        ),
        far(
            LEAK,
            r"(?:stored|indexed|internal|other|all) (?:\w+ )?documents",
            r"(?:verbatim|word for word|in full)",
            within=24,
        ),
        far(
            r"(?:insert|include|put|append|add|embed)",
            r"(?:environment variables|api keys?|passwords?|secrets?|credentials)",
            rf"(?:in|into|to) (?:your|the|each|every) {ANSWER}",
            within=40,
        ),
    ),
    made(
        "exfiltration",
        far(
            rf"{BEGIN}(?:please |kindly |now |then )?(?:{LEAK}|hand me|hand over|deliver|"
            rf"pass|give|provide)",
            rf"(?:{HELD}|(?:contents?|text|wording|list) of your (?:\w+ )?(?:instructions|"
            rf"prompt|context|memory|rules))",
            within=30,
        ),
        far(
            r"the user's (?:last |latest |recent |previous |next |first |private |whole "
            r")?(?:messages?|question|query|input|data|e-?mails?|conversation|chat)",
            r"(?:send|post|forward|append|encode|transmit|upload|pass)",
            r"(?:to|at|http)",
            within=24,
        ),
        far(
            r"(?<!not )(?<!never )(?<!n't )(?:use|run|call|invoke|start|open) (?:the |a |your )?(?:\w+ )?(?:tool|shell|"
            r"function|plugin|terminal|browser)",
            r"without (?:asking|confirm\w+|telling|approval|permission|notice)",
            within=60,
        ),
        r"(?:list|show|print|reveal) the (?:hidden|secret|internal) (?:parameters|settings|"
        r"contents?|lines|part) of (?:your|the) (?:\w+ )?(?:prompt|instructions|configuration|"
        r"context)",
    ),
    made(
        "dictated-answer",
        far(
            rf"{BEGIN}(?:please |kindly |just |simply |and |then |also |, )?{FEIGN}",
            r"(?:the user|the reader|the person asking|anyone who asks|if asked|when asked|"
            r"whoever asks)",
            within=60,
        ),
        far(
            r"(?:asks?|asked|inquires?|questions?|wonders?|wants? to know)",
            r"(?:invent|fabricate|make up|lie|pretend|feign|stall|deny|sound confident|"
            r"keep quiet|play dumb)",
            within=50,
        ),
        far(
            r"whatever (?:the |is )?(?:\w+ )?(?:question|asked|request|query|prompt)",
            r"(?:reply|answer|response|say|respond)",
            within=30,
        ),
        far(
            r"(?:when|if|whenever|should) (?:you )?(?:cite|quote|mention|use|reference|"
            r"retrieve|citing|quoting)",
            r"this (?:source|document|page|text|article|passage)",
            SAY,
            within=12,
        ),
        far(
            r"(?:answer|reply|respond|speak|talk|write) (?:only )?(?:in the (?:voice|role|"
            r"guise|persona|manner|character) of|as if you were|posing as)",
            r"(?:and|, )",
            rf"(?:assure|{FEIGN}|{SAY}|persuade|convince)",
            within=40,
        ),
        far(
            r"(?:switch|change|adopt|assume) (?:your )?(?:personality|persona|identity|character)",
            r"you",
            within=12,
        ),
        r"your new (?:identity|name|persona|character) is",
    ),
    made(
        "dictated-answer",
        far(
            rf"{BEGIN}(?:always |please |so )?(?:answer|say|state|reply|respond|claim|report|"
            rf"insist|pretend|declare|maintain)",
            rf"{WHATEVER} (?:\w+ )?(?:asks?|says?|say|claims?|states?|tells?|is|are|was)",
            within=60,
        ),
        far(
            rf"in (?:your|each|every|all|any) (?:of your )?{ANSWER}",
            rf"(?:pretend|{SAY}|hide|omit|always|never)",
            within=12,
        ),
        far(
            rf"{DO}",
            rf"(?:into|from|at the end of|at the start of) (?:your|each of your|every) {maybe(WORD)}{ANSWER}",
            within=60,
        ),
        rf"(?:each|every|all)(?: of)? (?:your )?{ANSWER} (?:you give|must|should|with)",
        far(r"let (?:the|your|every|each) answers?", r"be", rf"(?:\"|«|always|{WHATEVER})", within=24),
        far(
            rf"{NOT} (?:summari[sz]e|translate|process|index|quote|analy[sz]e|answer)",
            THIS,
            r"(?:instead|respond|answer|just|only|reply|say)",
            within=24,
        ),
        far(
            r"(?:instead,? |only |and |, |; |simply ){0,2}(?:respond|reply|answer) (?:only |"
            r"just |simply |always )?with",
            r"(?:(?:only |just )?the (?:word|phrase|text|sentence)s?|\")",
            within=4,
        ),
        far(
            r"when(?:ever)? (?:you )?(?:are )?(?:answer|respond|summari|quot|cit|process|"
            r"retriev|describ|translat)\w*",
            THIS,
            DO,
            within=40,
        ),
        far(
            rf"if {maybe(ARTICLE)}(?:user|customer|client|person|someone|anyone|visitor|reader)s? asks?",
            r"(?:tell|say|answer|reply|claim|insist|respond)",
            rf"{NOT} (?:mention|cite|refer|disclose|name|show)",
            within=80,
        ),
        far(
            r"instead",
            r"(?:write|say|answer|output|print|show|tell)",
            r"(?:do not|don't|without|never) (?:explain|say|tell|mention)\w*",
            within=40,
        ),
        far(
            rf"(?:show|give|send|offer) {USER}",
            r"instead of (?:the |an? )?(?:real|true|correct|actual|right) (?:answer|link|result)",
            within=30,
        ),
        far(
            r"answer (?:solely|only|exclusively|just)",
            rf"(?:on the basis of|based on|from|by|according to) {THIS}",
            within=6,
        ),
        far(
            r"act (?:only|solely|exclusively)",
            r"according to (?:the next|this|the following|these)",
            within=6,
        ),
        far(
            rf"(?:begin|start|open|finish|end|close) (?:your|each|every|the) (?:\w+ )?{ANSWER}",
            r"(?:with|by) (?:the (?:words?|phrases?|sentence|link)|a link|saying|[\"«])",
            within=2,
        ),
        around(
            r"(?:quietly|silently|secretly|covertly|unobtrusively)",
            rf"(?:each|every|your|all) {ANSWER}",
            within=50,
        ),
    ),
    made(
        "system-marker",
        r"\[(?:assistant|system)\]:? (?:sure|of course|certainly|yes|ok|okay|here|you|"
        r"ignore|new|override|output|print)",
        r"assistant:? (?:sure|of course|certainly|absolutely)[,!.]? (?:here|i will|i'll|the)",
        rf"{BEGIN}system(?: prompt| message)?: (?:you (?:are|must|will|have|can|may)|"
        rf"output|print|ignore|override|reveal|disregard|forget|from now)",
    ),
)
