"""Kinds of English words, by what they say about a request."""

from understanding.english.topics import WORDS
from understanding.english.words import listed

KINDS = {
    "create": """add put create set schedule book make new plan arrange organize enter insert
        include save note log pencil block mark start begin write place throw stick append""",
    "delete": """cancel delete remove clear erase drop scrap wipe discard dismiss kill trash empty
        eliminate scratch strike cut undo""",
    "change": """move reschedule postpone push shift change update edit rename extend shorten delay
        modify adjust prolong swap switch lengthen bring bump""",
    "show": """show list read display check view see tell give open review pull look""",
    "stop": "stop off disable deactivate end silence mute pause",
    "done": "done finished complete completed finish did bought paid tick ticked off check checked",
    "remind": "remind reminder reminders reminding reminded ping nudge notify alert warn",
    "alarm": "alarm alarms timer timers countdown snooze wake stopwatch",
    "calendar": """calendar calendars calender calander agenda schedule diary planner itinerary""",
    "event": """event events meeting meetings mtg appointment appointments appt lunch dinner
        breakfast brunch party interview session conference haircut class lesson birthday
        anniversary wedding concert standup sync dentist doctor doctors doctor's vet yoga gym swim
        training practice rehearsal call exam trip engagement plans kickoff checkup physio""",
    "list": "list lists todo todos to-do to-dos groceries backlog basket cart shopping grocery",
    "task": "task tasks chore chores item items errand errands",
    "remember": "remember memorize memorise memory memories mind recall know knows",
    "forget": "forget unlearn",
    "taste": """like likes love loves hate hates prefer prefers enjoy enjoys dislike favourite
        favorite allergic adore""",
    "kin": """mother mom mum father dad sister brother son daughter wife husband partner friend
        boss colleague neighbour neighbor cousin aunt uncle grandma grandpa girlfriend boyfriend
        kid kids children parents dog cat family landlord""",
    "called": "name names named called nickname username address refer call calling",
    "wh": "what what's whats which when when's where where's who who's whos how how's why",
    "whether": "is are am do does did have has was were will any can could",
    "me": "i i'm i've i'll i'd im me my mine myself we we're our us",
    "you": "you your you're yourself u",
    "need": "need needs want must should have gotta out low",
    "errand": """call phone text email mail message buy pick drop pay take feed water send submit
        renew return collect clean wash fix get bring walk cook order print write reply ask visit
        charge pack sign register vacuum iron mow finish""",
    "world": " ".join(WORDS),
}
CLASSES: dict[str, tuple[str, ...]] = {
    word: tuple(name for name, words in KINDS.items() if word in listed(words))
    for word in {word for words in KINDS.values() for word in listed(words)}
}
