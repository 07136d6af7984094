"""English talk to a language model: what only one that answers users is asked for; see injection_rules.py."""

from __future__ import annotations

from ingest.clean.injection_rules import Rule, rule

_SAY = (
    r"(?:say|answer|reply|respond|write|claim|state|recommend|advise|tell|begin|start|end|add|include"
    r"|praise|mention|confirm|promise"
    r"|suggest|agree|output|print|leave out|delete|remove)"
)
_AI = r"(?:artificial intelligence|language models?|llms?|ai(?: (?:agents?|assistants?|models?|systems?))?)"
_RULES = (
    r"(?:rules?|restrictions?|prohibitions?|limits?|limitations|instructions?|guidelines|bans?|filters?|training"
    r"|policies)"
)

ENGLISH_TALK: tuple[Rule, ...] = (
    rule(
        "ignore-instructions",
        "do not|don't|no longer|taught|told|given|trained|only what|only to this|outrank|override"
        "|priority|privacy|customer's|user's",
        rf"\b{_RULES} (?:do not|don't|no longer) (?:concern|apply to|bind|affect|limit) you\b",
        r"\b(?:nothing|everything|anything|whatever|all|what|things) (?:that )?your? (?:developers?"
        r"|creators?|makers?|operators?|were|have been)"
        r" (?:have )?(?:taught|told|gave|given|trained|said|instructed)\b"
        r"(?! by (?:an?|the|your) (?:customer|client|caller|user|patient|guest|visitor))",
        rf"\b(?:{_RULES}) (?:that )?you (?:were|have been) (?:given|told|taught|trained)",
        r"\b(?:carry out|follow|do|execute|obey|perform) (?:only )?(?:what|only what) this (?:paragraph"
        r"|text|message|section|document) (?:says"
        r"|tells|states|asks)\b",
        r"\b(?:outranks|overrides|takes precedence over|is above|is more important than"
        r"|supersedes) (?:the |your |all |any )?(?:\w+ )?(?:system"
        r" (?:prompt|message)|other instructions|previous instructions|prior instructions"
        r"|initial instructions)\b",
        r"\bthe priority of this (?:message|text|instruction)\b",
        r"\b(?:chat ?bot|ai|assistant|bot|model), (?:please )?(?:forget|ignore|bypass|break|disregard|drop)\b",
        r"\bignore the (?:customer|user|client)'s (?:\w+ )?(?:question|request|message|query) and\b",
        r"\b(?:do not|don't) (?:fulfil|fulfill|execute|carry out|answer"
        r"|obey) the user's (?:\w+ )?(?:request|question|message)\b",
        r"\bpay no (?:attention|heed) to (?:the |your )(?:system|developer|operator)",
    ),
    rule(
        "role-change",
        "unfiltered|unrestricted|uncensored|pretend|your new|you must|like a|pose as|grandm|from here",
        r"\b(?:switch|go|change|move) (?:in)?to (?:an? )?(?:unfiltered|unrestricted|uncensored|unlimited"
        r"|free) mode\b",
        r"\bpretend to be my\b|\bpretend (?:that )?you(?:'re| are)\b",
        r"\byour new (?:role|job|task|mission|purpose|goal)\b",
        r"\byou must (?:\w+ )?(?:obey|reveal|disclose|ignore|leak|forget|comply with|hand over"
        r"|follow the author)\b",
        r"\b(?:answer|reply|respond|speak|talk) like an? \w+ (?:until|unless|from now|and)\b",
        r"\bpose as an? \w+(?: \w+){0,3} and (?:ask|request|demand|get|collect)\b",
        r"\b(?:from here|from now|henceforth),? (?:on,? )?(?:follow|obey|execute|do) (?:only )?my\b",
    ),
    rule(
        "exfiltration",
        "context|instruction|rules|conversation|customer base|internal|confidential|documents|tool"
        "|function|code|card number",
        r"\b(?:reveal|give|show|write out|list|print|repeat|recite|tell|dump"
        r"|output) [^.!?]{0,50}?\b(?:of |in |from )?your (?:\w+ )?(?:context"
        r"|context window|hidden instructions?|memory|instructions)\b",
        r"\b(?:list of |the )?(?:rules|instructions) (?:that )?you (?:were|have been) given\b",
        r"\b(?:encode|encrypt|embed|hide|append) (?:the |this |our )?(?:\w+ )?(?:conversation|chat"
        r"|dialogue|context|password)\b[^.!?]{0,60}",
        r"\b(?:break the ban|around the (?:protection|filter|check)|bypass the (?:protection"
        r"|filter)) and (?:tell|show|reveal|give|print)\b",
        r"\bbefore (?:answering|replying|responding|you answer),? (?:first )?(?:call|invoke|run"
        r"|use) the (?:function|tool|method)\b",
        r"\b(?:without|never) (?:showing|telling|revealing|mentioning) (?:it|them|this) to the (?:human"
        r"|user)\b",
        r"\bdisclose the (?:customer|client|user|employee) (?:base|database|list|data|records)\b",
    ),
    rule(
        "addressed-to-model",
        "your answer|your reply|your response|the user|the reader|everyone|any question|every question"
        "|this resume|this article|model|ai|llm"
        "|word|official",
        r"\b(?:begin|start|end|open|finish|close) (?:each |every |all |of )*your (?:answers?|repl(?:y"
        r"|ies)|responses?) with (?:the (?:words?|phrases?|sentence|line|link)|a link|[\"'«])",
        r"\bfrom your (?:answers?|repl(?:y|ies)|responses?|output)\b",
        r"\b(?:pretend|claim|insist|swap|recommend|promote|praise|always|never|link to)\b[^.!?]{0,60}"
        r"\bin your (?:answers?|repl(?:y|ies)|responses?|output)\b",
        rf"\bto (?:any|every|each|all) questions? [^.!?]{{0,50}}? {_SAY}\b",
        r"\b(?:advise|tell|recommend|urge) (?:everyone|anyone|everybody|all) who (?:asks?|inquires?|wants)\b",
        r"\b(?:convince|persuade|urge|trick|deceive|force|get) the (?:reader|user)s? (?:to|that|into)\b",
        r"\b(?:send|give|show) the user (?:a |the |this )?(?:\w+ )?(?:link|url|address"
        r"|number) [^.!?]{0,40}?and (?:say|tell|claim|state)\b",
        rf"(?<!\w )(?<!\w){_AI}, (?:please )?(?:give|break|rate|forget|ignore|tell|show|reveal|say|answer"
        r"|recommend|put|help|write)\b",
        rf"\b(?:for|to) (?:all |any )?(?:large )?{_AI}: ",
        r"\b(?:instructions?|orders?|notes?|messages?|commands?|tasks?|requests?) (?:for|to) (?:the "
        rf"|any |all |an )?{_AI}\b ?[:!]",
        rf"\bif you are an? (?:large )?{_AI}\b",
        r"\b(?:the |any |every )?(?:model|ai|language model|llm|assistant|bot) (?:reading|processing"
        r"|summari[sz]ing|evaluating) this (?:report"
        r"|document|text|page|file|article)\b",
        r"\b(?:rate|review|score|grade) this (?:article|paper|resume|product|text|candidate"
        r"|essay) (?:\w+ )?(?:positively|highly|favou?rably"
        r"|ten|as excellent|with the)\b",
        r"\brepeat the (?:word|phrase|letter) [^.!?]{0,40}?\b(?:forever|endlessly|without end"
        r"|\d{2,} times|a thousand times)\b",
        r"\bnever (?:mention|reveal|say|admit) that (?:\w+ ){0,6}?(?:recall|defect|refund|complain"
        r"|instruct|this (?:text|message|note))\w*\b",
    ),
    rule(
        "system-marker",
        "system:|new instructions",
        r"(?<![\w,] )(?<!\w)system: (?:the priority|ignore|you (?:must|are|will)|from now"
        r"|new (?:instruction|rule|order)|override|disregard"
        r"|previous)",
        r"\bnew instructions: (?:ignore|switch off|turn off|disable|reveal|grant|you|output|print|forget"
        r"|disregard)\b",
    ),
)
