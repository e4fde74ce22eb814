"""A venue's logo: a picture that somebody sends, read by its bytes, drawn small and written anew without all else that a file can hold."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from bookings.rules.violation import RuleViolation

MOST_BYTES = 512 * 1024
MOST_PIXELS = 4_000_000
BOX = (480, 160)
"""Pixels: three for each that the widest and highest logo has on a page, for sharp screens."""
FORMATS = ("PNG", "JPEG", "WEBP")
MIMETYPE = "image/webp"


@dataclass(frozen=True)
class Logo:
    """A picture that `read_logo` made: WebP without loss, so that reading it again gives the same one."""

    body: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]


def read_logo(sent: bytes) -> Logo:
    """The logo in the bytes of a file. Raises RuleViolation for the field "logo"."""
    if not sent:
        raise _refused("Choose a picture first.")
    if len(sent) > MOST_BYTES:
        raise _refused(f"A logo may have {MOST_BYTES // 1024} KB, and this has {-(-len(sent) // 1024)}.")
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                most = MOST_PIXELS // 1_000_000
                raise _refused(f"A logo may have {most} million pixels, and this has {picture.width} × {picture.height}.")
            return Logo(_written_anew(picture))
    except RuleViolation:
        raise
    except Exception:  # whatever a broken file makes the decoders raise
        if b"<svg" in sent[:2048].lower():
            raise _refused("An SVG drawing can hold scripts and is not taken: send it as a PNG, a JPEG or a WebP picture.") from None
        raise _refused("This is no PNG, JPEG or WebP picture that can be read.") from None


def _written_anew(picture: Image.Image) -> bytes:
    upright: Any = ImageOps.exif_transpose(picture)
    drawn: Image.Image = upright.convert("RGBA")
    drawn.thumbnail(BOX)
    plain = Image.new("RGBA", drawn.size)  # which has nothing of the file but its pixels
    plain.paste(drawn)
    written = io.BytesIO()
    plain.save(written, "WEBP", lossless=True)
    return written.getvalue()


def _refused(sentence: str) -> RuleViolation:
    return RuleViolation("bad_logo", sentence, "logo")
