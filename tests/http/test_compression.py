"""What goes over the wire: encodings, what is kept and for how long, and what a stranger cannot read off a length."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask

from tests.web.visits import Visit
from tests.world.clock import TOMORROW
from tests.world.people import BOB, SAM
from tests.world.places import CLUB, HAMLET

DECODED: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


def addresses(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/static/[^"#]+)', page)


@pytest.mark.parametrize("encoding", sorted(DECODED))
def test_pages_and_their_parts_come_compressed(visit: Visit, encoding: str) -> None:
    client = visit(SAM).client
    path = f"/venues/{CLUB}/board?date={TOMORROW}"
    plain = client.get(path).get_data()
    answer = client.get(path, headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding and "Accept-Encoding" in answer.headers["Vary"]
    whole = DECODED[encoding](answer.get_data())
    assert len(answer.get_data()) < len(whole) / 4
    assert re.sub(rb'value="[^"]{150,}"', b"", whole).count(b"slot-") == plain.count(b"slot-")
    for address in addresses(plain.decode()):
        part = client.get(address, headers={"Accept-Encoding": encoding})
        assert part.status_code == 200, address
        sent, body = part.get_data(), client.get(address).get_data()
        assert (DECODED[encoding](sent) if part.headers.get("Content-Encoding") else sent) == body


def test_who_understands_no_encoding_gets_none(visit: Visit) -> None:
    answer = visit(BOB).client.get(f"/events/{HAMLET}", headers={"Accept-Encoding": "br;q=0, identity"})
    assert "Content-Encoding" not in answer.headers and b"<!doctype html>" in answer.get_data()


def test_static_files_carry_no_cookie_and_are_kept_where_the_address_names_their_content(visit: Visit) -> None:
    client = visit(SAM).client
    page = client.get("/bookings")
    assert "Set-Cookie" in page.headers, "a page renews the log-in's cookie"
    named = addresses(page.get_data(as_text=True))
    assert any("fonts/" in each for each in named) and any("ringside.svg" in each for each in named)
    sheet = client.get(next(each for each in named if ".css" in each)).get_data(as_text=True)
    named += re.findall(r"url\((/static/[^)]+)\)", sheet)
    assert len([each for each in named if "woff2" in each]) == 3, "preloaded, and two that the sheet names"
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"], address
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for other in (named[0].partition("?")[0], named[0] + "0"):
        assert client.get(other).headers["Cache-Control"] == "no-cache"


def test_a_page_asks_for_one_sheet_and_two_scripts(visit: Visit) -> None:
    named = addresses(visit(BOB).open("/bookings").text)
    assert len([each for each in set(named) if re.search(r"\.(css|js)\?", each)]) == 3


@pytest.mark.parametrize("path", [f"/venues/{CLUB}/board?date={TOMORROW}", f"/events/{HAMLET}"])
def test_a_page_and_its_sheets_are_small(visit: Visit, path: str) -> None:
    client = visit(SAM).client
    sent = client.get(path, headers={"Accept-Encoding": "br"}).get_data()
    assert len(sent) < 30_000


def test_a_forms_token_is_written_otherwise_in_every_answer_and_each_is_good(site: Flask, visit: Visit) -> None:
    bob = visit(BOB)
    tokens = [bob.token() for _ in range(3)]
    assert len(set(tokens)) == 3
    shared = [a == b for a, b in zip(*tokens[:2], strict=True)]
    assert sum(shared) < len(shared) / 4, "nothing of it stays the same"
    for token in tokens:
        bob.send(f"/events/{HAMLET}/release", token=token)


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA", "=" * 80, "QUJD" * 60])
def test_what_is_no_token_is_refused_in_words(visit: Visit, token: str) -> None:
    answer = visit(BOB).client.post(f"/events/{HAMLET}/release", data={"csrf_token": token})
    assert answer.status_code == 400 and b"This form is from before you signed in" in answer.get_data()


def test_one_page_has_one_token_however_many_forms(visit: Visit) -> None:
    page = visit(BOB).open(f"/events/{HAMLET}").text
    found = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    assert len(found) > 2 and len(set(found)) == 1
