"""A connection gets everything once, in the order of publishing, whatever else goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sockets.hub_server import SERVERS, serving


@pytest.mark.parametrize("server", SERVERS)
def test_what_one_turn_publishes_arrives_in_order_and_in_one_write(server):
    with serving(server) as hub:
        anna, cara = (hub.page(room=["court", "clock"], name=name) for name in ("anna", "cara"))
        ben = hub.page(room="court")
        done = hub.do(
            ["publish", "court", {"cell-1": "first"}],
            ["publish", "clock", {"clock": "second"}],
            ["send", "anna", {"note": "third"}],
            ["publish", "court", {"cell-2": "fourth", "version": " and its version"}],
            ["publish", "clock", {"clock": "fifth"}],
            ["publish", "nobody here", {"cell": "never"}],
        )
        assert [anna.text() for _ in range(5)] == ["first", "second", "third", "fourth and its version", "fifth"]
        assert [cara.text() for _ in range(4)] == ["first", "second", "fourth and its version", "fifth"]
        assert [ben.text() for _ in range(2)] == ["first", "fourth and its version"]
        assert hub.state()["totals"]["written"] - done["totals"]["written"] == 3


def test_a_newcomer_gets_what_is_published_from_then_on_and_after_what_it_was_sent():
    with serving() as hub, hub.page(name="anna") as anna, hub.page(room="court", name="ben") as ben:
        hub.do(
            ["publish", "court", {"cell": "before anna came"}],
            ["enter", "anna", "court"],
            ["send", "anna", {"cell": "what anna missed"}],
            ["publish", "court", {"cell": "after anna came"}],
            ["leave", "ben", "court"],
        )
        hub.do(["publish", "court", {"cell": "later"}], ["send", "ben", {"note": "you left"}])
        assert [anna.text() for _ in range(3)] == ["what anna missed", "after anna came", "later"]
        assert ben.text() == "you left"


def test_only_the_person_concerned_gets_the_frame_that_replaces_the_public_one():
    with serving() as hub:
        owner, twin, stranger, nobody = (
            hub.page(room="seats", person=person) for person in ("owner", "owner", "stranger", "")
        )
        elsewhere = hub.page(room="other", person="owner")
        hub.do(["publish", "seats", {"seat": "taken"}, {"owner": {"seat": "mine"}, "absent": {"seat": "secret"}}])
        hub.do(["publish", "seats", {"seat": "blocked"}, {"owner": {}}])
        hub.do(["publish", "seats", {"seat": "free"}], ["publish", "other", {"seat": "elsewhere"}])
        assert [owner.text() for _ in range(2)] == [twin.text() for _ in range(2)] == ["mine", "free"]
        for other in (stranger, nobody):
            assert [other.text() for _ in range(3)] == ["taken", "blocked", "free"]
        assert elsewhere.text() == "elsewhere"
        assert hub.state()["people"]["seats"] == ["", "owner", "stranger"]


def test_order_holds_while_a_large_fan_out_pauses_for_requests_and_viewers_come_and_go():
    """Publishing goes on from several requests at once while each fan-out, which pauses all the time, is under way."""
    with serving(writes_at_a_time=3) as hub, ThreadPoolExecutor(3) as requests:
        viewers = [hub.page(room="hall", name=f"viewer-{number}") for number in range(60)]
        for turn in range(30):
            steps = [
                ["publish", "hall", {"cell": f"{3 * turn}"}],
                ["leave", "viewer-7", "hall"],
                ["publish", "hall", {"cell": f"{3 * turn + 1}"}],
                ["enter", "viewer-7", "hall"],
                ["send", "viewer-7", {"cell": "back"}],
                ["publish", "hall", {"cell": f"{3 * turn + 2}"}],
            ]
            note = [["publish", "hall", {"note": "-"}]]
            list(requests.map(lambda steps: hub.do(*steps), [steps, note, note]))
        assert hub.publish("hall", "end")["during_fan_out"] > 0, "nothing was published while a fan-out was under way"
        for number, viewer in enumerate(viewers):
            got = [viewer.text()]
            while got[-1] != "end":
                got.append(viewer.text())
            cells = [one for one in got if one != "-"]
            if number == 7:
                assert cells.count("back") == 30
                numbers = [int(one) for one in cells if one.isdecimal()]
                assert numbers == sorted(numbers) and {one % 3 for one in numbers} == {2}
            else:
                assert cells == [*map(str, range(90)), "end"] and len(got) == 91 + 60
