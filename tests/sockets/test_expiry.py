"""The wheel that knows which connections' tokens have expired."""

from datetime import UTC, datetime

from bookings.sockets.expiry import Expiry


def at(second: float) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def test_each_ends_once_when_its_time_has_come() -> None:
    wheel: Expiry[str] = Expiry()
    for name, end in (("late", 130), ("soon", 110.4), ("next", 111), ("never", None)):
        wheel.set(name, at(end) if end else None)
    assert wheel.due(110.9) == []
    assert set(wheel.due(111.0)) == {"soon", "next"}
    assert wheel.due(129.9) == []
    assert wheel.due(10_000) == ["late"]
    assert len(wheel) == 0


def test_another_end_takes_the_place_of_the_first_and_who_has_gone_is_forgotten() -> None:
    wheel: Expiry[str] = Expiry()
    for name in ("renewed", "gone", "free"):
        wheel.set(name, at(100))
    wheel.set("renewed", at(200))
    wheel.set("free", None)
    wheel.discard("gone")
    wheel.discard("gone")
    assert wheel.due(150) == []
    assert wheel.due(200) == ["renewed"]
