"""Another process of the same program: made ready, started, asked what it got. See `rivals` in test_two_processes.

python -m tests.desk.races.rival {database address} {seconds added to its clock} {seat|court} {how many attempts}
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from functools import partial

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.holds import hold_seats
from tests.concurrency import all_at_once
from tests.world.clock import at, minutes
from tests.world.people import people_of_the_crowd
from tests.world.places import COURT_1, HAMLET


def main(url: str, skew: str, thing: str, first: str, attempts: str) -> None:
    database = Database(url)
    database.skew = timedelta(seconds=float(skew))
    database.lock_file()
    desk = Desk(database)
    people = people_of_the_crowd(int(first), int(attempts))
    if thing == "seat":
        calls = [partial(desk.do, each, hold_seats, HAMLET, ["A5"]) for each in people]
    else:
        calls = [
            partial(desk.do, each, book_court, COURT_1, at("10:00") + minutes(30 * (n % 3)), at("12:00") + minutes(30 * (n % 3)))
            for n, each in enumerate(people)
        ]  # fmt: skip
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(Counter(type(outcome).__name__ for outcome in all_at_once(calls))), flush=True)


main(*sys.argv[1:])
