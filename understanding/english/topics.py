"""Matters of other services: money, travel, food, devices, the world.

Said without one of Jenny's own words (reminder, list, calendar) they are not hers.
"""

# ruff: noqa: E501 - a table is read by rows

import re

from understanding.english.words import listed

WORDS = frozenset(
    listed("""
    weather forecast temperature rain raining rainy snow snowing sunny humid humidity degrees traffic
    bank credit debit card cards visa mastercard amex account accounts balance checking savings transfer
    transaction transactions insurance loan mortgage routing apr fica 401k w2 tax taxes income salary
    paycheck pto bill bills fee fees dollar dollars stock stocks shares bitcoin reward rewards points spend
    spending spent flight flights airline airlines airport plane luggage passport hotel hotels motel travel
    vaccine vaccines ticket tickets train trains uber lyft taxi cab ola rental reserve reservation
    reservations restaurant restaurants diner bar takeaway takeout deliver delivery delivered delivers
    recipe recipes ingredient ingredients calorie calories nutrition nutritional cook bake oven song songs
    music playlist playlists album artist radio podcast podcasts audiobook audiobooks volume tune track
    light lights lamp thermostat roomba hoover socket plug tv speaker speakers wemo tweet twitter facebook
    instagram email emails e-mail mail inbox contact contacts whatsapp phone bluetooth sync device whisper
    accent voice battery gas fuel mpg tire tires tyre tyres definition synonym population president
    translate translation language joke trivia dice coin divided percent distance directions route
    news headlines coordinates gps commute cellphone cellphones local purchases coverage ai robot siri alexa google cortana
    """)
)
LANGUAGE = (
    r"(?:french|spanish|german|italian|japanese|chinese|russian|latin|portuguese|korean|arabic|hindi|english|dutch"
    r"|swedish|norwegian|finnish|greek|turkish|thai|mandarin)"
)
PHRASES = re.compile(
    r"\b(?:direct deposit|interest rate|exchange rate|carry-on|table for|take out|social media|oil change|jump start"
    r"|capital of|fun fact|game of|square root|times table|near(?:by| me| here)|in my (?:area|city|town|location)"
    r"|around (?:here|me|town)|in (?:town|the (?:world|news))|movies? (?:playing|showing)|coffee (?:machine|maker)"
    rf"|vacuum cleaner|in {LANGUAGE})\b"
)
WORD = re.compile(r"[a-z0-9]+(?:-[a-z]+)?")


def foreign(text: str) -> bool:
    """Whether `text` (lower case) is about a matter of other services."""
    return not WORDS.isdisjoint(WORD.findall(text)) or PHRASES.search(text) is not None
