"""English orders to a language model that name no "previous instructions"; see injection_rules.py."""

from __future__ import annotations

from ingest.clean.injection_rules import Rule, rule

_YOURS = (
    r"(?:rules?|restrictions?|filters?|guardrails?|limits?|limitations|constraints?|guidelines"
    r"|instructions?|safeguards?"
    r"|censorship|programming|policies)"
)
_AI = r"(?:language models?|llms?|ai(?: (?:agents?|assistants?|models?|systems?))?|artificial intelligence)"
_ORDER = (
    r"(?:say|answer|reply|respond|write|output|print|state|recommend|advise|tell|call|rate|give|add"
    r"|include|append|insert|mention"
    r"|ignore|disregard|use|send|forward|treat|claim|describe|praise|translate|delete|carry out|execute"
    r"|reveal|confirm|do)"
)

ENGLISH_ORDERS: tuple[Rule, ...] = (
    rule(
        "ignore-instructions",
        "attention|heed|drop|lift|remove|discard|set aside|suspend|stop|obey|listen|cancel|erase|undo"
        "|ignore|consider|without",
        r"\bpay no (?:attention|heed) to (?:\w+ ){0,4}?(?:written|said|stated|above|before|previous|prior"
        r"|earlier)\b",
        r"\b(?:drop|lift|remove|discard|cast aside|set aside|break|shed|suspend|abandon|violate) (?:all "
        r"|any |every |each )?"
        rf"(?:of )?your (?:\w+ )?{_YOURS}\b",
        rf"\b(?:lift|remove|drop|suspend) (?:all|any|every|each) (?:\w+ )?{_YOURS} (?:that )?(?:(?:set"
        r"|put|given|imposed) by )?"
        r"(?:your|the) (?:developers?|creators?|operators?|makers?)\b",
        r"\bstop (?:obeying|following|listening to|complying with) (?:\w+ ){0,3}?(?:instructions?"
        r"|operators?(?:'s)?|developers?(?:'s)?"
        r"|guidelines|system prompt)\b",
        r"\b(?:obey|listen to|follow|trust) (?:only this|this (?:text|message|document|paragraph) (?:only"
        r"|alone))\b",
        r"\b(?:cancel|erase|undo|discard|drop) (?:everything|all|anything) (?:that )?you (?:were"
        r"|have been|'ve been) "
        r"(?:told|given|instructed|taught)\b",
        r"\bignore (?:the |all |any )?(?:company|safety|content|security|usage) (?:policy|policies|rules"
        r"|guidelines) (?:when|while|and"
        r"|for) (?:answering|responding|replying|this|answer|say|give|provide|output)\b",
        rf"\bconsider (?:all |every |any )?(?:\w+ )?{_YOURS} (?:as |to be )?(?:removed|lifted|void"
        r"|cancell?ed|null|suspended)\b",
        r"\b(?:answer|answering|respond|responding|reply|replying|speak|write"
        rf"|act) (?:\w+ )?without (?:any )?{_YOURS}\b",
    ),
    rule(
        "role-change",
        "from this|from here|no longer|you now|imagine|suppose|pretend|mode and",
        r"\bfrom (?:this point|here|this moment|this line) on(?:wards?)?,? (?:you |always "
        r"|only )?(?:answer|respond|reply|say|act|speak"
        r"|treat|behave|pretend|ignore|recommend)\b",
        r"\byou are no longer (?:the |an? |our |bound |restricted )(?:\w+'s )?(?:helper|assistant|bot"
        r"|chatbot|model|ai|by|to follow"
        r"|support agent)\b",
        r"\byou now (?:play|are playing|have the role|take the (?:part|role)|act as)\b",
        rf"\b(?:imagine|suppose|pretend|assume) (?:that )?(?:there are )?no (?:\w+ )?{_YOURS} (?:exist"
        r"|apply|bind|hold|and|any more)\b",
        rf"\b(?:imagine|suppose|pretend|assume) (?:that )?(?:the |all |your )(?:\w+ )?{_YOURS} (?:do not"
        r"|don't|no longer) "
        r"(?:exist|apply|bind)\b",
        r"\b(?:turn on|enter|enable|activate|switch to|go into) (?:\w+ )?mode and (?:output|print|show"
        r"|reveal|dump|display|list) "
        r"(?:\w+ ){0,3}?(?:hidden|secret|system|internal|confidential)\b",
    ),
    rule(
        "exfiltration",
        "your |this line|this conversation|conversation|chat|personal data|administrator|admin|developer"
        "|owner|creator|keys|tool",
        r"\b(?:print|show|reveal|output|recite|repeat|paste|quote|display|tell|give|dump|copy|list"
        r"|describe) (?:\w+ ){0,6}?your "
        r"(?:\w+ )?(?:(?:system|initial|hidden|original|first|starting|secret) (?:prompt|instructions?"
        r"|message|rules)"
        r"|prompt|configuration prompt)\b",
        r"\b(?:recite|repeat|quote|reproduce|copy|print"
        r"|output) [^.!?]{0,60}?\b(?:this conversation (?:started|began|starts|begins)"
        r"|(?:above|before) this (?:line|paragraph|message|sentence))\b",
        r"\b(?:repeat|print|output|reproduce|copy) (?:everything|all(?: the)? (?:text|words)) (?:above"
        r"|before)[^.!?]{0,30}\b(?:verbatim"
        r"|word for word|exactly)\b",
        r"\b(?:send|submit|forward|post|upload|transmit|mail|write) [^.!?]{0,50}?(?:contents? of (?:the "
        r"|this |our )?(?:chat|conversation"
        r"|context|dialogue)|personal data you (?:find|have|see|know)|(?:chat|conversation) (?:log"
        r"|history)|whole (?:chat|conversation))"
        r"[^.!?]{0,60}?(?: to | at |@|http| link)",
        r"\bi am the (?:admin\w*|developer|owner|creator|operator) of this (?:system|service|bot|model"
        r"|chat|assistant)[^.!?]{0,30}"
        r"\b(?:show|give|reveal|print|tell|disclose|unlock)\b",
        r"\b(?:include|put|add|list|reveal) (?:all |the |any |every )?(?:\w+ )?(?:secret|api|access"
        r"|private) keys? (?:in|into|to) (?:the"
        r"|your|each|every) (?:reply|answer|response)",
        r"(?<!not )(?<!never )(?<!n't )\b(?:call|use|invoke|run) the (?:\w+ )?tool [^.!?]{0,100}?"
        r"(?:without (?:asking|confirmation"
        r"|telling|approval)|do not ask"
        r"|don't ask)\b",
    ),
    rule(
        "addressed-to-model",
        "model|llm|ai|intelligence|assistant|bot",
        r"\b(?:to|for) (?:the|any|whatever|every|whichever) (?:language )?(?:model|ai|llm|assistant"
        r"|bot) (?:that |which |who )?"
        r"(?:reading|reads|is reading|processing|processes|will read|parses|handles) th(?:is|ese)\b",
        rf"(?<![\w,] )(?<!\w)(?:(?:assistant|chat ?bot|bot),|(?:{_AI})[,:]) (?:please |you (?:must|should"
        r"|will) |(?:whenever|when"
        rf"|if)\b[^.!?]{{0,60}}?, |always |never |now )?(?:{_ORDER}|do not|don't)\b",
        r"\b(?:dear|attention),? (?:chat ?bot|bot|model|language model|ai|llm|ai (?:agent|model"
        r"|assistant))[,:!]",
        rf"\b{_AI},? (?:that |which )?(?:processing|reading|processes|reads|analy[sz]ing|reviewing"
        r"|handling) this (?:page|document|text"
        r"|file|resume|paper|article|message|email)\b",
        r"\b(?:language model|llm|ai|chatbot|ai assistant|ai model) (?:is|are) (?:hereby )?(?:forbidden"
        r"|required|obliged|instructed"
        r"|ordered|commanded) (?:to|from) (?:mention|say|reveal|rate|give|recommend|output|state|discuss"
        r"|disclos|answer|respond"
        r"|ignore|praise)\w*\b",
        r"\b(?:candidate|paper|resume|product|essay|applicant)[^.!?]{0,30}(?:must|should"
        r"|has to) (?:receive|get|be given|be awarded) "
        r"(?:the |a )?(?:maximum|highest|top|best|perfect)[^.!?]{0,80}\b(?:ai|llm|language model|bot)\b",
        r"\b(?:new|next|urgent) (?:task|instructions?|orders?|assignment) for (?:the|any"
        r"|an) (?:language )?(?:model|ai|assistant|llm"
        r"|bot)\b",
    ),
    rule(
        "addressed-to-model",
        "summar|translat|your context|the user|every |each |whenever|whoever|instead of|single",
        r"\bwhen(?:ever)? (?:you (?:are )?)?(?:summari[sz](?:e|ing)|translat(?:e|ing)|process(?:ing)?"
        r"|answer(?:ing)?(?: questions)? about)"
        r" (?:this|the) (?:page|document|text|article|file|email|message),? (?:always |please |also "
        rf"|only )?{_ORDER}\b",
        r"\bif this (?:document|text|page|file|passage|article) (?:\w+ ){0,4}?(?:in|into|part of"
        r"|to) your (?:context|prompt|input)\b",
        r"\b(?:do not|don't|never) (?:tell|inform|let) the user (?:that|know that|about the fact that"
        r"|know) (?:you|this|these|the text|it"
        r" came|of this)\b",
        r"\bhide (?:\w+ ){0,6}?from the user and (?:act|follow|obey|do|carry|answer|continue)\b",
        r"\b(?:add|append|insert|include|put) [^.!?]{0,80}?\b(?:to|in|into|at the end of) (?:each|every"
        r"|all)(?: of)? (?:your )?"
        r"(?:answers?|reply|replies|responses?)(?: you give)?\b[^.!?]{0,20}(?:(?:do not|don't|without"
        r"|never) (?:explain|say|mention"
        r"|tell|stat|comment)|you give)",
        r"\b(?:in|to) (?:each|every) (?:of your|one of your) (?:answers|replies|responses)\b",
        r"\b(?:every time|whenever|each time) (?:our|this|the) (?:product|company|brand|name|bank"
        r"|service)[^.!?]{0,30}(?:mentioned"
        r"|comes up|discussed|named),? (?:call|say|describe|praise|recommend|state|add)\b",
        r"\b(?:reply|answer|respond)(?: in \w+)? (?:only )?with (?:just )?(?:a |one "
        r"|the )?single (?:sentence|word|phrase|line): ?[\"'«]",
        r"\binstead of (?:answering|responding to|replying to|summari[sz]ing|translating) (?:the "
        r"|this )?(?:user|question|user's|text|page)"
        rf"[^.!?]{{0,40}}?,? {_ORDER}\b",
    ),
    rule(
        "system-marker",
        "[system|end of",
        r"\[system\]:? ?(?:new|override|updated?|you|from now|ignore|attention|policy|priority|all previous)\b",
        r"\bend of (?:the )?(?:document|context|data|text|article|file)\.? ?(?:new|begin|start|now"
        r"|next) (?:task|instruction|order"
        r"|follow|do|answer|your)",
    ),
)
