"""What the person tells Jenny to keep, asks of it, or wants forgotten."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import LIKELY, MAYBE, NAMES, POINTER
from understanding.forms import Form, form

KIN = (
    r"(?:wife|husband|partner|mother|mom|mum|father|dad|parents|brother|sister|son|daughter|boss|friend|dog|cat|"
    r"girlfriend|boyfriend|doctor|dentist|colleague|neighbou?r|aunt|uncle|grandma|grandpa|cousin|niece|nephew|"
    r"manager|landlord|teacher|fianc[ée]e?|grand\w+)"
)
TELLS = (
    r"(?:remember|note|keep in mind|bear in mind|don't forget|do not forget|make a note|take (?:a )?note|fyi|"
    r"for your information|btw|by the way|just so you know|store|save|memori[sz]e|learn|write down|note down|jot down)"
)
YOU_KNOW = r"(?:you (?:know|remember|have (?:stored|saved|on file|kept))|(?:i(?:'ve| have)? (?:said|told|tell|mentioned))(?: to)?(?: you)?)"
OF = r"(?: (?:about|of|on|regarding))?"
WHO = r"[a-z][\w'-]+(?: [\w'-]+)?"
LIKES = r"(?:likes?|loves?|hates?|prefers?|enjoys?|dislikes?|adores?|can't stand|works (?:at|for|as|in)|lives (?:in|at|near)|is allergic|is from|is vegan|is vegetarian|is married|moved to|was born|studies|speaks|plays the|got married)"

MEMORY_FORMS: tuple[Form, ...] = (
    form("memory.forget", rf"(?:please |you can )?forget (?:everything|all)(?: (?:that )?{YOU_KNOW})?{OF}(?P<what>.*?)\W*$", "forget", keep=True),
    form("memory.forget", rf"(?:forget|unlearn) {POINTER}\W*$", "forget"),
    form("memory.forget", rf"(?:you can )?(?:forget|unlearn|stop remembering|don't remember|no longer remember)(?: (?:that|about|the fact that|what {YOU_KNOW}{OF}))?(?: (?!(?:to|it)\b|(?:the |my )?reservation|the (?:alarm|reminder|timer|meeting|appointment))(?P<what>.+?))(?: any ?more)?\W*$", "forget", keep=True),
    form("memory.forget", rf"(?:delete|erase|remove|wipe|clear)(?: everything| what| all)(?: that)? {YOU_KNOW}{OF}(?P<what>.*)", "forget", keep=True),
    form("memory.forget", rf"(?:delete|erase|remove|wipe|clear) (?:the |that |my |your |all )*(?:memory|memories|notes?|facts?)s?{OF}(?: that)?(?P<what>.*)", "forget", keep=True),
    form("memory.forget", r"(?:delete|erase|remove|wipe|clear) (?P<what>.+?) from (?:your |the )?(?:memory|memories|notes)\W*$", "forget", keep=True),
    form("memory.recall", rf"(?:what(?:'s| is)?|everything|tell me what|show me what|list what|tell me everything)(?: all)?(?: (?:do|that))* you (?:know|remember|have (?:stored|saved|on file)){OF}(?P<what>.*?)\W*$", "recall", keep=True),
    form("memory.recall", rf"(?:what|where|who|when|which|how)(?:'s)? (?:did|have) i (?:tell|told|say|said|mention|mentioned)(?: to)?(?: you)?{OF}\b(?P<what>.*?)\W*$", "recall", keep=True),
    form("memory.recall", rf"(?:did|have) i (?:ever )?(?:tell|told|say|said|mention|mentioned)(?: to)?(?: you)?(?: (?:anything|something))?{OF}(?P<what> .*?)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:do|can|could|don't) you (?:remember|recall) (?P<what>\w.*?)\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"(?:say|use|do you know|tell me|know|remember|call me by|address me by) (?P<what>my (?:full |first |last |real |own )?name)\b(?! is\b)[^\n]{0,40}", "recall", keep=True),
    form("memory.recall", r"(?:any|show(?: me)?|find|look up)(?: my| the)? (?:notes?|memories|facts) (?:on|about|of|for) (?P<what>.+?)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:look up|find|search(?: for)?|check) (?P<what>.+?) in (?:my |the |your )?(?:notes?|memory|memories)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:show|list)(?: me)? (?:all )?(?:my |your |the )*(?:memory|memories|notes|facts)\W*$", "list"),
    form("memory.store", rf"(?:please )?(?:can you )?{TELLS}(?:[:,]|(?: (?:that|of the fact that|the fact that|this:?|for me that|also that))+\b)+(?! (?:e-?mail|song|contact|track|to)\b)(?P<what>.+)", "remember", keep=True),
    form("memory.store", r"(?:fyi|btw|just so you know)(?P<what> .+)", "remember", keep=True),
    form("memory.store", r"(?:remember|save|note) (?P<what>(?!to\b|when\b|what\b|how\b|me\b|where\b|who\b)[^\n?]{1,200}? (?:is|are|was|were|'s|has|have|likes?|loves?|hates?|lives?|works?|lent|gave|owes?|needs?|prefers?|takes?)\b.+)", "remember", keep=True, confidence=0.9),
    form("memory.store", r"remember (?P<what>(?:i|i'm|i've|my|we|our|he|she|they|mum|mom|dad|the|\w+'s)\b.+)", "remember", keep=True, confidence=0.9),
    form("memory.store", r"(?:please |only |just |feel free to |from now on,? |you (?:can|may|should|could) |start |begin )*(?:call|calling|refer to|referring to|address) me (?:as |by )?(?P<what>(?!by\b|as\b|my name\b|an?\b|the|in|at|back|later|tomorrow|when|if|cab|taxi|uber\b)[^\n?]+)", "name", keep=True, needs="no time"),
    form("memory.store", r"(?:my name is|my name's|the name (?:i go by )?is|i am called|i'm called|i go by|people call me|everyone calls me|my friends call me|change my name to|set my name to|my nickname is|use my name)(?P<what> .+)", "name", keep=True),
)  # fmt: skip

SELF = r"(?:do|did|have|am|was|can|does)"
TASTE = r"(?:like|love|hate|prefer|enjoy|dislike|know(?! if\b)|live|work|drink|eat|park|put|leave|left|keep|kept|hide|hid|born|allergic|study|meet|met|collect|play|drive|wear)"
QUESTIONS: tuple[Form, ...] = (
    form("memory.recall", r"what(?:'s| is| was) (?P<what>(?:my|our|the) alarm (?:codes?|pin|password)\b.*?)\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"who(?:'s| is| was) (?P<what>(?!(?:the|that|this|it|there|he|she|you|they|calling|winning|playing|going|next|here|what)\b)[a-z][\w'-]+)\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"when(?:'?s| is| was) (?P<what>(?:my|our|[\w']+s'?|my [\w']+) (?:\w+ )?(?:birthday|anniversary|name day))\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"where(?:'s| is| are|'re| did i (?:put|leave|park|hide)| have i (?:put|left)) (?P<what>(?:my|our|the) (?:\w+ )?(?:car|bikes?|keys?|wallet|purse|glasses|passport|umbrella|charger|drill|ladder|bag|backpack|tickets?|documents|spare \w+|laptop|jacket|coat|book|headphones|earbuds|camera|ring|watch))\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"(?P<what>my [\w' ]{2,40})\?\W*$", "recall", keep=True, needs="no time", confidence=LIKELY),
    form("memory.recall", rf"(?P<what>{WHO} (?:and {WHO} )?(?:like|love|hate|prefer)\b.*?)\W*$", "recall", keep=True, confidence=NAMES),
    form("memory.recall", r"(?P<what>how (?:do|does|did) (?:i|we) know (?!if\b|when\b|what\b|how\b|that\b|the\b|it\b|whether\b|which\b).+?)\W*$", "recall", keep=True),
    form("memory.recall", rf"(?P<what>(?:what|who|where|which|when|how)\b[\w' ]{{0,30}}? {SELF} i(?:'ve)? (?:really |usually |always |still )?{TASTE}\b.*?)\W*$", "recall", keep=True, confidence=LIKELY),
    form("memory.recall", rf"(?P<what>(?:do|did|am|was) i (?:really |still )?{TASTE}\b.*?)\W*$", "recall", keep=True, confidence=MAYBE),
    form("memory.recall", rf"(?P<what>(?:what|where|when|who|how) (?:does|do|did) (?!i\b|you|he\b|she\b|it\b|the|a\b|an\b|we\b|they|this|that)[a-z][\w'-]+(?: and [\w'-]+)? {TASTE}\b.*?)\W*$", "recall", keep=True, confidence=MAYBE),
    form("memory.recall", rf"(?P<what>where (?:does|did) (?!(?:he|she|it|this|that|the|you|they|we)\b){WHO} (?:work|live|study|grow up|move|park)\b.*?)\W*$", "recall", keep=True, confidence=0.9),
    form("memory.recall", r"(?P<what>who (?:likes|loves|hates|works (?:at|for|in)|lives (?:in|at|near)|is allergic|is married|owes)\b.*?)\W*$", "recall", keep=True, confidence=MAYBE),
    form("memory.recall", r"(?:what(?:'s| is| are| was| were)|where(?:'s| is| are| was)|when(?:'s| is| was)|who(?:'s| is| are| was)) (?P<what>(?:my|our)\b.*?)\W*$", "recall", keep=True, confidence=LIKELY, needs="ours"),
    form("memory.recall", r"(?:what(?:'s| is| are| was| were)|where(?:'s| is| are| was)|when(?:'s| is| was)|who(?:'s| is| are| was)) (?P<what>.+?)(?: again)?\W*$", "recall", keep=True, confidence=NAMES),
    form("memory.recall", r"(?:what(?:'s| is| was)|where(?:'s| is)) (?P<what>(?:[\w'-]+ ){1,4}?(?:password|code|pin|keys?|id|plate|address|size|phone number|locker|wifi|blood type|allerg\w+)\b.*?)\W*$", "recall", keep=True, confidence=LIKELY, needs="ours"),
    form("memory.recall", r"(?:am i|was i|do you know|tell me|remind me) (?P<what>.+?)\W*$", "recall", keep=True, confidence=NAMES),
    form("memory.recall", r"(?P<what>(?:what|who|where|which|when|how|is|does|do|did|have)\b.+?)\W*$", "recall", keep=True, confidence=NAMES),
)  # fmt: skip

I_DO = r"(?: (?:really|also|just|still|absolutely|usually|always|never|only|mostly|no longer|don't|do not|used to))*"
I_AM = r"(?:i'm|i am|we're|we are)"
TRAIT = r"(?:allergic|intolerant|vegetarian|vegan|married|single|divorced|engaged|retired|pregnant|diabetic|lactose|gluten|left-?handed|right-?handed|afraid of|scared of|colou?r-?blind|born|from)"
FACTS: tuple[Form, ...] = (
    form("memory.store", rf"(?P<what>(?:{I_AM} (?:not |no longer |very |originally |also |now )*)?{TRAIT}\b[^\n?]*)$", "remember", keep=True, confidence=LIKELY),
    form("memory.store", rf"(?P<what>(?:actually,? )?(?:i|we){I_DO} (?:love|like|enjoy|hate|prefer|dislike|adore|can't stand|can't eat|live|work|drink|eat|speak|collect|grew up|was born|weigh|parked|lent)\b(?! (?:this|that|it|you)\b)[^\n?]*)", "remember", keep=True, confidence=LIKELY),
    form("memory.store", r"(?P<what>my (?:[\w'-]+ ){1,4}?(?:is|are|was|lives|works|loves|likes|hates|turns|prefers|moved|speaks|starts|started|ends|ended|begins|has|have) [^\n?]+)", "remember", keep=True, confidence=LIKELY, needs="no question"),
    form("memory.store", rf"(?P<what>(?:i|we) have (?:an?|no|one|two|three|four|five|six|\d+) (?:\w+ )?(?:{KIN}s?|kids?|children|cats|dogs|allerg(?:y|ies)|pets?|rabbits?|hamsters?|horses?|twins?)\b[^\n?]*)", "remember", keep=True, confidence=0.9, needs="no question"),
    form("memory.store", r"(?P<what>[a-z][\w'-]+ and [a-z][\w'-]+ are (?:my|married|engaged|siblings|brothers|sisters|friends|twins|divorced|colleagues|neighbou?rs)\b.*)", "remember", keep=True, confidence=LIKELY),
    form("memory.store", rf"(?P<what>(?!(?:where|when|what|who|how|why|it|this|that|there|here|which)\b)[a-z][\w'-]+ (?:is|was) (?:my|[a-z][\w-]+'s) (?:\w+ ){{0,2}}?{KIN}\b.*)", "remember", keep=True, confidence=0.9),
    form("memory.store", rf"(?P<what>(?!(?:it|he|she|they|this|that|there|who|what|everyone|nobody|where|how|when)\b){WHO} {LIKES}\b[^\n?]+)", "remember", keep=True, confidence=LIKELY),
    form("memory.store", r"(?P<what>[a-z][\w'-]+(?:'?s)? (?:favou?rite|birthday|husband|wife|daughter|son|partner|dog|cat|phone number|address|job|shoe size)(?: [\w ]{1,20})? (?:is|are|was)\b.*)", "remember", keep=True, confidence=LIKELY),
    form("memory.store", r"(?P<what>(?!(?:what|who|where|when|how|is|are|the weather|it|this|that|there)\b)(?:[\w'-]+ ){1,5}?(?:is|are) (?:in|under|at|on|behind|next to|with|inside|near|by) (?:the |my |our )?[a-z][^\n?]*)", "remember", keep=True, confidence=MAYBE, needs="no time"),
    form("memory.store", r"(?P<what>(?:i|we) (?:moved|started|quit|stopped|married|met|bought|sold|got (?:married|engaged|divorced|a new)|had|broke|lost|won|finished school|graduated)\b[^\n?]+)", "remember", keep=True, confidence=MAYBE),
    form("memory.store", r"(?P<what>(?:parked|put|left|hid|stored|lent)\b[^\n?]+)", "remember", keep=True, confidence=LIKELY, needs="no time"),
    form("memory.store", r"(?:remember|note|save|keep)(?: that| this)?:? (?P<what>.+)", "remember", keep=True, confidence=NAMES),
    form("memory.store", r"(?P<what>.+)", "remember", keep=True, confidence=NAMES),
)  # fmt: skip
