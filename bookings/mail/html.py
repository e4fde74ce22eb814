"""Mails as HTML, in the look of the pages: a dark head, one column, the light or dark theme of whoever reads.

Nothing is fetched by it, so nobody learns when it was opened. Mail programs know neither sheets of their own nor newer colours.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

_STYLE = Markup("""
:root { color-scheme: light dark; }
body { margin: 0; background: #f1f2f4; color: #13161c; font: 15px/1.5 Archivo, "Helvetica Neue", Arial, sans-serif; }
.sign { padding: 14px 24px; background: #08090c; color: #f6f5f1; font-weight: 700; }
.sign b { color: #f8cd1c; }
.sheet { max-width: 560px; margin: 24px auto; padding: 24px; background: #fdfdfe; }
.sheet { border: 1px solid #ccd0d6; border-top: 3px solid #13161c; }
.sheet p { margin: 0 0 16px; }
.about, .foot { color: #484d56; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.2; }
.act { display: inline-block; padding: 10px 16px; border-radius: 3px; background: #13161c; color: #fdfdfe !important; }
.act { font-weight: 600; text-decoration: none; }
.foot { max-width: 560px; margin: 0 auto 24px; padding: 0 24px; font-size: 13px; }
.foot a { color: inherit; }
@media (prefers-color-scheme: dark) {
  body { background: #0c0e12; color: #f3f2ef; }
  .sheet { background: #14171b; border-color: #34383f; border-top-color: #f3f2ef; }
  .about, .foot { color: #b8bbc1; }
  .act { background: #f3f2ef; color: #14171b !important; }
}
""")
_PAGE = Markup("""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title><style>{style}</style></head>
<body>
<div class="sign">Ringside <b>&#9679;</b></div>
<div class="sheet">
<p class="about">{about}</p>
<h1>{title}</h1>
<p>{message}</p>
<p><a class="act" href="{link}">{act}</a></p>
{others}</div>
<p class="foot">{foot}</p>
</body>
</html>
""")
_LINK = Markup('<a href="{address}">{words}</a>')


def html_mail(
    *, about: str, title: str, message: str, act: str, link: str, foot: Markup, others: Mapping[str, str] | None = None
) -> str:
    """One thing that is told, and one link, with `others` {words: address} under it. `about` says whose it is; lines of the message
    stay lines."""
    lines = Markup("<br>").join(message.splitlines())
    more = Markup("").join(Markup("<p>{}</p>\n").format(linked(*each)) for each in (others or {}).items())
    return str(_PAGE.format(others=more, style=_STYLE, about=about, title=title, message=lines, act=act, link=link, foot=foot))


def linked(words: str, address: str) -> Markup:
    return _LINK.format(address=address, words=words)
