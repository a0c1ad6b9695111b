"""Tasks and lists."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import (
    ASK,
    CHANGE,
    DELETE,
    LIST,
    LIST_NAME,
    OWN,
    POINTER,
)
from understanding.forms import Form, form

PUT = r"(?:add|put|include|insert|enter|write|append|place|throw|stick|save|note|jot(?: down)?|record|log|update|get|need|want|have|pop|drop|chuck|make sure)"

LIST_FORMS: tuple[Form, ...] = (
    form("task.add", rf"{LIST_NAME}: ?(?P<what>.+)", "add"),
    form("task.add", r"(?:create|make|start|begin|new|add)(?: me)?(?: an?| the)?(?: new)? list (?:called|named|for|titled|about|of) (?P<list>.+)", "add"),
    form("task.complete", r"(?:complete|finish|close|check off|tick off|cross off) (?P<reference>(?:the |my )?(?:first|second|third|fourth|fifth|last|next|\d+(?:st|nd|rd|th)) (?:task|one|item|to-?do)|task (?:number )?\w+)\W*$", "done"),
    form("task.add", r"(?:(?:high|top|low|medium|urgent|normal)(?: priority)?|urgent|important|p[123]|todo|to do)[:,] (?P<what>.+)", "add"),
    form("task.add", r"(?:to-?do|task|shopping|groceries|buy)s?:(?P<what>.+)", "add"),
    form("task.update", rf"{CHANGE} {OWN}(?P<what>[^\n]{{0,60}}?\b(?:tasks?|to-?dos?|items?))\b(?P<new>.*)", "change"),
    form("task.update", r"(?:set|give|make) (?P<what>.+?) (?:a |to |the )?(?:high|low|medium|top|urgent)(?:est)? ?(?:priority)?\W*$", "priority"),
    form("task.update", r"(?:prioriti[sz]e|make (?P<reference>it|that) urgent)(?P<what>.*)", "priority"),
    form("task.add", rf"(?=.{{0,120}}\b{LIST})(?:is|are|do i|if|check if|see if)\b.{{0,100}}?\b(?:add|put) (?:it|them|that|some)\b(?P<what>)", "add", confidence=0.85),
    form("task.list", rf"(?:is|are|do i have|have i|did i|what|how many|my|does|do my)\b[^\n]{{0,60}}?(?:on|in|put on|contains?|have|has|for) [^\n]{{0,30}}?\b{LIST}(?! (?:i need|add|put))", "list", confidence=0.85),
    form("task.remove", rf"(?:take|cross|scratch|strike|knock|get|wipe) (?P<what>.+?) (?:off|out)(?: of| from)? {LIST_NAME}", "remove"),
    form("task.remove", rf"(?:take|scratch|strike|cross|get rid) off? (?P<what>.+?) (?:from|off|on|of) {LIST_NAME}", "remove"),
    form("task.remove", rf"{DELETE} (?P<what>.+?) (?:from|off|on|in|out of|off of) {LIST_NAME}", "remove"),
    form("task.remove", rf"{DELETE} {OWN}(?P<what>[^\n]{{0,60}}?\b{LIST}.*)", "remove"),
    form("task.list", rf"(?:my |the |all )*(?:shopping|grocery|groceries|to-?do|task|chore)?s? ?{LIST}\W*$", "list"),
    form("task.add", rf"(?:i(?:'ll| will)? )?{PUT}(?: (?:down|in))? (?P<what>.+?) (?:to|on|onto|in|into|under|for) {LIST_NAME}", "add"),
    form("task.add", rf"{PUT} (?:to|on|onto|in|into) {LIST_NAME}:? ?(?P<what>.*)", "add"),
    form("task.add", rf"(?:on|to|for) {LIST_NAME},? (?:please )?(?:i (?:need|want) )?(?:add|put|include|write)?(?P<what>.*?)(?: (?:added|put on|included))?\W*$", "add"),
    form("task.add", rf"(?:i )?(?:need|want|would like)? ?(?P<what>.+?) (?:needs? to be |should be |must be )?(?:added|put|placed|included|goes|should go|go) (?:to|on|onto|in) {LIST_NAME}", "add"),
    form("task.add", r"(?:new|add|create|make)(?: a| an)?(?: new)? (?:to-?do|to do|task|chore)(?: (?:to|for|called|about|that)|:)? ?(?P<what>.*)", "add"),
    form("task.add", r"(?:create|start|make|begin|new|generate|initiate|prepare|build|set up|add|help me start)\b(?: me| a| an| the| my| new| up| another| please)*(?P<what>) ?(?P<list>(?:[\w'’-]+ ){0,4}?lists?)\b", "add"),
    form("task.list", rf"(?!.*\b(?:spen[dt]|cost|transactions?|money|list of|favou?rite)\b){ASK}(?=.{{0,200}}?\b{LIST})", "list"),
    form("task.update", rf"{CHANGE} (?P<what>.+?) (?:to|into|onto) (?:my |the )?(?P<list>[\w'’ -]{{1,40}}?lists?)\W*$", "move"),
)  # fmt: skip

POINTERS: tuple[Form, ...] = (
    form("task.remove", rf"{DELETE} (?P<reference>(?:the |my |that )?(?:\w+ )?(?:task|item|to-?do|thing|entry)(?: (?:number )?\w+)?)\W*$", "remove"),
    form("reminder.cancel", rf"{DELETE} {POINTER}\W*$", "cancel", confidence=0.8),
)  # fmt: skip

# A word for a list and an action somewhere around it.
NOT_OURS = (
    r"(?!.*\b(?:play ?list|songs?|music|contacts?|email|transactions?|guest|stores|recipes?)\b)"
)
LIST_SEARCHES: tuple[Form, ...] = (
    form("task.add", rf"(?P<what>(?!(?:what|which|is|are|do|does|how|when|list|show|read|get|buy|order|give)\b)[^\n]{{1,200}}?) (?:to|onto|on) {LIST_NAME}\W*$", "add", confidence=0.8),
    form("task.remove", rf"{NOT_OURS}.{{0,100}}?\b(?:{DELETE}|deleted?|removed?|take|off|nix|blank|abolish|not contain)\b.{{0,80}}?\b{LIST}", "remove", confidence=0.75),
    form("task.remove", rf"{NOT_OURS}.{{0,60}}?\b{LIST}.{{0,40}}?\b(?:{DELETE}|deleted|removed)\b", "remove", confidence=0.75),
    form("task.add", rf"{NOT_OURS}.{{0,100}}?\b(?:add|put|include|added|should have|update|edit|set|new|write)\b.{{0,80}}?\b{LIST}", "add", confidence=0.75),
    form("task.add", rf"{NOT_OURS}.{{0,60}}?\b{LIST}.{{0,40}}?\b(?:add|put|include|added|should have|needs?|new)\b", "add", confidence=0.75),
    form("task.list", rf"{NOT_OURS}(?:.{{0,60}}?\b)?(?:my|the|our|all|shopping|grocery|to-?do|task) (?:[\w-]+ )?{LIST}", "list", confidence=0.7, needs="ours"),
    form("task.list", r"what (?:are|do i (?:have|need)|should i|else)\b.{0,40}\b(?:to do|to buy|to get|to pick up|when i go shopping|at the (?:grocery )?store|things that i have|jobs)\b.*", "list", confidence=0.75),
)  # fmt: skip

TASK_FORMS: tuple[Form, ...] = (
    form("task.complete", r"(?:bought|paid|picked up|cleaned|washed|sent|booked|watered|fed|submitted|renewed|returned) (?P<what>.+)", "done", confidence=0.7),
    form("task.complete", r"(?:check|tick|cross|mark|strike) (?:off )?(?P<what>.+?) (?:as )?(?:off|done|complete|completed|finished)(?: (?:of|from|on|off) .*)?\W*$", "done"),
    form("task.complete", r"(?:check|tick|cross|mark) off (?P<what>.+?)(?: (?:from|on|of|off) .*)?\W*$", "done"),
    form("task.complete", r"(?:mark|set) (?P<what>.+?) (?:as )?(?:done|complete|completed|finished|bought)\W*$", "done"),
    form("task.complete", r"(?:done|finished|all done|did it|completed?)(?: with)?(?: (?P<reference>it|that|this|the (?:first|second|third|last) one))?\W*$", "done"),
    form("task.complete", r"(?:i(?:'ve| have)?|i'm|we(?:'ve)?)(?: just| already)? (?:did|done|finished|completed|done with|finished with|bought|paid|called|took care of)\b(?: with)?(?P<what> (?!not\b|n't\b).+)", "done", confidence=0.75),
    form("task.complete", r"(?:done|finished|completed|complete)(?: with)?[: ](?P<what> ?.+)", "done"),
    form("task.complete", r"(?P<what>.+?) (?:is|are) (?:done|finished|complete|completed)\W*$", "done", confidence=0.8),
    form("task.remove", r"(?:take|i (?:don'?t|no longer) need|we (?:don'?t|no longer) need) (?P<what>.+?)(?: (?:away from|away|off|from|anymore|any more|on)\b.*)", "remove"),
    form("task.remove", r"(?:i|we) (?:don'?t|do not|no longer) (?:need|want) (?:to )?(?P<what>.+)", "remove", confidence=0.75),
    form("task.list", r"what (?:should|do|must|can) i (?:need to )?(?:do|buy|get|work on)(?: next| at the (?:store|shop))?\W*$", "list", confidence=0.8),
    form("task.list", r"what(?:'s| is| do i have) (?:left )?(?:to (?:do|buy))\b", "list"),
)  # fmt: skip

WISHES: tuple[Form, ...] = (
    form("task.add", r"(?:we|i)(?:'re|'m| are| am)? (?:all )?(?:out of|running (?:low|out)(?: on| of)?|low on|almost out of)(?P<what> .+)", "add"),
    form("task.add", r"(?:add|put|write down|jot down) (?P<what>.+)", "add", confidence=0.75, needs="no time"),
    form("task.add", r"(?:i|we) (?:still |really |also )?(?:need(?: to)?|have to|have got to|'ve got to|got to|gotta|must|ought to) (?P<what>(?!you\b|your\b|know|be\b|see|go\b|hear|find|have|get (?:a|an|some) (?:ride|cab|taxi|uber)|a (?:flight|hotel|taxi|ride|reservation|table|loan|credit|car)|help)\w.+)", "add", confidence=0.6, needs="no question"),
    form("task.add", r"we need(?P<what> (?!to (?:know|talk)).+)", "add", confidence=0.8),
    form("task.add", r"(?:need|have|gotta|got) to (?P<what>(?!know|be\b|see|hear|find)\w.+)", "add", confidence=0.6, needs="no question"),
)  # fmt: skip
