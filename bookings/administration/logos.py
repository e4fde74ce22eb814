"""A venue's logo, set and removed by those who manage it."""

from __future__ import annotations

import binascii
from base64 import b64decode

from bookings.administration.venues import describe_venue, managed_venue, record_setup, subject_of
from bookings.desk.log import check_revision, logged
from bookings.desk.transaction import Transaction
from bookings.loops import off_the_loop
from bookings.rules.setup.logo import Logo, read_logo
from bookings.rules.violation import RuleViolation


def set_logo(tx: Transaction, venue_id: str, logo: Logo | None, revision: int | None = None) -> str:
    """Draw this beside the venue's name, or (None) nothing. Returns the venue's id. Raises ChangedMeanwhile, NotAllowed, NotFound."""
    venue = managed_venue(tx, venue_id)
    check_revision(tx, subject_of(venue), revision)
    with logged(tx, subject_of(venue), lambda: describe_venue(venue)) as line:
        venue.logo = logo.hash if logo is not None else ""
        venue.logo_picture = logo.body if logo is not None else None
    if line.entry is not None:
        record_setup(tx, venue)
    return venue.id


def decode_logo(sent: bytes) -> Logo:
    """`read_logo`, which may take a third of a second, where it holds up nobody. Raises RuleViolation."""
    found = off_the_loop(_outcome, sent)
    if isinstance(found, RuleViolation):
        raise found
    return found


def decode_written_logo(text: object) -> Logo:
    """The logo of a file in base64, as JSON has it. Raises RuleViolation."""
    try:
        sent = b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        sent = None
    if sent is None:
        raise RuleViolation("bad_logo", "Write the bytes of the picture in base64.", "logo")
    return decode_logo(sent)


def _outcome(sent: bytes) -> Logo | RuleViolation:
    # Not raised in the thread: gevent writes whatever is raised there into the log, with a traceback.
    try:
        return read_logo(sent)
    except RuleViolation as refused:
        return refused
