"""Origins are compared as origins: a default port that is spelled out, capitals and a slash make no difference."""

import pytest

from bookings.rules.origins import Origin, OriginPolicy, host_of, is_loopback, parse_origin

CLUB = Origin("https", "club.example", 443)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://club.example", CLUB),
        ("https://club.example:443/", CLUB),
        ("HTTPS://Club.Example", CLUB),
        ("http://club.example:80", Origin("http", "club.example", 80)),
        ("https://[::1]:8443", Origin("https", "::1", 8443)),
        ("https://käse.example", Origin("https", "xn--kse-qla.example", 443)),
        ("null", None),
        ("", None),
        ("club.example", None),
        ("ftp://club.example", None),
        ("https://", None),
        ("https://club.example/board", None),
        ("https://club.example?x", None),
        ("https://club.example#x", None),
        ("https://me@club.example", None),
        ("https://club.example:port", None),
        ("https://club.example:99999", None),
        ("https://[::1", None),
        ("https://club.example\x00", None),
    ],
)
def test_an_origin_is_read_or_it_is_none(text: str, origin: Origin | None) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("https://club.example", "club.example", True),
        ("https://club.example", "club.example:443", True),
        ("http://club.example", "club.example:80", True),
        ("https://club.example", "Club.Example", True),
        ("https://CLUB.example", "club.example", True),
        ("https://club.example:8443", "club.example:8443", True),
        ("http://127.0.0.1:5000", "127.0.0.1:5000", True),
        ("http://[::1]:5000", "[::1]:5000", True),
        ("https://club.example:8443", "club.example", False),
        ("https://club.example:9000", "club.example:8443", False),
        ("https://evil.example", "club.example", False),
        ("https://club.example.evil.example", "club.example", False),
        ("https://evil.example/club.example", "club.example", False),
        ("https://club.example@evil.example", "club.example", False),
        ("null", "club.example", False),
        ("https://club.example", "", False),
        ("https://club.example", "club.example:x", False),
    ],
)
def test_a_page_is_ours_when_it_came_from_the_host_that_is_asked(origin: str, host: str, own: bool) -> None:
    assert OriginPolicy().is_own(origin, host) is own


def test_the_public_address_is_ours_whatever_host_a_proxy_passes_on() -> None:
    policy = OriginPolicy(public=parse_origin("https://club.example:8443"))
    assert policy.is_own("https://Club.example:8443", "127.0.0.1:5000")
    assert not policy.is_own("https://club.example", "127.0.0.1:5000")
    assert policy.public is not None and policy.public.authority == "club.example:8443"
    assert CLUB.authority == "club.example"


def test_a_listed_site_may_use_the_cookie_and_any_site_may_not() -> None:
    friend = OriginPolicy(listed=frozenset({CLUB}))
    anybody = OriginPolicy(any_site=True)
    assert friend.may_connect("https://club.example:443", "desk.example")
    assert friend.cookie_is_trusted("https://club.example", "desk.example")
    assert anybody.may_connect("https://evil.example", "desk.example")
    assert not anybody.cookie_is_trusted("https://evil.example", "desk.example")
    for policy in (friend, anybody):
        assert policy.may_connect(None, "desk.example"), "a program names no origin"
        assert not policy.cookie_is_trusted(None, "desk.example")
        assert policy.cookie_is_trusted(None, "desk.example", "same-origin")
        assert not policy.cookie_is_trusted("null", "desk.example", "same-origin")


@pytest.mark.parametrize(
    ("netloc", "here"),
    [
        ("localhost:5000", True), ("127.0.0.1:5000", True), ("127.1.2.3", True), ("[::1]:5000", True),
        ("192.168.1.5:5000", False), ("localhost.example", False), ("", False), ("[::1", False),
    ],
)  # fmt: skip
def test_a_loopback_host_is_known_by_name_and_address(netloc: str, here: bool) -> None:
    assert is_loopback(host_of(netloc)) == here
