"""What can go wrong between a bot and Telegram, as a script of faults."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """An answer of the Bot API that is not ok."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def to_json(self) -> Json:
        """The body of the answer."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(description: str) -> ApiError:
    """400, worded as the Bot API words it."""
    return ApiError(400, f"Bad Request: {description}")


def too_many(retry_after: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


BLOCKED = ApiError(403, "Forbidden: bot was blocked by the user")
OTHER_POLLER = ApiError(
    409,
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running",
)
WEBHOOK_ACTIVE = ApiError(
    409,
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first",
)
NOT_MODIFIED = bad_request(
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
QUERY_TOO_OLD = bad_request("query is too old and response timeout expired or query ID is invalid")


@dataclass(kw_only=True)
class Fault:
    """What the next `times` requests meet, of one `method` ("" is any) and one chat (None is any).

    The answer is `code` with `description`, or, without a code, a cut connection; `garbage` is an
    answer that is no JSON. With `apply` the request is carried out first. `delay` seconds pass
    before anything else; a fault with a delay alone only makes the answer late.
    """

    method: str = ""
    chat_id: int | None = None
    times: int = 1
    code: int | None = None
    description: str = ""
    retry_after: int | None = None
    cut: bool = False
    garbage: bool = False
    apply: bool = False
    delay: float = 0.0

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Whether it strikes this request."""
        return (
            self.times > 0
            and self.method.casefold() in ("", method.casefold())
            and self.chat_id in (None, chat_id)
        )

    def error(self) -> ApiError | None:
        """The answer, when there is one to give."""
        if self.code is None:
            return None
        return ApiError(self.code, self.description or f"Error {self.code}", self.retry_after)
