"""Family names as airlines compare them: by their letters alone, so that Müller, MULLER and Mueller are one."""

from __future__ import annotations

import unicodedata

from bookings.rules.text.canonical import fold


def is_family_name(typed: str, name: str) -> bool:
    """Whether what was typed is this name, however it is accented, joined or apart. Nothing is nobody's name."""
    wanted = _letters(typed)
    return bool(wanted) and wanted == _letters(name)


def _letters(text: str) -> str:
    return "".join(each for each in fold(text) if unicodedata.category(each)[0] in "LM")
