"""What the browser is given besides pages: nothing unrecorded, nothing that the policy would refuse, every mark drawn."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from bookings import assets
from bookings.live import element_ids

ROOT = Path(__file__).resolve().parent.parent
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
PACKAGES = tomllib.loads((STATIC / "VENDORED").read_text())["package"]
VENDORED = {file["path"]: file["sha256"] for package in PACKAGES for file in package["files"]}
OURS = {
    "VENDORED", "drafts.js", "live.js", "here.js", "pick.js", "grid.js", "hold.js", "zone.js", "copy.js", "files.js", "print.js",
    "wall.js", "board.js", "move.js", "toasts.js", "undo.js", "sound.js", "door.js",
    "again.js",
    "icons/ringside.svg",
    *assets.JOINED["ringside.css"], *assets.JOINED["administration.css"],
}  # fmt: skip
SHEETS = sorted(STATIC.rglob("*.css"))
PLACES = ("courts", "slots", "c", "r", "s", "m")
PAGES = sorted(TEMPLATES.rglob("*.html"))


def name_of(sheet: Path) -> str:
    return sheet.relative_to(STATIC).as_posix()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", sorted(VENDORED))
def test_a_vendored_file_is_the_one_that_was_recorded(path):
    assert sha256(ROOT / path) == VENDORED[path]


def test_every_static_file_is_ours_or_recorded_with_where_it_is_from():
    found = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    recorded = {path.removeprefix("static/") for path in VENDORED if path.startswith("static/")}
    assert found - recorded == OURS


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_package_says_its_version_and_brings_its_licence(package):
    assert package["source"].endswith(f"@{package['version']}")
    assert package["integrity"].startswith("sha512-")
    assert package["licence"]
    assert package["licence_file"] in VENDORED
    assert (ROOT / package["licence_file"]).stat().st_size > 100


def test_htmx_is_the_one_version_that_was_tried():
    assert 'version="4.0.1"' in (STATIC / "htmx.min.js").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TEMPLATES).as_posix())
def test_no_template_needs_what_the_policy_refuses(page):
    markup = re.sub(r"\{#.*?#\}", "", page.read_text(), flags=re.S)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|\shx-on|javascript:", markup)
    for script in re.findall(r"<script\b[^>]*>.*?</script>", markup, flags=re.S):
        assert re.fullmatch(r"<script src=\"[^\"]+\"( defer)?></script>", script)


def test_ids_that_are_made_of_something_come_from_one_module():
    by_name = {
        "{{ key }}",
        "{{ key }}-error",
        "{{ key }}-hint",
        "{{ id }}",
        "{{ id }}-name",
        "{{ id }}-name-error",
        "{{ id }}-name-hint",
        "{{ name }}",
    }
    document = {"{{ entry.id }}", "shape-{{ name }}"}  # the manual's, which nothing replaces
    called, found = set(), set()
    for page in PAGES:
        ids = r'\b(?:id|popovertarget|hx-target|hx-select|aria-labelledby)="([^"]*(?:\{\{.*?\}\})[^"]*)"'
        for value in re.findall(ids, page.read_text()):
            call = re.fullmatch(r"\{\{ ids\.(\w+)\(.*\) \}\}", value)
            called |= {call[1]} if call else set()
            found |= set() if call or value in ("{{ title }}", "{{ panel }}") else {value}
    assert found == by_name | document
    assert called <= set(vars(element_ids)) and len(called) > 12


def test_htmx_comes_with_its_extension_and_is_not_deferred_and_our_scripts_are():
    tags = re.findall(
        r"<script src=\"\{\{ asset\('([\w.-]+)'\) \}\}\"( defer)?>", (TEMPLATES / "base.html").read_text()
    )
    assert [(name, bool(defer)) for name, defer in tags] == [("htmx.js", False), ("ringside.js", True)]
    assert assets.JOINED["htmx.js"] == ("htmx.min.js", "hx-ws.min.js")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    symbols = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', (STATIC / "icons" / "sprite.svg").read_text()))
    named = set()
    for page in PAGES:
        named |= set(re.findall(r'\bicon\("([a-z0-9-]+)"', page.read_text()))
        named |= set(re.findall(r'\bnote\([^)]*?"([a-z0-9]+-[a-z0-9-]+)"', page.read_text()))
    tables = (TEMPLATES / "parts" / "status.html").read_text()
    named |= set(re.findall(r'\("[A-Z][\w -]+", "([a-z0-9-]+)"\)', tables))
    assert "circle-check" in named
    assert named <= symbols
    words = {word for page in PAGES for word in re.findall(r'"([a-z0-9-]+)"', page.read_text())}
    assert symbols <= words, "what no template names is not sent to everybody"


def test_every_sheet_is_joined_and_fills_only_layers_that_are_in_the_order():
    order = re.search(r"@layer ([\w, ]+);", (STATIC / "style.css").read_text())
    assert order
    layers = set(order[1].split(", "))
    joined = assets.JOINED["ringside.css"]
    assert sorted([*joined, *assets.JOINED["administration.css"]]) == sorted(map(name_of, SHEETS))
    assert joined[0] == "style.css", "the first sheet fixes the order of the layers"
    for sheet in SHEETS:
        assert set(re.findall(r"^@layer (\w+) \{", sheet.read_text(), flags=re.M)) <= layers


def test_the_sheets_name_no_class_and_no_attribute_that_nothing_draws():
    markup = "".join(re.sub(r"\{#.*?#\}", "", page.read_text(), flags=re.S) for page in PAGES)
    given = re.findall(
        r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"|(?:block body %\}|ring\(.*"|logo\(")([\w-]+)', markup
    )
    drawn = {word for pair in given for word in re.findall(r"[\w-]+", " ".join(pair))} | {"dial", "logo-mark"}
    set_by_scripts = {"data-soon", "data-aside", "data-answer", "data-held", "data-stale", "data-verdict", "data-by-hand"}
    for sheet in SHEETS:
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        for selector in re.findall(r"([^{};]+)\{", rules):
            if selector.strip().startswith("@"):
                continue
            assert set(re.findall(r"\.([a-z][\w-]*)", selector)) <= drawn, f"{name_of(sheet)}: {selector}"
            for name in set(re.findall(r"\[([a-z-]+)", selector)) - set_by_scripts:
                assert re.search(rf"\b{name}\b", markup), f"{name_of(sheet)}: {selector}"


def test_every_colour_is_a_token_and_every_token_that_is_used_exists():
    text = {name_of(sheet): re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S) for sheet in SHEETS}
    named = set(re.findall(r"(--[\w-]+):", "".join(text.values()))) | {f"--{place}" for place in PLACES}
    for name, rules in text.items():
        assert set(re.findall(r"var\((--[\w-]+)\)", rules)) <= named, name
        outside = re.sub(r"@layer tokens \{.*?\n\}\n", "", rules, flags=re.S)
        assert not re.search(r"oklch\(|rgba?\(|hsla?\(|: #[0-9a-f]{3,8}\b", outside), name


@pytest.mark.parametrize("minutes", [5, 6, 10, 12, 15, 20, 30, 60])
@pytest.mark.parametrize("courts", [1, 12, 13, 30, 400])
def test_there_is_a_class_for_every_place_on_the_largest_board_that_a_venue_may_have(minutes, courts):
    sheet = assets.asset(assets.place_sheet(minutes, courts))
    assert sheet is not None
    made = {
        name: {int(n) for n in re.findall(rf"\.{name}-(\d+)\{{--{name}:\1\}}", sheet.body.decode())} for name in PLACES
    }
    rows = set(range(1, 25 * 60 // minutes + 1))  # the day on which the clocks go back has 25 hours
    assert made["slots"] == made["s"] == rows and made["r"] == rows | {len(rows) + 1}
    assert made["courts"] == made["c"] >= set(range(1, courts + 1))
    assert made["m"] == set(range(100))


@pytest.mark.parametrize(
    "name",
    [
        "place-7-12.css",
        "place-5-13.css",
        "place-0-12.css",
        "place-5-9999.css",
        "place-5-0.css",
        "../app.py",
        "/etc/passwd",
        "x",
    ],
)
def test_what_is_not_ours_is_not_sent(name):
    assert assets.asset(name) is None


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_every_file_that_a_sheet_names_is_there(sheet):
    for address in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
        assert (STATIC / address).is_file()
