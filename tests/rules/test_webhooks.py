"""Which addresses webhooks may call, and how a message is signed."""

import pytest

from bookings.rules.programs.webhooks import (
    KINDS,
    clean_kinds,
    may_call,
    new_secret,
    parse_target,
    signature,
    signed_headers,
)
from bookings.rules.violation import RuleViolation


def test_a_message_is_signed_as_standard_webhooks_has_it() -> None:
    """The example of the specification's own libraries."""
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert signature(secret, message, 1614265330, '{"test": 2432232314}') == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_after_a_new_secret_both_sign() -> None:
    old, new = new_secret(), new_secret()
    both = signed_headers([new, old], "msg_1", 7, "{}")
    assert both["webhook-signature"].split() == [signature(new, "msg_1", 7, "{}"), signature(old, "msg_1", 7, "{}")]
    assert (both["webhook-id"], both["webhook-timestamp"]) == ("msg_1", "7")


@pytest.mark.parametrize(
    ("address", "publicly", "on_site"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("10.0.0.7", False, True),
        ("172.16.1.1", False, True),
        ("192.168.1.20", False, True),
        ("fd00::12", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:10.0.0.7", False, True),
        ("64:ff9b::a00:7", False, True),
        ("2002:7f00:1::", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("localhost", False, False),
    ],
)
def test_only_public_addresses_are_called_unless_the_own_network_is_allowed(address: str, publicly: bool, on_site: bool) -> None:
    assert may_call(address, private=False) is publicly
    assert may_call(address, private=True) is on_site


@pytest.mark.parametrize(
    "url",
    [
        "", "desk.example.com/hook", "ftp://desk.example.com", "https://", "https://desk.example.com:0/", "https://desk.example.com:99999/",
        "https://user:word@desk.example.com/", "https://desk.example.com/#part", "https://desk example.com/", "http://desk.example.com/",
        "https://dësk.example.com/", "https://[::1", "https://desk.example.com/\nx", f"https://desk.example.com/{'x' * 500}", None, 7,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_program_is_refused(url: object) -> None:
    with pytest.raises(RuleViolation):
        parse_target(url, private=False)


def test_an_address_keeps_its_port_and_its_query() -> None:
    target = parse_target(" https://Desk.example.com:8443/hook?of=club ", private=False)
    assert (target.host, target.port, target.path) == ("desk.example.com", 8443, "/hook?of=club")
    assert parse_target("http://till/", private=True).port == 80


def test_kinds_are_those_that_there_are() -> None:
    assert clean_kinds(["payment.completed", "booking.created"]) == ["booking.created", "payment.completed"]
    assert clean_kinds([]) == []
    assert clean_kinds(KINDS) == list(KINDS)
    for wrong in ("booking.lost", ["x"], [1], 7):
        with pytest.raises(RuleViolation):
            clean_kinds(wrong)
