"""The token bucket: what is over the burst is refused, and who goes on regardless is found out."""

from bookings.sockets.rate_limiter import RateLimiter

NEVER = 1e-9  # messages a second


def test_what_is_over_the_burst_is_refused_until_a_client_is_exhausted() -> None:
    limiter = RateLimiter(3, NEVER)
    assert [limiter.allow() for _ in range(5)] == [True, True, True, False, False]
    assert (limiter.refused, limiter.exhausted) == (2, False)
    assert not limiter.allow() and limiter.exhausted


def test_as_many_as_the_burst_may_wait_to_be_handled() -> None:
    limiter = RateLimiter(2, 1e9)
    assert [limiter.allow(waiting) for waiting in (0, 1, 2, 3, 1)] == [True, True, False, False, True]
    assert limiter.refused == 0
