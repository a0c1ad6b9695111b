"""What the person tells Jenny to keep, asks of it, or wants forgotten."""

from understanding.english.requests.vocabulary import POINTER
from understanding.forms import Form, form

MEMORY_FORMS: tuple[Form, ...] = (
    form("memory.forget", r"(?:please )?forget (?:everything|all)(?: (?:that )?(?:you know|i(?:'ve| have)? (?:said|told you)))?(?: (?:about|on) (?P<what>.+))?\W*$", "forget", keep=True),
    form("memory.forget", rf"(?:forget|unlearn) {POINTER}\W*$", "forget"),
    form("memory.forget", r"(?:forget|unlearn|stop remembering|don'?t remember|no longer remember)(?: (?:that|about|the fact that|what i (?:said|told you) about|it that))?(?: (?!to\b|the (?:alarm|reminder|timer|meeting|appointment))(?P<what>.+))$", "forget", keep=True),
    form("memory.forget", r"(?:delete|erase|remove|wipe) (?:the |that |my )?(?:memory|memories|note|fact)s?(?: (?:of|about|that))?(?P<what>.*)", "forget", keep=True),
    form("memory.forget", r"(?:delete|erase|remove|wipe)(?: everything| what) you (?:know|remember|have)(?: (?:about|on))?(?P<what>.*)", "forget", keep=True),
    form("memory.recall", r"(?:what(?:'s| is)?|everything|tell me what|show me what|list what|tell me everything)(?: all)?(?: (?:do|that))? you (?:know|remember|have (?:stored|saved|on file))(?: (?:about|of|on))?(?P<what>.*?)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:do|can|could|don't) you (?:remember|recall|know) (?P<what>(?:my|me|what|where|who|when|which|how|that i|if i|whether i|about my)\b.*?)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:what|where|who|when|which|how)(?:'s)? (?:did|have) i (?:tell|told|say|said|mention|mentioned)\b(?P<what>.*?)\W*$", "recall", keep=True),
    form("memory.recall", r"(?:show|list)(?: me)? (?:all )?(?:my |your )(?:memory|memories|notes|facts)\W*$", "list"),
    form("memory.store", r"(?:please )?(?:can you )?(?:remember|note|keep in mind|bear in mind|don'?t forget|do not forget|know|make a note|take (?:a )?note|fyi|for your information|store|save|memori[sz]e|learn|write down|note down|jot down)(?:[:,]| (?:that|of the fact that|the fact that|this|this:|for me that|also that)\b)+(?P<what>.+)", "remember", keep=True),
    form("memory.store", r"remember (?P<what>(?:i|i'm|i've|my|we|our|he|she|they|mum|mom|dad|anna|the|\w+'s)\b.+)", "remember", keep=True),
    form("memory.store", r"(?:please )?(?:only |just )?(?:you (?:can|may|should|could) )?(?:please )?(?:only |just )?(?:call|refer to|address) me (?:as |by )?(?P<what>(?!by my|an?|the|in|at|back|later|tomorrow|when|if|cab|taxi|uber\b).+)", "name", keep=True, needs="no time"),
    form("memory.store", r"(?:my name is|my name's|the name is|i am called|i'm called|i go by|people call me|everyone calls me|change my name to|set my name to|my nickname is|use my name|start calling me|begin calling me)(?P<what> .+)", "name", keep=True),
)  # fmt: skip

MINE = r"(?:my|me|i|i'm|we|our|mine)"
QUESTIONS: tuple[Form, ...] = (
    form("memory.recall", r"(?:do you know |tell me |say |what'?s |whats |what is |what are |remember |can you say |can you tell me )(?:what )?(?:my|the) name\w*(?: (?:you have|you call|is|are|you use|saved).*)?\W*$", "recall"),
    form("memory.recall", r"(?:what|which) (?:\w+ )?(?:do|should|will|would|did|have|are) you (?:call|calling|refer|know|address|have|use|called)(?: to)? (?:me|for me|to me|my name)\b.*", "recall"),
    form("memory.recall", r"(?:what(?:'s|s| is| are| was| were)|which (?:is|are)|where(?:'s|s| is| are| was| did i (?:put|leave|park|hide|store))|when(?:'s| is| was)|who(?:'s|s| is| are| was)|how (?:old|tall|is|are|big|much do i weigh)) (?P<what>(?:my|our|mine)\b(?! (?:account|bank|credit|balance|bill|card|car|phone|flight|gas|tire|tires|oil|routing|apr|income|tax|taxes|insurance|ip|location|order|package|luggage|current location|rewards?|spending|transactions?|checking|savings|w2|w-2|401k|email|emails|inbox|pto|vacation|paycheck|salary|mpg|ping|volume|reservation|uber|next|route|commute|health)\b).*?)\W*$", "recall", keep=True, confidence=0.8),
    form("memory.recall", r"(?P<what>(?:what|who|where|which|when|how|why)\b[\w' ]{0,40}? (?:do|did|have|am|was|can|does) i(?:'ve)? (?:really |usually |always |still )?(?:like|love|hate|prefer|enjoy|dislike|know|live|work|drink|eat|park|put|leave|left|keep|kept|hide|hid|born|allergic|study|meet|met|want|collect|play|drive|wear|call)\b.*?)\W*$", "recall", keep=True, confidence=0.85),
    form("memory.recall", r"(?P<what>(?:do|did|have|am|was|does) (?:i|we) (?:like|love|hate|prefer|enjoy|dislike|know|live|work|drink|eat|own|allergic|vegetarian|vegan|married|have (?:any )?(?:allergies|siblings|kids|pets|a \w+))\b.*?)\W*$", "recall", keep=True, confidence=0.85),
    form("memory.recall", r"(?:am i|was i) (?P<what>(?:allergic|vegetarian|vegan|married|born|from)\b.*?)\W*$", "recall", keep=True, confidence=0.85),
    form("memory.recall", r"who(?:'s|s| is| was) (?P<what>(?!going|the|that|this|your|it|at|on|in|playing|winning|singing|responsible|eligible|a|an|calling|there|here)[\w'’-]+(?: [\w'’-]+)?)\W*$", "recall", keep=True, confidence=0.8),
    form("memory.recall", r"how (?:do|does|did) (?:i|we) know (?P<what>.+?)\W*$", "recall", keep=True),
    form("memory.recall", r"what(?:'s| is| does| do) (?P<what>(?!your|the|it|this|that|there|here|what|who|he|she)[a-z]+'s (?:favou?rite|birthday|name|job|phone|number|address|email|size|allerg|husband|wife|partner|dog|cat)\b.*?)\W*$", "recall", keep=True, confidence=0.75),
)  # fmt: skip

FACTS: tuple[Form, ...] = (
    form("memory.store", r"(?P<what>(?:actually,? )?(?:i|we)(?: (?:really|also|just|still|absolutely|usually|always|never|only|mostly|no longer|don'?t|do not|can'?t stand|used to))* (?:love|like|hate|prefer|enjoy|dislike|adore|live|work|drink|eat|own|play|speak|collect|drive|wear|study|grew up|was born|moved|married|can'?t stand|can'?t eat|started|quit|stopped|believe|support|weigh|parked|met|have (?:an? |two |three |four |\d+ )?(?:\w+ )?(?:allerg\w*|brothers?|sisters?|kids?|children|child|sons?|daughters?|dogs?|cats?|pets?|wife|husband|partner|girlfriend|boyfriend|car|twins?))\b.*)", "remember", keep=True, confidence=0.8),
    form("memory.store", r"(?P<what>(?:i'?m|i am|we'?re|we are) (?:(?!(?:going|not sure|sorry|looking|trying|wondering|out|free|busy|bored|hungry|tired|here|back|at|in|on|lost|good|fine|done|ready|calling|interested|curious|planning|having|thinking|leaving|travell?ing|flying|low|running|about|supposed|using|unable|looking|happy|sad|sick|cold|hot|getting|doing|afraid|late|running)\b)\w).*)", "remember", keep=True, confidence=0.7, needs="no question"),
    form("memory.store", r"(?P<what>my (?:\w+ ){0,3}?(?:name|birthday|wife|husband|partner|mother|mom|mum|father|dad|brother|sister|son|daughter|boss|friend|dog|cat|favou?rite [\w ]{1,30}?|address|number|email|doctor|dentist|girlfriend|boyfriend|car|job|anniversary|size|password|locker|code|plate|shoe size|blood type|allergy|team|school|company|manager|colleague|neighbou?r|aunt|uncle|grandma|grandpa|cousin|flat|house|wifi|pin)(?:'s)?\b[\w ]{0,30}? (?:is|are|was|'s|lives|works|loves|likes|hates|has|called|starts|turns|prefers|plays|drives|married|moved|speaks)\b.*)", "remember", keep=True, confidence=0.8),
    form("memory.store", r"(?P<what>[a-z][\w'’-]+ (?:is|was) my (?:\w+ ){0,3}?\w+.*)", "remember", keep=True, confidence=0.8),
    form("memory.store", r"(?P<what>[a-z][\w'’-]+(?:'s)? (?:favou?rite|birthday|husband|wife|daughter|son|partner|dog|cat|phone number|address|job)(?: [\w ]{1,20})? (?:is|are|was)\b.*)", "remember", keep=True, confidence=0.75),
    form("memory.store", r"(?P<what>(?!(?:it|he|she|they|this|that|there|who|what|everyone|nobody)\b)[a-z][\w'’-]+(?: [\w'’-]+)? (?:works at|works for|works as|lives in|lives at|likes|loves|hates|is allergic|prefers|moved to|is married to|was born|studies|is from|got married|is vegan|is vegetarian|plays the|speaks)\b.*)", "remember", keep=True, confidence=0.75),
)  # fmt: skip
