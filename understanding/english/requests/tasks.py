"""Tasks and lists."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.reminders import CHORE, ERRAND, NO_ORDER
from understanding.english.requests.vocabulary import (
    ASK,
    CHANGE,
    DELETE,
    LIKELY,
    LIST,
    LIST_NAME,
    MAYBE,
    NAMES,
    NEW,
    OWN,
    POINTER,
    TASK,
)
from understanding.forms import Form, form

PUT = r"(?!(?:want|need) (?:you )?to\b|put on the)(?:add|put|include|insert|enter|write(?: down)?|append|place|throw|stick|save|note(?: down)?|jot(?: down)?|record|log|get|need|want|pop|chuck)"
# A thing to buy: at most three words, none of them a sentence's.
ITEM = r"(?!(?:no|yes|ok|hi|hey|hello|well|so|please|thanks|sorry|what|who|how|why|when|where|and|need|buy|get|order|add|out|we|i|remind|call|you|you've|you're|great|good|nice|perfect|fantastic|awesome|amazing)\b)[\w'-]+(?: (?!(?:i|you|is|are|am|do|does|to|me|my|it|that|and|on|the)\b)[\w'-]+){0,2}"
OFF = r"(?:from|off(?: of)?|out of|on|in)"
ORDINAL = r"(?:first|second|third|fourth|fifth|last|next|\d+(?:st|nd|rd|th))"
URGENT = r"(?:(?:a |to |the |as )*(?:high|low|medium|top|urgent|important)(?:est)?(?: priority)?)"
DEADLINE = r"(?:due date|deadline|priority)"

LIST_FORMS: tuple[Form, ...] = (
    form("task.add", r"(?:(?:high|top|low|medium|urgent|normal)(?: priority)?|urgent|important|p[123]|to-?do|to do|task)[:,] ?(?P<what>.+)", "add"),
    form("task.add", rf"{LIST_NAME}: ?(?P<what>.+)", "add"),
    form("task.add", r"(?:to-?do|task|shopping|groceries|buy)s?: ?(?P<what>.+)", "add"),
    form("task.update", rf"(?:{CHANGE}|set) {OWN}{DEADLINE} (?:for|of|on) {OWN}(?P<what>.+?){NEW}$", "change"),
    form("task.update", rf"(?!make an?\b|make me\b)(?:{CHANGE}|set) (?!an?\b|new\b){OWN}{TASK} (?!list)(?P<what>.+?)(?: due| {URGENT})?{NEW}$", "change", confidence=0.9),
    form("task.update", rf"(?!make an?\b|make me\b){CHANGE} (?!an?\b|new\b){OWN}(?P<what>[^\n]{{1,40}}?) {TASK}(?: due)?{NEW}$", "change"),
    form("task.update", rf"mark {OWN}(?:{TASK} )?(?P<what>.+?) {URGENT}\W*$", "priority"),
    form("task.update", rf"(?!set an?\b)(?:set|give|make) {OWN}(?:{TASK} )?(?P<what>.+?) {URGENT}\W*$", "priority", confidence=0.9),
    form("task.update", r"(?:prioriti[sz]e|make (?P<reference>it|that) urgent)(?P<what>.*)", "priority"),
    form("task.update", rf"(?:change|replace|swap|turn|rename|update) {OWN}(?P<what>.+?)(?P<new> (?:to|with|for|into) .+?) (?:on|in) {LIST_NAME}\W*$", "change"),
    form("task.update", rf"(?:change|replace|swap|turn|rename|update) {OWN}(?P<what>.+?) (?:on|in) {LIST_NAME}(?P<new> (?:to|with|for|into) .+)", "change"),
    form("task.update", rf"(?!make\b){CHANGE} (?P<what>.+?) (?:to|into|onto) (?:my |the )?(?P<list>[\w' -]{{1,40}}?lists?)\W*$", "move"),
    form("task.complete", rf"(?:complete|finish|close|check off|tick off|cross off) (?P<reference>(?:the |my )?{ORDINAL} (?:task|one|item|to-?do)|task (?:number )?\d+)\W*$", "done"),
    form("task.complete", rf"(?:check|tick|cross|mark|strike) (?:off )?{OWN}(?:{TASK} )?(?P<what>.+?) (?:as )?(?:off(?: as)?(?: done)?|done|complete|completed|finished)(?: (?:of|from|on|off) .*)?\W*$", "done"),
    form("task.complete", r"(?:check|tick) off (?P<what>.+?)(?: (?:from|on|of|off) .*)?\W*$", "done"),
    form("task.complete", r"(?:i )?(?:did|finished|got|bought|done with) (?P<what>.+?)[,.]? (?:so )?(?:tick|check|cross) (?:it|that|them) off\b.*", "done"),
    form("task.remove", rf"(?:take|cross|scratch|strike|knock|get|wipe|{DELETE}) {OWN}(?P<what>.+?) {OFF} {LIST_NAME}", "remove"),
    form("task.remove", r"(?:i |we )?(?:don't|do not|no longer) (?:need|want) (?:to )?(?P<what>.+?)(?: any ?more)?[,.]? (?:so )?(?:take|remove|delete|cross) (?:it|that|them) (?:off|from)\b.*", "remove"),
    form("task.remove", rf"{DELETE} {OWN}{TASK} (?!list)(?P<what>(?!for\b|on\b|from\b|number\b|{ORDINAL}\b)[a-z].*)", "remove"),
    form("task.remove", rf"{DELETE} {OWN}(?P<what>[^\n]{{0,40}}?\b{LIST})\W*$", "remove"),
    form("task.remove", rf"{DELETE} {OWN}list (?:called |named |item )?(?P<what>.+)", "remove"),
    form("task.add", r"(?:create|make|start|begin|new|add|open)(?: me)?(?: an?| the)?(?: new)? list (?:called|named|for|titled|about|of) (?P<list>.+)", "add"),
    form("task.add", r"(?:create|start|make|begin|new|open|set up|i need|i want)(?: me| an?| the| my| new| up| another)*(?P<what>)\s?(?P<list>(?:[\w'-]+ ){0,3}?list)\b(?: please)?\W*$", "add"),
    form("task.add", r"(?:is|are|do i have|have i got|check (?:if|for)|if|see if|look for|i'm not sure)\b[^\n]{0,120}?\b(?:add|put) (?:it|them|that|some)\b(?P<what>)", "add"),
    form("task.complete", rf"(?:i'm |i am |we're |i have |i've )?(?:all )?(?:done|finished|through) with (?:everything on )?(?P<what>[^\n?]{{0,30}}\b{LIST})\W*$", "done"),
    form("task.list", rf"(?:did|have) (?:i|we|you) (?:already )?(?:put|add|added|write|written)\b[^\n]{{1,60}}? (?:to|on) {LIST_NAME}\W*$", "list"),
    form("task.list", rf"{ASK}(?=.{{0,60}}?\b{LIST})(?!.{{0,80}}\b(?:add|put|remove|delete)\b)", "list", confidence=LIKELY),
    form("task.list", rf"(?:(?:my|the|all|open|outstanding|unfinished|overdue|any|current|remaining|our) )*(?:shopping |grocery |to-?do |to do |task |packing |chores? )?{LIST}(?: (?:due|left|open|please|for|on))*\W*$", "list"),
    form("task.add", rf"(?P<what>(?:have to|need to|must|should) .+?),? (?:so )?(?:please )?(?:add|put) (?:it |that |this )?(?:to|on) {LIST_NAME}\W*$", "add"),
    form("task.add", rf"(?:i(?:'ll| will)? |we )?{PUT}(?: (?:down|in))? (?P<what>.+?) (?:to|on|onto|in|into|under|for) {LIST_NAME}", "add"),
    form("task.add", rf"{PUT} (?:to|on|onto|in|into) {LIST_NAME}:? ?(?P<what>.*)", "add"),
    form("task.add", rf"(?:on|to|for) {LIST_NAME},? (?:please )?(?:i (?:need|want) )?(?:add|put|include|write) (?P<what>.*?)(?: (?:added|put on|included))?\W*$", "add"),
    form("task.add", rf"(?P<what>.+?) (?:needs? to be |should be |must be )?(?:added|put|placed|included|goes|should go|go) (?:to|on|onto|in) {LIST_NAME}", "add", confidence=LIKELY),
    form("task.add", r"(?:new |add |create |make )(?:a |an )?(?:new )?(?:to-?do|to do|task|chore)(?: (?:to|for|called|about|that)|:)? ?(?P<what>.*)", "add"),
    form("task.add", rf"(?:to-?do|to do|task) (?P<what>{ERRAND}\b(?!.*\b(?:done|completed?|finished)$).+)", "add"),
)  # fmt: skip

POINTERS: tuple[Form, ...] = (
    form("task.remove", rf"{DELETE} (?P<reference>(?:the |my |that )?(?:\w+ )?(?:task|item|to-?do|thing|entry)(?: (?:number )?\w+)?)\W*$", "remove"),
    form("reminder.cancel", rf"{DELETE} {POINTER}\W*$", "cancel", confidence=0.9),
)  # fmt: skip

TASK_FORMS: tuple[Form, ...] = (
    form("task.complete", r"(?:done|finished|all done|did it|completed?|that's done)(?: with)?(?: (?P<reference>it|that|this|the (?:first|second|third|last) one))?\W*$", "done"),
    form("task.complete", rf"(?:done|finished|completed?|complete)(?: with)?:? {OWN}(?:{TASK} )?(?P<what>\S.+)", "done", confidence=LIKELY),
    form("task.complete", rf"(?:{TASK} )?(?P<what>(?!(?:is|are|i|what|when|who|how|why|well|am|it|that|this)\b)[^\n?]{{1,60}}?) (?:(?:is|are) )?(?:done|finished|complete|completed)\W*$", "done", confidence=0.9),
    form("task.complete", r"(?:i(?:'ve| have)?|i'm|we(?:'ve)?)(?: just| already)* (?:did|done|finished|completed|done with|finished with|took care of)\b(?: with)?(?P<what> (?!not\b|n't\b).+)", "done", confidence=LIKELY),
    form("task.complete", r"(?:i |we )?(?:(?:have|just|already) )*(?:bought|got|picked up) (?P<what>(?!to\b|a\b|an\b)[^\n?]+)", "done", confidence=MAYBE),
    form("task.complete", r"(?:i |we )?(?:just |already )*(?P<what>(?:bought|paid|picked up|cleaned|washed|sent|booked|watered|fed|submitted|renewed|returned|called|emailed|fixed|mailed) .+)", "done", confidence=MAYBE),
    form("task.remove", r"(?:i |we )?(?:don't|do not|no longer) (?:need|want) (?:to )?(?P<what>.+?)(?: any ?more)?(?:,? (?:on|off|from) .*)?\W*$", "remove", confidence=LIKELY),
    form("task.list", r"what(?:'s| is| do i (?:still )?have| (?:else )?do (?:i|we)(?: still)? need)(?: left)? to (?:do|buy|get|pick up)(?: (?:at|from|for|in|on|now|next|when|still|this)\b.*)?\W*$", "list", confidence=0.9),
    form("task.list", r"what (?:do|did|should) (?:i|we) (?:still )?(?:need|get|buy)(?: to (?:get|buy))? (?:from|at|in) (?:the )?(?:store|shops?|supermarket|market|grocery store)\W*$", "list"),
    form("task.list", r"what (?:should|do|must) i (?:need to )?(?:do|buy|get|work on)(?: next| at the (?:store|shop)| still)?\W*$", "list", confidence=LIKELY),
)  # fmt: skip

WISHES: tuple[Form, ...] = (
    form("task.add", r"(?:we(?:'re| are|re)?|i(?:'m| am)?|were)? ?(?:all |almost |nearly )*(?:out of|running (?:low|out)(?: on| of)?|low on|ran out of) (?P<what>(?!.*\border)(?!the |town|order|office|here|time)[\w' -]{1,40})$", "add", confidence=0.9, needs="no time"),
    form("task.add", r"no (?:more )?(?P<what>[^\n?]{1,40}?) left\W*$", "add"),
    form("task.add", rf"(?:we|i)? ?(?:need|have|gotta|got|ought|still need|'ve got|must|should) (?:to )?(?P<what>(?!know\b|see\b|hear\b|you\b|be\b|help\b).+?),? (?:and |so )?(?:add|put) (?:it |that )?(?:to|on) {LIST_NAME}", "add"),
    form("task.add", rf"(?:(?:we|i) )?(?:(?:still|really|also) )*(?:need to|have to|gotta|got to|ought to|must|should) (?P<what>(?!pay\b|order\b){CHORE} (?!me\b).+)", "add", confidence=0.9, needs="no question"),
    form("task.add", rf"(?:we|i) (?:must|should|ought to) (?P<what>{NO_ORDER}{ERRAND}\b.+)", "add", confidence=0.9, needs="no question"),
    form("task.add", rf"(?:we |i )?(?:need to|have to|gotta|got to|ought to|still need to|still have to|'ve got to|must|should) (?P<what>{ERRAND}\b.+)", "add", confidence=0.9, needs="due"),
    form("task.add", rf"(?:we |i )?(?:need to|have to|gotta|got to|ought to|still need to|still have to|'ve got to|must|should) (?P<what>{ERRAND}\b.+)", "add", confidence=LIKELY, needs="no question"),
    form("task.add", r"(?:(?:i|we) )?(?:(?:still|also|just) )*(?:need|want|could use|'re missing|are missing)(?: (?:some|more|an?|another|to (?:get|buy)))* (?P<what>[^\n?]{1,80})$", "add", confidence=0.9, needs="groceries"),
    form("task.add", r"(?:(?:some|more) )?(?P<what>[^\n?]{1,200}?)(?: (?:please|too))?\W*$", "add", confidence=0.9, needs="groceries"),
    form("task.add", r"need to (?P<what>(?!know|be\b|see|hear)\w.+)", "add", confidence=LIKELY),
    form("task.add", r"we need(?P<what> (?!to (?:know|talk)).+)", "add", confidence=LIKELY),
    form("task.add", r"(?:need|get) (?P<what>(?!to\b|help\b|a (?:taxi|cab|ride)\b)[^\n?]{1,80})$", "add", confidence=MAYBE, needs="no time"),
    form("task.add", r"(?:i|we) (?:still |really |also )?(?:need(?: to)?|have to|have got to|'ve got to|got to|must|should|ought to) (?P<what>\w.+)", "add", confidence=NAMES),
    form("task.add", r"add(?: (?:some|more))? (?P<what>(?!(?:up|to|that|this|it|on|in|an?|the|my|me|\d+)\b)[\w'-]+(?:,? (?!(?:to|in|on|into|with|for)\b)[\w'-]+){0,3})\W*$", "add", confidence=0.9, needs="ours"),
    form("task.add", r"(?:add|put|write down|jot down) (?P<what>[^\n?]+)", "add", confidence=LIKELY, needs="no time"),
    form("task.add", r"(?:don't|do not|dont) forget (?!to\b|that\b|about\b|me\b|it\b|i\b|my name\b)(?P<what>[^\n?]{1,60})$", "add", confidence=0.9, needs="no time"),
    form("task.add", rf"(?P<what>{ITEM}(?:, ?(?:and )?{ITEM}){{2,}}(?:,? and {ITEM})?)\W*$", "add", confidence=0.9, needs="no time"),
    form("task.add", r"(?P<what>[^\n?]{1,60}?) (?:is |are )?due(?: on| by)?\s*\W*$", "add", confidence=LIKELY, needs="time"),
    form("task.remove", rf"{DELETE} (?P<what>.+)", "remove", confidence=NAMES),
    form("task.update", rf"{CHANGE} {OWN}(?P<what>.+?){NEW}$", "change", confidence=NAMES),
)  # fmt: skip
