"""Pictures such as people send for a logo."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(form: str, size: tuple[int, int] = (600, 300), mode: str = "RGB", **saved: Any) -> bytes:
    """A gradient as a file of this form (PNG, JPEG, WEBP, GIF, …)."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(file, form, **saved)
    return file.getvalue()
