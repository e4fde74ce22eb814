"""Hands one mail to a mail server by SMTP (RFC 5321), with a limit on every wait."""

from __future__ import annotations

import smtplib
import socket
import ssl
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime

from bookings.mail.letters import Letter
from bookings.rules.setup.settings import Encryption, MailServer

TIMEOUT_SECONDS = 10.0
LONGEST_REASON = 200
NO_ADDRESS = "Mail servers take no address with these letters."


class NotSent(Exception):
    """The server did not take it. `again`: it may take it later; `unknown`: it may have taken it, and did not say."""

    def __init__(self, reason: str, *, again: bool = True, unknown: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.again, self.unknown = reason[:LONGEST_REASON], again, unknown


class _OneLine(UnstructuredHeader):
    """Folding would make encoded words of a long address, which no mail program takes for one."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OneLine)  # type: ignore[arg-type]  # it is one by what the registry adds
_POLICY = default.clone(header_factory=_HEADERS)


def message(mail_id: str, sender: str, to: str, letter: Letter, at: datetime) -> EmailMessage:
    """A mail whose Message-ID is made from its row's: a server that gets it twice can tell. Raises NotSent."""
    made = EmailMessage(_POLICY)
    try:
        made["From"], made["To"], made["Subject"] = f"Ringside <{sender}>", to, letter.subject
    except (ValueError, LookupError, MessageError):  # what the parser of addresses has for those that it cannot read
        raise NotSent(NO_ADDRESS, again=False) from None
    made["Date"], made["Message-ID"] = format_datetime(at), f"<{mail_id}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:  # in one click, by a POST that carries this word (RFC 8058)
        made["List-Unsubscribe"], made["List-Unsubscribe-Post"] = f"<{letter.unsubscribe}>", "List-Unsubscribe=One-Click"
    made.set_content(letter.text)
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    return made


def send(server: MailServer, sender: str, to: str, mail: EmailMessage) -> None:
    """Raises NotSent."""
    try:
        smtp = _connect(server)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NotSent(_words(error)) from None
    with_body = False
    try:
        _log_in(smtp, server)
        body = mail.as_bytes()
        _expect(smtp.mail(sender))
        _expect(smtp.rcpt(to))
        with_body = True
        _expect(smtp.data(body))
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"The mail server refused the user or the password. {_words(error)}") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(_words(error), again=error.smtp_code < 500) from None
    except (UnicodeError, MessageError):
        raise NotSent(NO_ADDRESS, again=False) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_words(error), again=not with_body, unknown=with_body) from None
    finally:
        _leave(smtp)


def reach(server: MailServer) -> None:
    """Whether it answers and takes the user, without a mail. Raises NotSent."""
    try:
        smtp = _connect(server)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NotSent(_words(error)) from None
    try:
        _log_in(smtp, server)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server refused the user or the password. {_words(error)}") from None
    finally:
        _leave(smtp)


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls == Encryption.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.tls == Encryption.STARTTLS:
        try:
            smtp.starttls(context=context)
        except BaseException:
            smtp.close()
            raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if not server.user:
        return
    try:
        smtp.login(server.user, server.password)
    except UnicodeError:
        raise NotSent("The mail server's user and password can only have the letters of ASCII.") from None


def _expect(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, words)


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
        return f"The mail server answered {error.smtp_code}: {' '.join(reply.split())}"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, socket.gaierror):
        return "The mail server could not be reached: there is no server of this name."
    if isinstance(error, ssl.SSLError):
        return f"The mail server could not be reached with this encryption and port: {error.reason or 'no TLS there'}."
    reason = error.strerror if isinstance(error, OSError) else None  # without its number
    return f"The mail server could not be reached: {reason or ' '.join(str(error).split()) or type(error).__name__}"
