"""Courts are closed and opened again by the forms beside the board."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from bookings.database import Database
from bookings.desk import Desk, blocks, book
from bookings.models import Block
from tests.web.board.visits import BOARD, AtBoard, cell, iso
from tests.web.markup import parse
from tests.world.clock import at
from tests.world.people import ANN, NORA, SAM
from tests.world.places import (
    COURT_1,
    COURT_2,
    COURT_3,
    NIGHT_HALL,
)


# ── Closing
def closing(**fields: Any) -> dict[str, Any]:
    form = {"courts": [COURT_2, COURT_3], "start": iso(at("08:00")), "end": iso(at("12:00")), "reason": "Resurfacing"}
    return {**form, **fields}


def test_courts_are_closed_and_opened_again(site: Flask, sqlite: Database) -> None:
    sam = AtBoard(site, SAM)
    assert "Close courts" in sam.see(f"{BOARD}&panel=close")
    answer = sam.post("close", **closing())
    page = sam.see(answer.location)
    for court in (COURT_2, COURT_3):
        assert "Resurfacing" in cell(page, court, "08:00") and 's-8"' in cell(page, court, "08:00")
    assert "Court 2, Court 3" in page and 'aria-expanded="true"' in cell(page, COURT_2, "08:00")
    block = answer.location.split("block=")[1]
    assert sam.post("reopen", block=block).location == BOARD
    with sqlite.read() as session:
        assert session.scalar(select(func.count()).select_from(Block)) == 0
    # Who comes second, or looks at the closure again, finds the board open.
    again = sam.post("reopen", block=block)
    assert again.status_code == 303 and "already" in sam.see(again.location)
    assert sam.get(f"{BOARD}&block={block}").location == BOARD
    alone = Desk(sqlite).do(SAM, blocks.block_time, [COURT_1], at("08:00"), at("09:00"), "Lesson")
    assert sam.post("reopen", block=alone, date="").location == BOARD, "its own day, where the form names none"


def test_a_closure_over_bookings_names_them_and_closes_nothing(site: Flask, sqlite: Database) -> None:
    made = Desk(sqlite).do(ANN, book.book_court, COURT_2, at("07:30"), at("09:00"))
    Desk(sqlite).do(SAM, blocks.block_time, [COURT_3], at("11:00"), at("13:00"), "Lesson")
    answer = AtBoard(site, SAM).post("close", **closing())
    assert answer.status_code == 409 and "Move or cancel them first" in answer.text
    named = [link for link in parse(answer.text).all("a") if f"booking={made}" in link.attributes.get("href", "")]
    assert "Court 2, 07:30–09:00, Annabel Canarini" in [link.words for link in named]
    assert "Court 3, 11:00–13:00, Lesson" in answer.text
    assert parse(answer.text).value("reason") == "Resurfacing" and answer.text.count(" checked>") == 2
    with sqlite.read() as session:
        assert session.scalar(select(func.count()).select_from(Block)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence", "at_field"),
    [
        ({"courts": []}, "Choose at least one.", "courts"),
        ({"end": iso(at("08:00"))}, "from when to when", "close-end"),
        ({"reason": " "}, "Please fill in the reason.", "close-reason"),
    ],
)
def test_half_a_closure_is_asked_for_the_rest(
    site: Flask, fields: dict[str, Any], sentence: str, at_field: str
) -> None:
    answer = AtBoard(site, SAM).post("close", **closing(**fields))
    assert answer.status_code == 422
    assert sentence in parse(answer.text).error(at_field)


def test_only_the_venues_staff_close_and_open(site: Flask, sqlite: Database) -> None:
    block = Desk(sqlite).do(SAM, blocks.block_time, [COURT_1], at("08:00"), at("09:00"), "Lesson")
    for person in (ANN, NORA):
        assert AtBoard(site, person).post("close", **closing()).status_code == 404
        assert AtBoard(site, person).post("reopen", block=block).status_code == 404
        assert f"block={block}" not in AtBoard(site, person).see(BOARD) and "panel=close" not in AtBoard(
            site, person
        ).see(BOARD)
    assert AtBoard(site, ANN).see(f"{BOARD}&block={block}", htmx=True).count("<form") == 0
    assert AtBoard(site, SAM).get(f"/venues/{NIGHT_HALL}/board?block={block}").status_code == 404
