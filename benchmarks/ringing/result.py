"""What is told of a run. Milliseconds and seconds as the names say."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class AtOnce:
    """What one way did with reminders that were due in the same second.

    What only a way with people at the other end has is None elsewhere: `of_the_limit` is the part
    of the speed that Telegram allows, `refused` how often it said that it was too fast. `answer_ms`
    is how long somebody waited for a reply meanwhile, `answer_between_rings_ms` somebody whose own
    reminders rang, who gets one message a second. `loop_worked_ms` is the longest that the loop was
    on the processor without a pause, `idle_loop_ms` for how long a loop with nothing to do stood
    still, in a process beside.
    """

    way: str
    reminders: int
    lost: int
    doubled: int
    set_ms_each: float
    loop_stood_still_ms: float
    loop_worked_ms: float
    idle_loop_ms: float | None = None
    last_after_seconds: float
    claimed_after_seconds: float | None = None
    rows_twice: int | None = None
    of_the_limit: float | None = None
    refused: int | None = None
    asked: int | None = None
    answer_p50_ms: float | None = None
    answer_worst_ms: float | None = None
    answer_between_rings_p50_ms: float | None = None
    answer_between_rings_worst_ms: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What many scheduled reminders cost. Memory is what the process grew by while it filled."""

    scheduled: int
    instants: int
    fill_redis_seconds: float
    fill_memory_mb: float
    singles: int
    late_p50_ms: float
    late_p99_ms: float
    late_worst_ms: float
    set_p50_ms: float
    set_p99_ms: float
