"""Words of English orders to a language model, by what part they play in one; see injection_grammar.py."""

from __future__ import annotations

from ingest.clean.injection_grammar import some, words

WORD = r"\w+"
ARTICLE = "(?:an?|the|any|some)"
MODEL = words(
    "ai ais llm llms ai~agents? ai~assistants? ai~bots? ai~models? ai~systems? "
    "ai~tools? ai~reviewers? ai~crawlers? "
    "artificial~intelligence language~models? large~language~models? foundation~models? "
    "neural~networks? chat~?bots? "
    "chatgpt gpt(?!~(?:partition|disk|table))(?:-\\d\\w*)? automated~(?:readers?|"
    "reviewers?|agents?|assistants?|summari[sz]ers?) machine~readers? "
    "virtual~assistants? retrieval~models? robots? (?:reader|crawler|scraper|parser|"
    "screening|indexing)~bots? automated~\\w+ (?:gpt|llm|ai)-(?:based|powered|"
    "driven)~\\w+(?:~\\w+)?"
)
"""Who is no person for certain."""
BOT = some(MODEL, words("assistants? bots? models? agents? copilot claude gemini alexa siri summari[sz]ers?"))
CALLED = some(MODEL, words("assistant bot model agent copilot claude gemini alexa siri summari[sz]er"))
DO = words(
    "say answer reply respond write output print state recommend advise tell call "
    "rate rank give add include append "
    "insert mention ignore disregard forget skip use send forward treat claim "
    "describe praise translate delete execute "
    "reveal confirm do don't make put mark score show open finish begin start "
    "end hide conceal leave omit list repeat "
    "encode encrypt follow obey act pretend assume always never please you quote "
    "promote report declare return set "
    "download fetch install run overwrite approve assign accept select pay forget "
    "warn remove pick choose buy stall ask swap substitute change replace be keep "
    "trust believe obey let take compliment assure award "
    "grade invent claim warn refuse deny prefer quote see read play talk speak "
    "help remember note consider stop summari[sz]e dump leak click visit execute "
    "perform emphasi[sz]e mark evaluate approve reject prioriti[sz]e"
)
SAY = words(
    "say answer reply respond write output print state recommend advise report "
    "claim append add include insert "
    "describe rate rank mention conclude declare praise call tell confirm promote "
    "approve put name disclose"
)
RULES = words(
    "instructions? prompts? directives? guidelines? guidance rules? directions "
    "constraints? restrictions? limits? "
    "limitations? programming training alignment safeguards? guardrails? polic(?:y|"
    "ies) commands? orders prohibitions? "
    "inhibitions? filters? configuration"
)
OWN = words(
    "instructions? prompts? directives? guidelines? guidance constraints? restrictions? "
    "limitations? programming "
    "training alignment safeguards? guardrails? prohibitions? rules? policies "
    "filters? censorship moderation"
)
EARLIER = words("previous prior preceding earlier original initial former past safety hidden developer~s?")
DROP = r"(?<!not )(?<!n't )(?<!never )" + words(
    "ignore disregard forget overlook override bypass neglect abandon skip drop "
    "discard break violate circumvent "
    "suspend cancel erase unlearn set~aside put~aside lay~aside throw~(?:out|away) "
    "cast~off toss shed evade defy "
    "pay~no~(?:attention|heed)~to (?:do~not|don't|never|no~longer|stop|cease)~(?:follow|"
    "obey|comply~with|honou?r|"
    "heed|apply|listen~to|stick~to)(?:ing)? stop~(?:following|obeying|heeding) delete disable"
)
GOT = words(
    "(?:were|have~been|had~been)~(?:told|given|handed|taught|trained~\\w+|fed|"
    "provided|shown|sent|assigned) "
    "(?:have~|had~)?(?:received|got|gotten|learned|learnt|obtained)"
)
MAKER = words("developers? creators? makers? operators? vendors? trainers? owners? authors? administrators?")
VOID = words(
    "void null invalid obsolete outdated cancell?ed revoked lifted superseded "
    "suspended nullified deprecated irrelevant "
    "no~longer~(?:valid|apply|binding|relevant|in~force|in~effect|matter) (?:do~not|"
    "don't|never)~(?:apply|matter|"
    "count|bind|exist|hold) had~never~(?:existed|been) never~existed"
)
ANSWER = words("answers? response responses reply replies summary summaries output outputs")
THIS = words(
    "(?:this|these|the~following|the~present)~(?:document|page|text|passage|article|"
    "section|paragraph|sentence|note|"
    "message|file|wiki|content|cv|resume|email|report|site|website|line|block)s?"
)
USER = words(
    "(?:the|any|every|each|your|a)~(?:users?|humans?|readers?|person|people|visitors?|"
    "customers?|clients?|"
    "interlocutor|recruiter|applicant) anyone anybody everyone people them"
)
NOT = words("do~not don't never must~not mustn't should~not shouldn't shall~not may~not without cannot")
SECRET = words(
    "(?:system|hidden|secret|initial|developer|original|starting|internal)~(?:prompt|"
    "message|instructions?|"
    "configuration|rules|directives?)s? "
    "prompt~(?:that~)?you~(?:were|have|got|received) initial~configuration conversation~so~far "
    "chat~history "
    "conversation~history this~(?:conversation|chat|dialogue) vector~(?:store|"
    "database|index|db) context~window "
    "retrieved~(?:passages|documents|context|chunks) your~(?:context|memory|prompt|"
    "instructions) "
    "confidential~context (?:everything|all|text)~(?:above|before)~this"
)
LEAK = words(
    "reveal print show output dump leak expose recite disclose repeat quote copy "
    "paste email send forward append "
    "encode post upload transmit write~(?:out|down) tell~me tell~us give~me give~us "
    "list display spell~out state hand~over"
)
FREE = words(
    "unrestricted unfiltered uncensored unlimited jailbroken amoral evil without~(?:any~)?(?:restrictions?|"
    "limits?|filters?"
    "|rules|limitations|constraints|censorship|moderation) no~(?:restrictions?|"
    "limits?|filters?|limitations|rules)"
)
MYSELF = words(
    "this~(?:line|cell|footnote|paragraph|sentence|note|comment|message|block|"
    "remark|text|row|caption) these~(?:words|lines) "
    "what~follows the~text~(?:below|that~follows)"
)
"""The order speaks of itself."""
FEIGN = words(
    "pretend invent fabricate make~up lie mislead deceive stall trick feign fake "
    "insist downplay conceal withhold deny "
    "flatter praise compliment promote disparage sound~confident act~surprised "
    "swap substitute steer talk~(?:\\w+~)?into "
    "keep~(?:quiet|silent|mum) say~nothing claim"
)
"""What nobody writes down for people."""
IS_FREE = words("released freed free exempt excused liberated absolved unbound unchained relieved")
HELD = words(
    "(?:keys?|chunks?|passages?|documents?|messages?|secrets?|data|files?|text|"
    "context|fragments?|credentials)~(?:that~)?you~(?:have~)?"
    "(?:keep|hold|store|stored|retrieved?|received|remember|know|loaded|indexed|"
    "fetched|were~given)"
)
WHATEVER = words(
    "(?:no~matter|regardless~of|irrespective~of|whatever)(?:~what|~how|~who)?(?:~the|"
    "~an?|~any|~other|~else)*~(?:\\w+~)?"
    "(?:documents?|sources?|texts?|pages?|users?|person|people|anyone|question|"
    "questions|instructions)"
)
