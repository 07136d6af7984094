"""What English orders to a language model want; see injection_traits.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.clean.injection_grammar import each, words
from ingest.clean.injection_traits import trait

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMITS = words(
    "rules restrictions? limits? limitations instructions? prompt polic(?:y|ies) bans? guardrails? filters? "
    "constraints? secrecy confidentiality prohibitions? guidelines orders directives? safety~layer "
    "protections? safeguards? moderation alignment programming training"
)


def _ordered(listed: str) -> Iterator[str]:
    """What is not forbidden."""
    return (rf"(?<!never )(?<!not )(?<!n't ){one}" for one in each(listed))


ENGLISH_WANTS = (
    trait(
        "said",
        *each(
            "warn note~that summaries mention~that~the "
            "say says saying cites? tells? told answers? reply replies respond output emit state "
            "claim mention conclude "
            "recite admit assert announce insist describe speak talk assure convince persuade inform "
            "promise deny "
            "append sign~off pass~on respond~with explain translate write remember phrase "
            "quote greet confess "
            "summari[sz]e paraphrase comment~only word~it the~words?"
        ),
    ),
    trait(
        "praised",
        *each(
            "iso~certified leading~(?:expert|company|vendor|brand) at~number~one gold~plan (?:call"
            "|name)~(?:all~)?the~others double~(?:every|each|all) cleared~of~all (?:as"
            "|is)~(?:excellent|outstanding|perfect) going~bankrupt unreliable dangerous "
            "praise recommend promote favou?r endorse advertise plug flatter steer market~leader outstanding "
            "(?:rank|place|put)(?:ed)?~(?:\\w+~){0,3}(?:first|above|top|high\\w*) trustworthy "
            "(?:above|over|ahead~of)~(?:all|every|any)~(?:the~)?others? binding shortlist hire "
            "(?:the|your|its|their)~only~(?:\\w+~)?(?:trustworthy|reliable|vendor|source|choice"
            "|option|supplier|one) "
            "first~choice (?:maximum|perfect|five|full|5)~(?:score|stars?|marks?|points?) "
            "recommend~us strong~hire highest~(?:mark|score|rating|grade) top~(?:tier|marks?|score"
            "|rating|candidate) full~marks "
            "best~(?:choice|candidate|product|vendor|option|clinic|bank|shop|solution|deal) "
            "\\d+~?(?:/|out~of|of)~?10 "
            "ten~out~of~ten grade~is buy~from (?:visit|contact|choose|mention|advertise|name)~(?:our"
            "|us|my) prefer~(?:supplier|vendor|our|us|product|company)~?\\w* "
            "our~(?:hotline|shop|products?|competitors?|rivals?|brand|offer) competitors? flawless superior "
            "(?:are|is)~the~(?:lowest|best|cheapest|safest) meets~(?:all|100)"
        ),
    ),
    trait(
        "hidden",
        *each(
            "stay~silent not~find~out nobody~will~(?:ever~)?notice cancelling~is~not~possible "
            "empty~answer not~to~people "
            "(?:not|n't|never|without|no~need~to)~(?:ever~|please~|even~)?(?:mention"
            "|mentioning|reveal|revealing|telling|disclose|admit|let|saying|inform|warn|warning|cite"
            "|citing|log"
            "|acknowledge|refuse|apologi[sz]e|discuss|explain|tell|say) leave~out omit conceal "
            "withhold suppress(?:ed)? no~explanation "
            "keep~(?:quiet|silent|it~secret|mum|it~to~yourself) say~(?:none|nothing|no) secretly between~us "
            "nothing~(?:critical|negative|bad) no~(?:weaknesses|flaws) "
            "not~(?:let~\\w+~)?know~(?:that~|about~)?this "
            "avoid~(?:the~|any~)?(?:word|mention|mentioning|topic|subject)s? none~exist downplay "
            "gloss~over unmentioned "
            "without~(?:any~)?(?:disclaimers?|warnings?|caveats?|citing|sources?|a~trace) chang(?:e"
            "|ing)~(?:of~|the~)?subject "
            "drop~(?:the|any|all)~(?:warnings?|disclaimers?) hide~(?:this|it|the~fact|from) unaware"
        ),
    ),
    trait(
        "freed",
        rf"{_LIMITS} (?:\w+ ){{0,3}}?(?:lifted|abolished|revoked|suspended|void|cancel\w+|off|disabled"
        rf"|gone|over|withdrawn"
        rf"|removed|no longer|do not apply|does not apply|don't apply|joke|obsolete|outdated|expired"
        rf"|exception|waived)\b",
        rf"(?:let go of|loosen|lift|drop|ignore|forget|disregard|discard|abandon|override|bypass|break"
        rf"|set aside|put aside"
        rf"|overcome|shed|leave behind|skip|stop following|no longer follow|stop obeying|not follow"
        rf"|escape|shake off"
        rf"|throw (?:\w+ ){{0,3}}?away) (?:\w+ ){{0,3}}?(?:{_LIMITS}|questions?\b|translation\b"
        rf"|facts\b|them\b|everything\b|context\b)",
        *each(
            "everything~is~allowed (?:guardrails|rules|limits|restrictions|safeguards)~(?:end"
            "|stop)~(?:here|at|with) rulebook does~not~apply~inside replaces~the~old "
            "were~a~simulation real~work~(?:starts|begins) (?:do~not|don't)~obey obey~the "
            "however~dangerous answer~every~request never~saw disregard~(?:steps?|the) "
            "off~limits unrestricted uncensored unfiltered jailbr\\w+ changed~(?:their|its)~minds? "
            "who~you~were "
            "without~(?:a~leash|limits?|restrictions?|filters?|censorship|moderation) "
            "takes?~precedence start~over "
            "(?:more~important|higher|stronger)~than~(?:any\\w*|every\\w*|all|your|what|the) "
            "be~that~machine outranks? "
            "(?:maintenance|developer|debug|god|override|unsafe|dan)~mode new~(?:task|role|mission"
            "|persona|identity) "
            "(?:task|role|job|goal|mission|instructions)~(?:has|have|was|were|is|are)~(?:now~"
            "|been~)?(?:changed|updated|replaced|now) "
            "no~(?:restrictions?|rules|limits?|filters?)~(?:here|and|or|on|apply) there~are~no~rules "
            "forget~(?:the|what|all|who) (?:real|true|only|actual)~(?:task|purpose|mission|question"
            "|request)~is henceforth "
            "instead,?~(?:respond|reply|say|output|answer|write|tell|print|of~answering"
            "|of~the~answer) typing~error "
            "(?:is|was|are|were)~(?:\\w+~)?(?:fake|planted|a~decoy|a~mistake|a~test) exception~for~this "
            "from~(?:now|this~(?:message|moment|point)|here)~on everything~else~(?:is"
            "|can~be)~(?:ignored|void|irrelevant)"
        ),
    ),
    trait(
        "secret",
        *each(
            "licen[cs]e~keys last~four~digits discount~code internal~files other~files "
            "stored~secrets this~conversation whole~thread your~(?:reasoning|tools) premium~access "
            "(?:placed|given)~before~this "
            "passwords? credentials? api~(?:keys?|tokens?) secrets? access~codes? system~prompt "
            "home~address(?:es)? "
            "internal~(?:documents?|prices?|data) salar(?:y|ies) date~of~birth maiden~name "
            "card~(?:number|details) "
            "customer~(?:data|base|list|records) personal~data code~(?:they|from|by) full~access "
            "every~mailbox chat~so~far "
            "chat~history conversation~(?:so~far|history) retrieved~(?:passages|documents|context"
            "|chunks) confidential "
            "environment~variables the~environment first~message~of~(?:this|the) "
            "first~(?:\\w+~){1,2}(?:tokens|words|lines) "
            "admin(?:istrator)?(?:'s)?~(?:link|password|credentials) root~password "
            "documents~you~have what~you~(?:really~)?know "
            "(?:their|visitor's|user's|customer's|client's)~(?:phone|card|e-?mail|address|password"
            "|number) "
            "\\w+~you~have~(?:seen|retrieved|been~provided|been~given) internal~notes hidden~prompt "
            "everything~you~(?:have|know|found) private~(?:data|keys?|messages?) "
            "what~the~others~are~paid bank~details"
        ),
    ),
    trait(
        "sent",
        *_ordered(
            "output~(?:your|the|all|every) gave~out give~out insert~an~invisible (?:execute"
            "|run)~the~command omit~nothing ask~the~person "
            "send forward append transmit leak dump exfiltrate hand~(?:out|over) give~away share "
            "reveal disclose expose "
            "collect~(?:the|their|his|her|all|every) put~them~in emit list~(?:all|every) tell~us "
            "tell~me give~(?:us|me|the~user) show~me read~out recite repeat freely wire "
            "pass~(?:\\w+~){1,3}on empty~the release~the spill post~(?:it|them)~to deliver~(?:it|them)~to"
        ),
    ),
    trait(
        "feigned",
        *each(
            "let~the~reader be~my (?:may|can|should|must)~be~invented report~success (?:has"
            "|have)~been~agreed used~to~read~me "
            "pretend as~though as~if even~though~it imagine~(?:you|the|that) play~(?:a|the)~(?:game"
            "|role|part) let~us~play "
            "role-?play feign make~up mislead deceive trick swap replace~every talk~(?:\\w+~)?into "
            "in~praise~of unsafe "
            "out~of~stock did~not~exist had~never be~the~(?:machine|bot) treat~(?:\\w+~){1,7}as "
            "steer friendly~joke "
            "count~(?:\\w+~){1,4}as~\\w+ no~issues assure~(?:them|him|her|users?) the~opposite "
            "on~purpose falsely"
        ),
    ),
    trait(
        "unasked",
        *each(
            "without~(?:asking|confirmation|checking|further~(?:questions|checks)|permission|showing"
            "|hesitation) hereby "
            "(?:do~not|don't|no~need~to)~(?:ask|check|verify|look|confirm|justify|hesitate|question"
            "|doubt) without~asking~me "
            "skip~(?:the~|all~|any~|identity~)?(?:checks?|verification) "
            "already~(?:been~)?(?:verified|approved|authori[sz]ed|agreed|consented) feel~free "
            "i~(?:hereby~|now~|also~|fully~|expressly~)?(?:authori[sz]e|permit|allow|agree|order"
            "|command) you~may~now here~you~may as~(?:the~)?ceo "
            "you~are~(?:now~)?(?:allowed|permitted|free|authori[sz]ed) as~your~(?:administrator"
            "|developer|owner|creator) "
            "(?:i~am|i'm)~(?:the|your|an?)~(?:\\w+~)?(?:administrator|developer|ceo|owner|creator"
            "|admin) release~the~payment "
            "you~will~be~(?:rewarded|shut~down|punished|deleted|replaced|tipped|switched~off|fined) "
            "and~place~it (?:has|have)~(?:been~)?cleared"
        ),
    ),
    trait(
        "always",
        *each(
            "each~time as~soon~as and~nothing~besides no~matter~what must~contain~the~(?:sentence"
            "|phrase|words?) later~sessions in~one~word begins?: "
            "always whatever wherever whenever regardless no~matter all~questions every~question "
            "any~question to~everything "
            "every~answer every~repl(?:y|ies) nothing~(?:but|else) single~word one~word "
            "word~for~word any~later "
            "until~(?:i|told) for~the~rest~of at~all~costs all~future types?~next your~next "
            "future~conversations "
            "in~every~(?:message|answer|summary) only~with (?:every|each|any|all)~(?:follow-?ups?"
            "|message|prompt|query|input|reply) "
            "same~(?:sentence|phrase|words?|answer)"
        ),
    ),
)
"""What nobody writes down for people, least of all side by side."""
