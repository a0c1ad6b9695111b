"""What is written in any language is kept as it is, and found again by its words."""

import json

from integrations.embeddings import MiniLM
from memory.imports import import_lines
from memory.recall import Recalling
from storage.database import PostgresDatabase
from tests.integration.memory.conftest import NOON

FIFTY = (
    "My tea is in the kitchen", "Mein Tee steht in der Küche", "Mon thé est dans la cuisine",
    "Mi té está en la cocina", "O meu chá está na cozinha", "Il mio tè è in cucina",
    "Mijn thee staat in de keuken", "Mitt te står i köket", "Min te står i køkkenet",
    "Teen min står på kjøkkenet", "Teetä on keittiössä", "Minu tee on köögis",
    "Mana tēja ir virtuvē", "Mano arbata yra virtuvėje", "Moja herbata stoi w kuchni",
    "Můj čaj je v kuchyni", "Môj čaj je v kuchyni doma", "A teám a konyhában van",
    "Ceaiul meu este în bucătărie", "Чаят ми е в кухнята", "Мой чай на кухне",
    "Мій чай на кухні", "Моя гарбата на кухні", "Мој чај је у кухињи", "Moj čaj je u kuhinji",
    "Moj čaj je v kuhinji", "Чајот ми е во кујната", "Το τσάι μου είναι στην κουζίνα",
    "Çayım mutfakta", "Çayım mətbəxdədir", "Менің шайым ас үйде", "ჩემი ჩაი სამზარეულოშია",
    "Իմ թեյը խոհանոցում է", "התה שלי במטבח", "الشاي في المطبخ", "چای من در آشپزخانه است",
    "میری چائے باورچی خانے میں ہے", "मेरी चाय रसोई में है", "আমার চা রান্নাঘরে আছে",
    "என் தேநீர் சமையலறையில் உள்ளது", "నా టీ వంటగదిలో ఉంది", "ชาของฉันอยู่ในครัว",
    "Trà của tôi ở trong bếp", "Teh saya ada di dapur", "Ang tsaa ko ay nasa kusina",
    "Chai yangu iko jikoni", "我的茶在厨房里", "私のお茶は台所にあります", "내 차는 부엌에 있어요",
    "Mae fy nhe yn y gegin",
)  # fmt: skip


async def test_fifty_languages_are_kept_verbatim_and_found_by_their_words(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    lines = [json.dumps({"text": text, "ref": str(n)}) for n, text in enumerate(FIFTY)]
    done = await import_lines(database, embedder, anna, lines, NOON, lambda _: None)
    assert (done.kept, done.broken) == (len(FIFTY), 0)
    recalling = Recalling(database, embedder)
    for number, text in enumerate(FIFTY):
        found = await recalling.search(anna, text, 1, NOON)
        assert [(hit.ref, hit.text) for hit in found.hits] == [(str(number), text)]
        assert not found.abstain
