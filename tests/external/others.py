"""The other sides of the program together: a mail server, the bank and a program that webhooks call. Each can keep it waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.external.moments import Moment
from tests.external.smtp import MailServer, mail_server
from tests.external.stripe import KEY, SECRET, Stripe, message, stripe_server
from tests.webhooks.receiver import Receiver, receiving


@dataclass(frozen=True)
class Others:
    mails: MailServer
    bank: Stripe
    receiver: Receiver

    @property
    def environment(self) -> dict[str, str]:
        """Of a server that reaches them."""
        return {
            "SMTP_URL": f"smtp+plain://127.0.0.1:{self.mails.port}", "MAIL_FROM": "desk@example.com",
            "PUBLIC_URL": "http://desk.example", "WEBHOOK_PRIVATE_NETWORKS": "true",
            "STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": self.bank.url,
        }  # fmt: skip

    def hold(self, *, done: bool) -> list[Moment]:
        """Mails, refunds and messages of webhooks wait as soon as they are asked for, or `done` and not answered yet."""
        mail, hook = self.mails.moments.hold("." if done else "RCPT"), self.receiver.moments.hold("answer")
        return [mail, self._hold_at_bank("refunds", done=done), hook]

    def hold_checkout(self, *, done: bool) -> Moment:
        """Likewise pages to pay on."""
        return self._hold_at_bank("checkout/sessions", done=done)

    def paid(self, url: str) -> bytes:
        """Somebody pays on the bank's page, and this is what the bank is about to say."""
        reference = url.rpartition("/")[2]
        return message("checkout.session.completed", self.bank.pay(reference), f"evt_{reference}")

    def _hold_at_bank(self, what: str, *, done: bool) -> Moment:
        return self.bank.moments.hold(f"POST /v1/{what}{' done' * done}")


@contextmanager
def others() -> Iterator[Others]:
    with mail_server() as mails, stripe_server() as bank, receiving() as receiver:
        yield Others(mails, bank, receiver)
