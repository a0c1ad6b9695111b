"""Jenny's errors, each for one audience.

JennyError
├── PersonError          the person can do something about it: its text is shown as it is
│   ├── Refused          what was asked is not allowed or makes no sense
│   └── WrongUsage       a command was called in a way that it does not know
├── OperatorError        the owner of the machine must act: its text names the cure
│   ├── SettingsError    a setting is missing or wrong
│   ├── ServerDown       PostgreSQL, Redis, Neo4j, Telegram or the model cannot be reached
│   └── TokenRefused     Telegram does not know the bot token
├── DeliveryError        a message could not be sent
│   ├── TryLater         the other side asks to wait
│   ├── Unavailable      the other side is out of reach or out of order; nothing was sent
│   ├── NotConfirmed     it may have been sent: the connection broke before the receipt
│   ├── Unreachable      the person blocked the bot or deleted the chat
│   └── Rejected         the message itself is refused for good
└── CalendarError        a calendar could not be read or changed
    ├── AccessRevoked    its password or consent is not accepted any more
    ├── CalendarDown     it is out of reach or out of order
    ├── CalendarBusy     it asks to wait
    ├── CalendarFull     there is no room left in it
    ├── CalendarMissing  there is no such calendar, or none at that address
    ├── TokenVoid        it must be read anew, whole
    ├── EventChanged     somebody else has changed the event
    ├── EventGone        the event is not there any more
    └── EventRefused     the event itself is refused for good
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.calendars import Changes

# What the person is told when it is no error of these. A message is one transaction, but what it
# tells to remember is kept before that.
SORRY = (
    "Something went wrong on my side, and I could not deal with this message: nothing is set, and"
    " no reminder, task or event is changed. Please send it once more, perhaps in other words."
)


class JennyError(Exception):
    """Root of every error that Jenny raises herself."""


class PersonError(JennyError):
    """One clear sentence for the person, with what to do next."""


class Refused(PersonError):
    """What was asked for is not allowed or makes no sense; nothing was changed."""


class WrongUsage(PersonError):
    """A command was called with words or options that it does not know; nothing was done."""


class OperatorError(JennyError):
    """One clear sentence for the owner of the machine, with the cure."""


class SettingsError(OperatorError):
    """A setting is missing or wrong. The text names it and never shows its value."""


class ServerDown(OperatorError):
    """A server cannot be reached. `server` is "PostgreSQL", "Redis", "Neo4j" or "model", or
    "Telegram" where its answer was all that was wanted."""

    def __init__(self, server: str, cure: str) -> None:
        super().__init__(f"{server} cannot be reached: {cure}")
        self.server = server


class TokenRefused(OperatorError):
    """Telegram answered 401: the token is wrong or was revoked."""


class DeliveryError(JennyError):
    """A message could not be sent."""


class TryLater(DeliveryError):
    """Nothing was sent. Try again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


class Unavailable(DeliveryError):
    """The other side cannot be reached, or fails for the moment. Nothing was sent."""


class NotConfirmed(DeliveryError):
    """The connection broke after the message went out: it may have arrived or not."""


class Unreachable(DeliveryError):
    """The person blocked the bot or left: no message will arrive until they come back."""


class Rejected(DeliveryError):
    """The other side will never take this message as it is."""


class CalendarError(JennyError):
    """A calendar could not be read or changed. The text is a sentence for the person."""


class AccessRevoked(CalendarError):
    """The password or the consent is not accepted any more: the person has to connect it anew."""


class CalendarDown(CalendarError):
    """It is out of reach or out of order for the moment. A change may have arrived or not."""


class CalendarBusy(CalendarError):
    """It has had too many requests. Nothing was done; try again after `seconds`."""

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds


class CalendarFull(CalendarError):
    """There is no room left: something must be deleted there first."""


class CalendarMissing(CalendarError):
    """There is no such calendar any more, or no calendar at that address."""


class TokenVoid(CalendarError):
    """The token of the last reading counts no more: read the calendar anew, whole."""


class EventChanged(CalendarError):
    """Nothing was written: somebody else has changed the event. `theirs` is what is there now."""

    def __init__(self, text: str, theirs: "Changes") -> None:
        super().__init__(text)
        self.theirs = theirs


class EventGone(CalendarError):
    """The event is not there any more."""


class EventRefused(CalendarError):
    """The provider will never take this event as it is."""
