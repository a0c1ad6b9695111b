"""The sentences that tell who and what belongs together, as a table of forms.

A rule that is `dated` is matched without the clause's times, which then say since when.
"""

import re

from core.graph import ME
from core.learning import Tie
from memory.bonds import ATTRIBUTES, BONDS, attribute
from memory.telling import (
    Rule,
    aged,
    bond,
    jobless,
    kept_at,
    names_in,
    owned,
    parked,
    parted,
    rule,
    somebody,
    telling,
    work,
)

_BOND = rf"(?P<bond>{'|'.join(sorted(map(re.escape, BONDS), key=len, reverse=True))})s?"
_KIND = (
    r"(?:(?:best|good|old|close|older|elder|oldest|eldest|younger|youngest|big|little|twin|new|dear"
    r"|late)[ -])*"
)
NAME = r"[\w'’.-]+(?: (?-i:[A-ZÀ-Þ])[\w'’.-]*){0,2}"
_CAPITAL = r"(?-i:[A-ZÀ-Þ])[\w'’.-]*"
_NOT = (
    r"(?:don['’]?t|do not|doesn['’]?t|does not|never|no longer|can['’]?t|didn['’]?t|am not|is not"
    r"|isn['’]?t|are not|aren['’]?t|['’]m not)"
)
_SOMEBODY = rf"(?P<who>I|we|my {_KIND}[a-zé-]+|{NAME}?)"
_OFTEN = (
    r"(?:(?:really|also|just|still|absolutely|usually|always|mostly|now|quite|do|does|both|have|has"
    r"|recently|finally|actually|currently|only|originally|had) )*"
)
_IS = r"(?:is|are|was|am|'m|’m|'s|’s|['’]ve been|have been|has been)"
_IM = r"I['’]m"
_PLACE = (
    r"(?:in|at|on|under|behind|by|next to|inside|near|with|above|below|beside|between"
    r"|in front of|on top of|opposite|outside) (?!(?:an? )?(?:bad|good|my way|fire|time|hold"
    r"|trouble|love|fact|order|question|pain|work|risk|sale|silent|schedule|average|pressure)\b"
    r"|\d+ ?%).+"
)
_MOVABLE = (
    r"(?:[\w-]+ )?(?:keys?|passports?|wallet|purse|glasses|umbrella|charger|drill|ladder|bag"
    r"|backpack|suitcase|tickets?|documents?|papers|laptop|jacket|coat|headphones|camera|ring"
    r"|tools?|toolbox|vaccination card|birth certificate|id card|remote|torch|tent|bike lock)"
)
_PEOPLE = rf"(?P<names>{NAME}(?:(?:, | and |, and ){NAME})*)"
TRADES = (
    r"(?:nurse|doctor|teacher|student|engineer|lawyer|programmer|developer|designer|writer"
    r"|musician|artist|cook|chef|driver|farmer|scientist|architect|journalist|photographer|plumber"
    r"|electrician|carpenter|accountant|pilot|vet|dentist)"
)
STATE = (
    r"vegan|(?:a )?vegetarian|married|single|divorced|retired|engaged|left-handed|right-handed"
    r"|diabetic|pregnant|colou?r-?blind|unemployed|self-employed|lactose intolerant"
    rf"|gluten intolerant|(?:an? ){TRADES}"
)

_LIVING = (
    r"(?:liv(?:e|es|ed|ing)|moved|relocated|stay(?:s|ing)?)(?: back| now| over)*"
    r"(?: with [A-ZÀ-Þ]\w+)?"
)
_WORKING = (
    r"work(?:s|ed|ing)?(?: as (?P<job>.+?))?(?: with (?P<with>.+?))?(?: (?:at|for) (?P<place>.+?))?"
    r"(?: as (?P<trade>.+?))?"
)
_LIKING = r"(?:like|love|enjoy|adore)(?:s|d)?"
_RATHER = r"over|rather than|instead of|more than"
# "my sister Anna lives in Rome": who it is, and what follows of her.
PRESENTED = re.compile(
    rf"(?i:(?:my|our) {_KIND}{_BOND}),? (?P<name>[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?)"
    r"(?=,? (?!and\b|is my\b)[a-z])"
)
PARKED: tuple[Rule, ...] = (
    rule(
        rf"{_SOMEBODY} {_OFTEN}parked(?: (?:the|my|our))?(?: car| bike)?,?"
        rf" (?P<what>{_PLACE}|(?:level|floor|spot|garage|deck|row) ?.+)",
        parked,
        dated=True,
    ),
    rule(
        r"(?P<who>)(?:(?:(?:the|my|our) )?car|the bike)(?:['’]s| is) (?:parked )?"
        rf"(?P<what>{_PLACE})",
        parked,
    ),
)
BONDED: tuple[Rule, ...] = (
    rule(
        rf"{_PEOPLE}(?: is| are| was|['’]s) (?:one of )?(?:my|our) {_KIND}{_BOND}(?:,? .*)?", bond
    ),
    rule(
        rf"(?:my|our|(?P<owner>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s?) {_KIND}{_BOND}"
        r"(?:['’]s name)? (?:is|are)(?: now)?"
        rf"(?: called| named)? (?P<names>{_CAPITAL}(?:(?: |, | and ){_CAPITAL})*)(?: now)?",
        bond,
    ),
    rule(
        rf"(?P<names>{NAME}) is (?P<owner>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s? {_KIND}{_BOND}",
        bond,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has|got|own|adopted) (?:an?|two|three|four|five|\d)"
        rf" {_KIND}(?:\w+ )?{_BOND}(?:,|:| called| named|, called| -) (?P<names>{_CAPITAL}"
        rf"(?:(?:, | and |, and ){_CAPITAL})*)",
        lambda found: (
            Tie(subject=subject, predicate=BONDS[found["bond"].casefold()], object=name)
            for subject in [somebody(found["who"])]
            if subject is not None
            for name in names_in(found["names"])
        ),
    ),
    rule(
        rf"(?:{_SOMEBODY} (?:is|am)|{_IM}) (?:only |just |now |already )?(?P<what>\d{{1,3}})"
        r"(?: years?(?: old)?| yo| y/o| months? old| weeks? old)?(?: now| today)?",
        aged,
    ),
    rule(
        rf"birthday of (?P<whose>my {_KIND}[a-zé-]+|{NAME}) is (?:on |the )*(?P<what>.+)",
        owned("BIRTHDAY"),
    ),
    rule(
        rf"(?:my|(?P<whose>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s?) birthday"
        r"(?: ?[:=-] ?| (?=\d))(?P<what>.*\d.*)",
        owned("BIRTHDAY"),
    ),
    rule(
        rf"(?:my|(?P<whose>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s?) birthday is"
        r" (?:on |the )*(?P<what>.+)",
        owned("BIRTHDAY"),
    ),
    rule(rf"{_SOMEBODY} ?{_IS} born (?:on |in )?(?:the )?(?P<what>.*\d.*)", telling("BORN")),
    rule(
        rf"(?:my name(?: is|['’]s)|call me|I(?: am|['’]m) called) (?P<what>{NAME})", owned("NAMED")
    ),
    rule(
        r"the (?P<noun>(?:[a-z-]+ ){1,2}?(?:code|password|passcode|combination))(?: is|:) "
        r"(?P<what>\S+)",
        owned(),
    ),
    rule(
        r"(?:the )?(?P<key>code|password|combination) (?:for|of|to) (?:the |my |our )?"
        r"(?P<lock>[a-z]+(?: [a-z]+)?)(?: is|:) (?P<what>\S+)",
        lambda found: (
            Tie(subject=ME, predicate=name, object=found["what"])
            for name in [attribute(f"{found['lock']} {found['key']}")]
            if name is not None
        ),
    ),
    rule(
        rf"(?:my|our|(?P<whose>{NAME}?)['’]s?) (?P<noun>(?:[a-z-]+ ){{0,2}}?(?:{ATTRIBUTES}))"
        r" ?(?:is|are|:|['’]s(?= \w)) (?:now )?(?P<what>.+)",
        owned(),
    ),
)
TASTE: tuple[Rule, ...] = (
    rule(
        rf"{_SOMEBODY} {_OFTEN}{_NOT} (?:really )?(?:like|love|enjoy|stand|bear)s?(?: to)?"
        r" (?P<what>.+)",
        telling("DISLIKES"),
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:hates?|dislikes?|detests?)(?: to)? (?P<what>.+)",
        telling("DISLIKES"),
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:stopped|quit|gave up) (?:liking|enjoying|loving) (?P<what>.+)",
        telling("LIKES", ended=True),
    ),
    # What is liked less is not told to be liked.
    rule(
        rf"{_SOMEBODY} {_OFTEN}prefer(?:s|red)? to (?P<what>.+?)(?: (?:{_RATHER}) .+)?",
        telling("LIKES"),
    ),
    # "Listening to music" is liked as a whole, "swimming to running" is not.
    rule(
        rf"{_SOMEBODY} {_OFTEN}prefer(?:s|red)? (?P<what>.+?)"
        rf"(?: (?:{_RATHER}|(?<!ing )to|to(?= \w+ing\b)) .+)?",
        telling("LIKES"),
    ),
    rule(rf"{_SOMEBODY} {_OFTEN}{_LIKING}(?: to)? (?P<what>.+)", telling("LIKES")),
    rule(rf"{_SOMEBODY} ?{_IS} (?:really )?(?:into|fond of) (?P<what>.+)", telling("LIKES")),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:{_NOT}|avoids?) (?:eat|drink)?s? ?(?P<what>meat|fish|pork|beef"
        r"|dairy|gluten|sugar|eggs|alcohol|coffee|milk|wheat|seafood|shellfish)",
        telling("AVOIDS"),
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:stopped|quit|gave up) (?:eating|drinking) (?P<what>.+)",
        telling("AVOIDS"),
    ),
    rule(rf"{_SOMEBODY} {_OFTEN}(?:eats?|drinks?) (?P<what>.+)", telling("EATS")),
)
STATES: tuple[Rule, ...] = (
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:{_NOT}|used to|stopped) {_OFTEN}{_WORKING}",
        work(ended=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:quit|left|resigned from|(?:was|got) (?:fired|laid off) from|lost)"
        r" (?:my |his |her |their |the )?(?:job|work|position)(?: (?:at|with) (?P<place>.+))?",
        jobless,
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:quit|resigned|(?:was|got|been) (?:fired|laid off))"
        r"(?:(?: (?:at|from))? (?P<place>(?:(?<= at )|(?<= from )|(?=(?-i:[A-ZÀ-Þ]))).+))?",
        jobless,
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:(?:switched|changed) (?:my |his |her |their )?jobs?"
        r"|(?:got|have|has) a new job)(?P<place>)",
        jobless,
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:got |are |am )?(?:(?P<married>divorced)|split up|broke up)",
        parted,
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:(?:started|begun|began) )?{_WORKING}",
        work(),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:started|began|joined|got a (?:new )?job)(?: a new job)?"
        r"(?: at| with)? (?P<place>(?-i:[A-ZÀ-Þ]).+)",
        work(),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:{_NOT}|used to|stopped) {_OFTEN}{_LIVING} (?:in|at)"
        r" (?P<what>.+)",
        telling("LIVES_IN", ended=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:moved away|moved out|left) (?:from|of) (?P<what>.+)",
        telling("LIVES_IN", ended=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}{_LIVING}(?: from [\w ]+?)? (?:in|at|to|into) (?P<what>.+)",
        telling("LIVES_IN"),
        dated=True,
    ),
    rule(
        rf"(?:(?:my|our) (?P<thing>[\w -]{{2,30}}?)|the (?P<shared>{_MOVABLE}))"
        r" (?:is|are|lies|lie|hangs?|is kept|are kept)(?: now| always)? (?P<what>" + _PLACE + ")",
        kept_at,
        dated=True,
    ),
    rule(
        rf"(?:I|we) {_OFTEN}(?:put|left|hid|stored|keep|kept|stashed|packed)"
        rf" (?:(?:my|our|the) )(?P<thing>[\w -]{{2,30}}?) (?P<what>{_PLACE})",
        kept_at,
        dated=True,
    ),
)
MORE: tuple[Rule, ...] = (
    rule(rf"{_SOMEBODY} ?{_IS} (?:originally )?from (?P<what>.+)", telling("FROM")),
    rule(rf"{_SOMEBODY} ?{_IS} (?:\w+ )?allergic to (?P<what>.+)", telling("ALLERGIC_TO")),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has) (?:an? )(?:\w+ )?(?P<what>[\w ]+?) allergy",
        telling("ALLERGIC_TO"),
    ),
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:got )?(?:married|engaged) to (?P<what>{NAME})",
        telling("MARRIED_TO", people=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:got )?divorced from (?P<what>{NAME})",
        telling("MARRIED_TO", ended=True, people=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:know|knows|met) (?P<what>{NAME})(?: .*)?",
        telling("KNOWS", people=True),
    ),
    rule(rf"{_SOMEBODY} {_OFTEN}speaks? (?P<what>.+)", telling("SPEAKS")),
    rule(rf"{_SOMEBODY} {_OFTEN}takes? (?P<what>.+) (?:every|each|daily|twice|once)\b.*",
          telling("TAKES")),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has|own|owns|got|bought)"
        r" (?P<what>(?:an?|two|three|four) .+)",
        telling("HAS"),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}{_NOT} (?:have|has|own|owns) (?P<what>(?:an?|any) .+)",
        telling("HAS", ended=True),
        dated=True,
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}sold (?:my|our|his|her|their|the) (?P<what>.+)",
        telling("HAS", ended=True),
        dated=True,
    ),
    rule(rf"{_SOMEBODY} ?{_IS} (?:now )?(?P<what>{STATE})(?: now)?", telling("IS")),
    rule(
        rf"{_SOMEBODY} ?{_NOT} (?P<what>{STATE})", telling("IS", ended=True)
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?:wakes?|gets?) up (?P<what>(?:at|around|before) .+)",
        telling("WAKES_UP"),
    ),
    rule(
        rf"{_SOMEBODY} {_OFTEN}(?P<what>(?:go(?:es)?|plays?|runs?|swims?|cycles?|meditates?|does|do"
        r"|reads?|cooks?|visits?|calls?|meets?|trains?|practi[sc]es?)(?: [\w'-]+){0,4}"
        r" (?:every|each|once|twice|on (?:mon|tues|wednes|thurs|fri|satur|sun)days)\b.*)",
        telling("DOES"),
    ),
)  # fmt: skip
# Where the car is goes before what car it is.
RULES = (*PARKED, *BONDED, *TASTE, *STATES, *MORE)
