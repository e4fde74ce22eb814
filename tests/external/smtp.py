"""A mail server: speaks enough SMTP (RFC 5321) to take mails from the program, keeps them, and refuses when it is told to."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.external.moments import Moments

TIMEOUT = 20


class MailServer(socketserver.ThreadingTCPServer):
    """With a `context` it speaks TLS: from the start, or (`starttls`) once it is asked to. `plain` are the commands that came without.

    `mails` came in. `answers` {"RCPT": "550 no such user"} replaces the answer to a command; "." is the mail's end, and an
    answer of "" there hangs up without a word, after the mail was taken. Its `moments` are before the answers to these, by the
    same names."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, context: ssl.SSLContext | None = None, *, starttls: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.context, self.starttls = context, starttls
        self.plain: list[str] = []
        self.port: int = self.server_address[1]
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.commands: list[str] = []
        self.moments = Moments()
        self._came = threading.Condition()

    def take(self, raw: bytes) -> None:
        with self._came:
            self.mails.append(message_from_bytes(raw, policy=policy.default))
            self._came.notify_all()

    def wait_for(self, count: int) -> EmailMessage:
        """The mail with this number (from 1), as soon as it is there."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.mails) >= count, TIMEOUT), f"{len(self.mails)} mails came"
            return self.mails[count - 1]


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    (found,) = re.findall(r"https?://[^/\s]+(/link/[\w-]+)", mail.get_content())
    return str(found)


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, *, starttls: bool = False) -> Iterator[MailServer]:
    with MailServer(context, starttls=starttls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with suppress(ssl.SSLError, ConnectionError):  # who does not trust the certificate hangs up
            if self.server.context is not None and not self.server.starttls:
                self._encrypt(self.server.context)
            self._talk()

    def _encrypt(self, context: ssl.SSLContext) -> None:
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)

    def _talk(self) -> None:
        self._say("220 mail.example.com")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split()[0].upper()
            self.server.commands.append(line)
            encrypted = isinstance(self.request, ssl.SSLSocket)
            if not encrypted:
                self.server.plain.append(line)
            if not self.server.moments.reach(word):
                return
            told = self.server.answers.get(word)
            if told is not None:
                self._say(told)
            elif word == "DATA":
                self._say("354 go on")
                self.server.take(self._body())
                end = self.server.answers.get(".", "250 taken")
                if not self.server.moments.reach(".") or not end:
                    return
                self._say(end)
            elif word == "EHLO":
                offered = "250-STARTTLS\r\n" if self.server.starttls and not encrypted else ""
                self._say(f"250-mail.example.com\r\n{offered}250 AUTH PLAIN")
            elif word == "STARTTLS" and self.server.context is not None:
                self._say("220 go on")
                self._encrypt(self.server.context)
            elif word == "AUTH":
                self._say("235 welcome")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _body(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
