"""Text from people in one form: what is kept, what is compared, what of it is visible, and how long it is.

Two texts that look alike are one text here, whatever keyboard, clipboard or program they came through.
"""

from __future__ import annotations

import re
import unicodedata

# What separates, hides or steers letters and is nothing by itself: zero-width space, soft hyphen, word joiner, BOM.
_NOTHING = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff]")
# Characters that count as letters, marks or symbols and yet draw nothing (Unicode's Default_Ignorable_Code_Point, and two
# that are blank by design: the empty Braille cell and the null note head).
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)
_JOINERS_AT_AN_END = re.compile(r"(?<!\S)[\u200c-\u200f\u061c]+|[\u200c-\u200f\u061c]+(?!\S)")
_DRAWS_NOTHING = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me", "Mc")
_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t"}
)
_UMLAUT = re.compile("([aou])e")
_KANA_VOICING = 8  # the combining class of the marks that make が of か: another letter, not an accent


def kept(text: str) -> str:
    """The form in which text is stored: composed (NFC), without characters that mean nothing.

    Joiners stay where they shape what is drawn (Persian, Devanagari, emoji), and go where a word begins or ends.
    """
    return _JOINERS_AT_AN_END.sub("", unicodedata.normalize("NFC", _NOTHING.sub("", text)))


def canonical_email(text: str) -> str:
    """An address as it is kept and compared: no invisible characters, full-width letters as plain ones, lower case."""
    plain = unicodedata.normalize("NFKC", "".join(each for each in text if not is_invisible(each)))
    return unicodedata.normalize("NFC", plain.strip().lower())


def fold(text: str) -> str:
    """Text as it is searched: "Özil", "Ozil", "OEZIL" and a decomposed "Özil" are one.

    Without accents, case, invisible characters and the difference between full and half width. Emoji stay. It is made so
    that the fold of a beginning is a beginning of the fold.
    """
    visible = "".join(_plain(each) for each in text if not is_invisible(each))
    parts = unicodedata.normalize("NFD", visible.casefold())
    bare = "".join(each for each in parts if unicodedata.combining(each) in (0, _KANA_VOICING))
    return _UMLAUT.sub(r"\1", unicodedata.normalize("NFC", bare).translate(_WITHOUT_PARTS))


def _plain(character: str) -> str:
    """Without what compatibility alone keeps apart; an accent that stands by itself (¯) stays what it is."""
    parts = unicodedata.normalize("NFKD", character)
    return character if parts.startswith(" ") and not character.isspace() else parts


def is_invisible(character: str) -> bool:
    """Whether it draws nothing and takes no space (a blank takes space)."""
    return unicodedata.category(character) == "Cf" or _BLANK.fullmatch(character) is not None


def can_be_seen(text: str) -> bool:
    """Whether any of its characters draws something by itself: blanks, controls and marks without a letter do not."""
    return any(not is_invisible(each) and unicodedata.category(each) not in _DRAWS_NOTHING for each in text)


def length(text: str) -> int:
    """How many characters it has, as limits count them: never bytes, and an accent of its own does not count apart."""
    return len(unicodedata.normalize("NFC", text))
