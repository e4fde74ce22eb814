"""Logos: a picture is read by its bytes and written anew, whatever its name; anything else gets a sentence."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bookings.rules.setup.logo import MOST_BYTES, read_logo
from bookings.rules.violation import RuleViolation
from tests.pictures import picture

SECRET = b"taken at home"


def bomb() -> bytes:
    """A small file of very many pixels."""
    file = io.BytesIO()
    Image.new("1", (4000, 4000)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("WEBP", "RGBA")]
)
def test_a_picture_becomes_a_small_one_that_stays_the_same(form: str, mode: str) -> None:
    logo = read_logo(picture(form, mode=mode))
    with Image.open(io.BytesIO(logo.body)) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (320, 160))
    assert read_logo(logo.body) == logo and len(logo.hash) == 16


def test_what_else_the_file_has_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET.decode(), 6  # a description, and that it lies on its side
    sent = picture("JPEG", exif=exif)
    assert SECRET in sent
    logo = read_logo(sent)
    with Image.open(io.BytesIO(logo.body)) as drawn:
        assert drawn.size == (80, 160) and not drawn.getexif()
    assert SECRET not in logo.body


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "Choose a picture"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (picture("GIF"), "no PNG, JPEG or WebP"),
        (b"GIF89a<script>alert(1)</script>", "no PNG, JPEG or WebP"),
        (picture("PNG")[:200], "no PNG, JPEG or WebP"),
        (bomb(), "4 million pixels, and this has 4000 × 4000"),
        (b"x" * (MOST_BYTES + 1), "512 KB, and this has 513"),
    ],
    ids=["nothing", "a drawing", "another form", "markup", "half a file", "too many pixels", "too large"],
)
def test_anything_else_gets_a_sentence(sent: bytes, sentence: str) -> None:
    with pytest.raises(RuleViolation, match=sentence) as refused:
        read_logo(sent)
    assert refused.value.field == "logo"
