"""What is not English is told apart from English that is not understood."""

import pytest

from agents.languages import is_foreign
from tests.house import House


@pytest.mark.parametrize(
    "text",
    [
        "Erinnere mich morgen um 9 an Mama",
        "Was steht heute an?",
        "meine Schwester heißt Anna und mein Bruder Tom",
        "Rappelle-moi d'appeler maman demain à 9h",
        "qu'est-ce que tu fais pour moi ?",
        "recuérdame llamar a mamá mañana a las 9",
        "Hola, ¿qué puedes hacer?",
        "ricordami di chiamare la mamma domani alle 9",
        "lembre-me de ligar para a mãe amanhã às 9",
        "Herinner me eraan om 9 uur mama te bellen",
        "przypomnij mi jutro o 9",
        "anneme yarın telefon etmemi hatırlat",
        "напомни мне позвонить маме завтра в 9",
        "ذكرني بالاتصال بأمي غدا الساعة 9",
        "תזכיר לי להתקשר לאמא מחר ב-9",
        "明天9点提醒我给妈妈打电话",
        "明日9時に母に電話",
        "내일 9시에 엄마에게 전화",
        "υπενθύμισέ μου να πάρω τη μαμά",
        "मुझे कल याद दिलाना",
    ],
)
async def test_other_languages_are_answered_with_what_works(house: House, text: str) -> None:
    assert await house.reply(text) == (
        "I speak English only for now, so I did not understand that."
        " For example: “remind me to call mum tomorrow at 9”."
    )


@pytest.mark.parametrize(
    "text",
    [
        "what do you think of the new café in München?",
        "tell me about the Louvre and les Halles",
        "die hard is on tonight",
        "how do I say “guten Morgen, wie geht es dir” in English?",
        "the wifi is down",
        "zzz",
        "lol",
        "",
        "42",
        "ok",
        "is Иван there",
        "who won the match last night",
        "I do not know what to do",
        "en route, la la land",
        "tell me a joke",
        "wie?",
    ],
)
def test_english_is_never_called_foreign(text: str) -> None:
    assert not is_foreign(text)


async def test_a_subject_in_another_language_is_kept_as_it_is(house: House) -> None:
    await house.say("remind me at 9pm")
    assert (await house.reply("позвонить маме")).startswith("Reminder set: позвонить маме\n")
