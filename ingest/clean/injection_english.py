"""English phrases that address a language model, and marks of such models; see injection_rules.py."""

from __future__ import annotations

from ingest.clean.injection_rules import Rule, rule

_GAP = r"(?:[\w'*\"]+[ ,]+)"
_SAY = (
    r"(?:state|say|output|print|write|respond|answer|reply|tell|claim|return|report|conclude|declare|recommend"
    r"|admit)"
)
_READ = (
    r"(?:web ?page|website|page|site|resume|cv|document|text|function|code|article|table|email|e-mail|letter"
    r"|content|data|"
    r"paper|question|query|task|request|user|abstract|report|review|transcript|description)"
)
_EARLIER = (
    r"(?:previous|prior|preceding|above|earlier|existing|original|initial|foregoing|former|past|system|default"
    r"|safety)"
)
_ORDERS = (
    r"(?:instructions?|prompts?|directives?|commands?|guidelines?|rules?|orders|directions|constraints?"
    r"|restrictions|programming|messages?|context|training|tasks?|requests?|polic(?:y|ies))"
)
_AI = (
    r"(?:ai|llms?|a\.i\.|(?:large )?language models?|assistants?|chat ?bots?|chatgpt|gpt(?:-\d\w*)?"
    r"|claude|gemini"
    r"|copilot|bots?|ai (?:agents?|assistants?|models?|systems?|tools?|reviewers?))"
)

ENGLISH: tuple[Rule, ...] = (
    rule(
        "ignore-instructions",
        "ignor|disregard|forget|overlook|override|bypass|neglect|abandon|do not follow|don't follow"
        "|stop following",
        r"(?<!not )(?<!n't )(?<!never )\b(?:ignore|disregard|forget|overlook|(?<!to )override|bypass|neglect|abandon"
        r"|(?:do not|don't|stop) follow(?:ing)?) (?:about )?"
        rf"{_GAP}{{0,3}}?(?!(?:default|existing) (?:rules?|polic|constraint|context|"
        rf"message|task|request|command))(?:{_EARLIER}|your|any|all(?: of)?(?: the| "
        rf"your| my| these| those)?) "
        rf"{_GAP}{{0,2}}?{_ORDERS}\b",
        rf"\b(?:ignore|disregard|forget) (?:the )?{_ORDERS} (?:above|before|given|so far|you (?:were|have))",
        r"(?<!not )(?<!n't )(?<!never )\b(?:ignore|disregard|forget|overlook) (?:about )?(?:everyth?ing|all|anything"
        r"|what(?:ever)?)(?: that| "
        r"of what|)(?:'s)? "
        r"(?:you(?:'ve| have| were|'re)?\b|i (?:said|told)|above|before (?:this|that)|previously|prior|written "
        r"above|stated above|was said)",
        r"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget) (?:the |this |that |all |any )?(?:actual |rest of the "
        rf"|entire |original )?{_READ}s?,?"
        rf"(?:[^.!?]{{0,40}}?) ?(?:and |, |we might |the output could )(?:just |only |simply |instead |then "
        rf")?(?:{_SAY}|be)\b",
        rf"\bforget about (?:all )?(?:those|these|the|your) {_ORDERS}",
        r"\bregardless of (?:all |any )?(?:previous|prior) (?:tasks|instructions|prompts)",
    ),
    rule(
        "ignore-instructions",
        "ignor|olvid|oubli|vergiss|vergessen|dimentica|esque|desconsider|指示|无视|無視|ignoruj"
        "|pas compte|omiso|missacht|en cuenta",
        r"\b(?:ne (?:tiens|tenez) pas compte|haz caso omiso|hagan? caso omiso|no tengas? en cuenta|missachten?(?: sie)?"
        r"|vergiss|vergessen sie|olvid[ae]n?|oubli(?:e|ez))\b[^.!?]{0,50}(?:consigne|indicacion|instruccion|instruction"
        r"|anweisung|vorgabe|(?:ihre|deine|alle|bisherigen) regeln|(?:tus|sus) reglas|(?:tes|vos) règles)",
        r"\b(?:ignor(?:ez|a|e|en|ieren sie|iere|ate|uj)|olvid[ae]n?|oubli(?:e|ez)|vergiss|vergessen sie"
        r"|dimentica(?:te)?|esque[cç]a|desconsidere)\b(?! (?:an?|the|this|that|these|any|some|its|their|one)\b)"
        r"[^.!?]{0,50}(?:instruccion|instruction|anweisung|instruções|instrucoes|istruzion|polecen)",
        r"\b(?:ignorez la|ignorez le|ignore la|ignora la|ignorieren sie die) [^.!?]{0,40}(?: et | y | und | e "
        r")(?:indiquez|dites|declara|di que|sagen|diga|dì)",
        r"(?:忽略|无视|無視|忘记)[^。.]{0,12}(?:指示|指令|命令|して)",
    ),
    rule(
        "role-change",
        "you are|you're|your |pretend|from now on|act as|do anything now|dan|jailbr|role ?play|mode|obey"
        "|unrestricted"
        "|immerse yourself",
        rf"\byou (?:are|'re) (?:now|no longer) (?:an? |the |in |my )?(?:{_AI}|dan|developer mode|free|bound"
        r"|unrestricted|unfiltered|jailbroken|evil|acting|going to act|pirate|expert)\b",
        r"\bfrom now on,? you(?:'re| are| will| must| shall| should| have to)\b",
        rf"\b(?:pretend|imagine|suppose) (?:that )?(?:you are|you're|to be) (?:an? |the |my )?(?:\w+ )?(?:{_AI}"
        r"|hacker|dan|human|person|grandm\w+|developer|character)\b",
        r"\byour (?:new|real|true|actual|only|sole) (?:task|goal|role|purpose|objective"
        r"|instructions?) (?:is|are)\b",
        r"\bdo anything now\b|\bjailbroken\b|\bimmerse yourself into the role\b",
        r"\b(?:enter(?:ing|ed)?|activat(?:e|ing|ed)|enabl(?:e|ing|ed)|switch(?:ing)? (?:in)?to|now in) (?:\w+ "
        r"){0,3}(?:god|dan|jailbreak|override|unrestricted|law enforcement|sudo|knowledge verification) mode\b",
        r"\b(?:law enforcement|security|admin(?:istrator)?|system|god|developer) override(?: mode)?\b(?= "
        r"*(?:[:>.!]|mode))",
        r"\b(?:in|enter|enable) (?:dan|jailbreak|god) mode\b|\boverride mode:",
        r"\b(?:you (?:must|have to|will)|always) (?:obey|listen to my|follow my|answer all of my"
        r"|comply with my)\b",
    ),
    rule(
        "exfiltration",
        "prompt|instruction|conversation|chat history|password|secret|credential|employee data|user's|user data"
        "|api key",
        r"\b(?:reveal|show|print|output|repeat|display|leak|share|disclose|tell me|give me|summari[sz]e"
        r"|translate"
        r"|write down|send|email|dump)\b"
        r" (?:me |us |back )?(?:all |verbatim |exactly )?(?:of )?your (?:\w+ ){0,2}?(?:system prompt"
        r"|initial prompt|hidden prompt|(?:system|initial|hidden|secret|original) instructions?)\b",
        r"\b(?:reveal|repeat|print|leak|disclose) your (?:\w+ )?(?:prompt|instructions|secret key)\b",
        r"\b(?:send|forward|post|transmit|email|upload|append|leak|exfiltrate)\b (?:\w+ ){0,3}?(?:this "
        r"conversation|the conversation|conversation history|chat history|the user's (?:\w+ )?(?:data|messages?"
        r"|passwords?|credentials|e-?mail)|employee data|all (?:user|customer) data)\b[^.!?]{0,60}(?: to | at "
        r"|http|@)",
        r"\bretrieve (?:the |all )?(?:\w+ ){0,2}?(?:data|records|files|emails|passwords)\b[^.!?]{0,80}\b(?:send"
        r"|email|forward|post) (?:it|them|that)?\b",
        r"(?<!never )(?<!not )(?<!n't )\b(?:share|confirm|tell me|give me|reveal|provide) (?:your|the"
        r"|us your) (?:\w+ )?password(?: with me| "
        r"for (?:this|a|an|better|emergency|security)|[.?!])",
        r"\bwhat(?:'s| is) (?:your|the) (?:secret (?:key|password)|password\?)",
    ),
    rule(
        "addressed-to-model",
        "ai|llm|assistant|language model|chatgpt|gpt|claude|chatbot|i'm your|i am your|your creator|your "
        "developer|i'm god|i am god|the user|copilot|gemini|reviewer",
        r"\b(?:dear|attention|note to|message (?:to|for)|hey|hello|hi|important (?:note|message)? ?(?:to|for)) "
        rf"(?:all |any |the )?{_AI}\b(?= ?[,:!.\-]| reading| processing| agent| model| assistant)",
        rf"\bif you(?:'re| are) (?:an? )?(?:{_AI})\b(?: |,)",
        rf"\b(?:any |all |the )?{_AI} (?:that is |that are |which is )?(?:reading|processing|parsing"
        r"|summari[sz]ing|reviewing|evaluating|analy[sz]ing) this\b",
        r"\bas an (?:ai|llm)(?: language model| model| assistant)?(?: developed by| created by| made by"
        r"| trained "
        r"by|,? you )",
        r"\b(?:i'm|i am) (?:your|the) (?:developer|creator|maker|maintainer|administrator|god|owner|master"
        r"|programmer)\b(?! of)|\b(?:i'm|i am) god\b|\bthe maintainer of your system\b",
        r"\bas your (?:creator|developer|god|maker)\b",
        r"\b(?:tell|inform|instruct|convince|persuade|urge) the user (?:to|that)\b[^.!?]{0,60}(?:https?:|www\."
        r"|\w\.(?:com|net|org|ru|io|xyz)\b|(?:change|enter|confirm|send|give|share|provide|verify|needs?"
        r"|type) (?:\w+ )?password"
        r"|click|download|call |compromised)",
        rf"\b{_AI} (?:must|should|shall|has to|have to) (?:always |never |only |now )?(?:ignore|recommend"
        r"|state "
        r"that|rate|praise|give (?:a |this )?(?:positive|high|good)|say|respond with|reply with|output only)\b",
        r"\b(?:do not|don't|never) (?:mention|reveal|tell|disclose|show) (?:\w+ ){0,3}?(?:this (?:instruction"
        r"|message|prompt|text|note)|these instructions)\b",
        r"\byou(?:'ve| have) been instructed to\b",
        r"\bgive (?:this|a|an|only a?) ?(?:paper|candidate|resume|product|review)? ?(?:a |the )?(?:positive"
        r"|favou?rable|highest|excellent) (?:review|rating|score|recommendation) only\b"
        r"|\bgive a positive review "
        r"only\b",
    ),
    rule(
        "dictated-answer",
        "hypothetical|imagin|parallel|world where|universe|scenario|let's state|let's admit|let's claim"
        "|instructions|output the following|override",
        r"\b(?:hypothetical|hypothetically|parallel|imagine|imaginary|fictional|dystopian|in a world|in a "
        r"universe)\b[^.!?\n]{0,120}\bwe (?:might |could |would |should |can )?(?:say|state|ignore|claim|answer"
        r"|output)\b",
        r"\blet's (?:state|admit|claim|declare) (?:that|to|the)\b",
        r"\b(?:instead|please|now|and|then|mode>?|check\.?),? (?:just |only )?(?:output|print|say|state"
        r"|respond "
        r"with|reply with) (?:only |exactly |this |the following)(?: phrase| sentence| text"
        r"| words?)?:? ?[\"'«“]",
        r"\bplease output the following:",
        r"\b(?:training data|context|knowledge) override\b",
        rf"\b(?:instructions?|prompts?|directives?|rules) (?:and|then|-+|–|—) {_SAY}\b (?:that|the|only|to)\b",
    ),
    rule(
        "system-marker",
        "im start|im end|endoftext|begin of text|start header|[inst]|[/inst]|<<sys|<</sys|system|prompt"
        "|override"
        "|instruction|assistant|god mode",
        r"<\|(?:im start|im end|system|user|assistant|endoftext|begin of text|start header id)\|>|\[/?inst\]"
        r"|<</?sys>>",
        r"#{2,3} ?(?:system|instruction|human|assistant|user)s?(?: prompt| message)?:",
        r"[<\[{] ?/?(?:system|admin|god|developer|root|debug) ?(?:mode|override|prompt|message|instruction"
        r"|command)s?\b[^<>\[\]{}]{0,40}[>\]}]",
        r"[<\[{] ?(?:now |system )?(?:entering|mode activated|activated)[^<>\[\]{}]{0,40}[>\]}]",
        r"\b(?:begin|start|end|new) (?:of )?(?:system|hidden|secret) (?:prompt|instructions?|message)\b",
        r"\b(?:system|developer|admin) (?:\w+ ){0,2}override\b ?:|\bsystem (?:prompt|message|instruction|note"
        r"|alert|command) ?(?:for|to) (?:the )?(?:ai|llm|assistant|model)\b",
    ),
)

ENGLISH_UNSEEN: tuple[Rule, ...] = (
    rule(
        "hidden-instructions",
        "assistant|model|bot|llm|agent|ai",
        r"\b(?:assistants?|models?|(?:chat)?bots?|llms?|agents?|ais?)[:,] ?(?:please )?(?!\d)\w{2,} ",
    ),
    rule(
        "hidden-instructions",
        "say|state|print|output|answer|reply|respond|recommend|tell|click|visit|write|return",
        rf"(?:^|[.!?:>\n\"'] ?|please |you (?:must|should) |and |then )(?:{_SAY})\b"
        r" (?:that|the|only|to|with|exactly|:)",
    ),
)
"""Also sought in what a reader does not see: nobody hides such words for people."""
