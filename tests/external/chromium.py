"""Chromium for Playwright: the one that $CHROMIUM names, else Playwright's own, else the system's."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
# Tests talk to 127.0.0.1 and to nothing else; the same text must give the same picture on every machine.
FLAGS = ["--no-proxy-server", "--disable-gpu", "--disable-quic", "--font-render-hinting=none"]


def launch(playwright: Playwright, **options: Any) -> Browser:
    """Start the first Chromium that will start. `options` are those of Playwright's own `launch`."""
    options["args"] = [*FLAGS, *options.get("args", [])]
    refused = []
    for path in candidates(playwright):
        try:
            return playwright.chromium.launch(executable_path=path, **options)
        except PlaywrightError as error:
            refused.append(f"{path or 'the one of Playwright'}: {error.message.splitlines()[0]}")
    advice = f"Install one, or name it in $CHROMIUM (now {os.environ.get('CHROMIUM', 'not set')})."
    raise RuntimeError("\n".join(["No Chromium would start.", *refused, advice]))


def candidates(playwright: Playwright) -> Iterator[str | None]:
    """Paths to try in order, None standing for Playwright's own. Only what is there: a failed start leaves litter."""
    if named := os.environ.get("CHROMIUM"):
        yield from filter(None, [shutil.which(named)])
        return
    if Path(playwright.chromium.executable_path).exists():
        yield None
    yield from filter(None, map(shutil.which, NAMES))
    places = [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in MACOS]
    folders = filter(None, map(os.environ.get, WINDOWS))
    places += [Path(folder) / "Google/Chrome/Application/chrome.exe" for folder in folders]
    yield from (str(place) for place in places if place.exists())


def is_there() -> bool:
    """Whether Playwright runs and has a browser to start; one named in $CHROMIUM is taken on trust."""
    with sync_playwright() as playwright:
        return "CHROMIUM" in os.environ or next(candidates(playwright), "none") != "none"


if __name__ == "__main__":  # dev.py asks
    sys.exit(not is_there())
