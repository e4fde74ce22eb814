"""Mail by TLS, from the start or by STARTTLS: certificates are checked, and nothing secret goes out without it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from bookings.mail.letters import Letter
from bookings.mail.smtp import NotSent, message, reach, send
from bookings.rules.setup.settings import Encryption
from bookings.rules.setup.settings import MailServer as Address
from tests.external.smtp import mail_server

SENDER, TO = "desk@example.com", "ann@example.com"
MAIL = message("1", SENDER, TO, Letter("Hello", "Hello Ann"), datetime(2026, 3, 2, tzinfo=UTC))
BOTH = pytest.mark.parametrize("how", [Encryption.TLS, Encryption.STARTTLS])


def certified(name: str, trusted: Path | None) -> ssl.SSLContext:
    """A server's side with a certificate of its own for this name; the authority behind it is written where it is `trusted`."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    if trusted is not None:
        authority.cert_pem.write_to_path(str(trusted))
    return context


@BOTH
def test_a_mail_goes_by_tls_to_a_server_whose_certificate_is_trusted(
    how: Encryption, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = certified("localhost", tmp_path / "authority.pem")
    with mail_server(context, starttls=how == Encryption.STARTTLS) as server:
        address = Address("localhost", server.port, how, user="desk", password="hunter2")
        reach(address)
        send(address, SENDER, TO, MAIL)
        assert [mail["To"] for mail in server.mails] == [TO]
        assert any(line.startswith("AUTH") for line in server.commands)
    assert {line.split()[0].upper() for line in server.plain} <= {"EHLO", "STARTTLS"}


@BOTH
@pytest.mark.parametrize("name", ["localhost", "elsewhere.example"])
def test_nothing_goes_to_a_server_whose_certificate_is_not_trusted_or_of_another_name(
    how: Encryption, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "authority.pem"
    trustme.CA().cert_pem.write_to_path(str(known))
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    context = certified(name, known if name != "localhost" else None)
    with mail_server(context, starttls=how == Encryption.STARTTLS) as server:
        address = Address("localhost", server.port, how, user="desk", password="hunter2")
        for act in (lambda: reach(address), lambda: send(address, SENDER, TO, MAIL)):
            with pytest.raises(NotSent, match="(?i)certificate"):
                act()
        assert not server.mails and not any(line.startswith(("AUTH", "MAIL")) for line in server.commands)


def test_where_the_server_knows_no_starttls_nothing_secret_is_sent() -> None:
    with mail_server() as server:
        address = Address("127.0.0.1", server.port, Encryption.STARTTLS, user="desk", password="hunter2")
        with pytest.raises(NotSent):
            send(address, SENDER, TO, MAIL)
        assert not server.mails and not any(line.startswith(("AUTH", "MAIL")) for line in server.commands)
