"""The only way in for a new account: a one-time link or code, used within ten minutes."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.access import HouseOwner, tag
from core.clock import Clock
from core.intake import Offers
from core.models import Identity
from core.ports import Limiter

VALID = timedelta(minutes=10)
TRIES_BY_ONE = 5
TRIES_IN_ALL = 20
TOKEN_BYTES = 24
CODE_LENGTH = 8
# Without the letters that are taken for digits, and without U, which makes words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_LINK = re.compile(r"/start(?:@\w+)?\s+(\S{1,64})\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """What the owner hands over: the word of the deep link, and the code to type instead."""

    token: str
    code: str
    expires_at: datetime

    def link(self, bot_name: str) -> str:
        """The address that opens the chat with the bot called `bot_name` and pairs."""
        return f"https://t.me/{bot_name}?start={self.token}"


class Pairing:
    """Issues tickets and redeems them. `key` is secret, so that hashes of codes tell nothing."""

    def __init__(
        self, offers: Offers, owner: HouseOwner, limiter: Limiter, key: bytes, clock: Clock
    ) -> None:
        self._offers = offers
        self._owner = owner
        self._limiter = limiter
        self._key = key
        self._clock = clock

    async def issue(self, owner_id: int) -> Ticket:
        """A ticket that binds one account to that person, once, within `VALID`."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        plain = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        expires_at = self._clock.now() + VALID
        await self._offers.add(
            owner_id, self._hash("link", token), self._hash("code", plain), expires_at
        )
        code = f"{plain[: CODE_LENGTH // 2]}-{plain[CODE_LENGTH // 2 :]}"
        return Ticket(token=token, code=code, expires_at=expires_at)

    async def redeem(self, account_id: int, display_name: str, text: str) -> Identity | None:
        """The identity that `text` has bound the account to; None when it opens nothing.

        The owner is told who came in. Text that looks like a ticket and is none counts as a try
        against every open pairing.
        """
        shown = _shown(text)
        if shown is None:
            return None
        now = self._clock.now()
        offers = await self._offers.open(now)
        if not offers:
            return None
        given = self._hash(*shown)
        for offer in offers:
            kept = offer.link_hash if shown[0] == "link" else offer.code_hash
            if hmac.compare_digest(kept, given):
                notice = await self._owner.welcome(offer.owner_id, display_name)
                return await self._offers.redeem(offer.pairing_id, account_id, now, notice)
        await self._offers.missed(now, await self._most(account_id))
        return None

    async def _most(self, account_id: int) -> int:
        """How many tries in all the open pairings stand, after this wrong one by the account."""
        key = f"rate:pair:{tag(self._key, account_id)}"
        if await self._limiter.hit(key, TRIES_BY_ONE - 1, int(VALID.total_seconds())):
            return TRIES_IN_ALL
        # The key is there when the account has used its tries up, and not when nobody counts.
        return 1 if await self._limiter.present(key) else TRIES_BY_ONE

    def _hash(self, kind: str, secret: str) -> bytes:
        return hmac.new(
            self._key, f"{kind}:{secret}".encode(errors="replace"), hashlib.sha256
        ).digest()


def _shown(text: str) -> tuple[str, str] | None:
    """("link", token) or ("code", code) when `text` has the form of one."""
    link = _LINK.fullmatch(text.strip())
    if link is not None:
        return "link", link.group(1)
    plain = re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)
    if len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET):
        return "code", plain
    return None
