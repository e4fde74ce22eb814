"""The letters that go by mail: plain text with one link at most, and what people are told also as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field

FOOT = "\n\nNobody reads answers to this address."


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    """The same once more, for mail programs that show it."""
    unsubscribe: str = field(default="", repr=False)
    """The address that ends mails of this kind; "" where nobody has a choice."""


def password_letter(name: str, link: str) -> Letter:
    return Letter(
        "Your new password",
        f"Hello {name},\n\nsomebody, most likely you, asked for a new password for this address. Choose one here:\n\n{link}\n\n"
        "The link is good once, for a day. If it was not you, do nothing: your password stays as it is." + FOOT,
    )


def confirm_letter(name: str, link: str) -> Letter:
    return Letter(
        "Please confirm your address",
        f"Hello {name},\n\nplease confirm that this address is yours:\n\n{link}\n\n"
        "The link is good once, for a week. If you know nothing of it, do nothing." + FOOT,
    )


def moved_letter(name: str, address: str) -> Letter:
    """To the former address."""
    return Letter(
        "Your account has another address now",
        f"Hello {name},\n\nyour account is now under {address}, and mails go there. If that was not you, tell the venue at once."
        + FOOT,
    )


def invitation_letter(name: str, by: str, link: str) -> Letter:
    return Letter(
        "You are invited",
        f"Hello {name},\n\n{by} has made an account for you. Choose a password, and it is yours:\n\n{link}\n\n"
        "The link is good once, for a week." + FOOT,
    )


def trial_letter() -> Letter:
    return Letter("A test", "This mail shows that the mail server is set up." + FOOT)
