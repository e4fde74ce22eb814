"""Price rules, quotes and member groups by calls: what the pages do, with the same answers."""

from __future__ import annotations

from flask import Flask

from tests.api.conftest import Program, token_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, MAX
from tests.world.places import CLUB, COURT_1, NIGHT_COURT

PRICES, GROUPS = f"/api/v1/venues/{CLUB}/prices", f"/api/v1/venues/{CLUB}/groups"
TEN, ELEVEN = (at(hour, TOMORROW).isoformat().replace("+00:00", "Z") for hour in ("10:00", "11:00"))


def test_rules_are_read_set_and_refused_when_somebody_was_faster(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    before = manager.get(PRICES).get_json()
    assert [rule["words"] for rule in before["rules"]][1] == "Tennis, every day 17:00–22:00: CHF 32.00 an hour"
    rules = [{"price": 20}, {"price": 28.5, "courtId": COURT_1, "days": [0], "fromTime": "17:00", "minMinutes": 60}]
    changed = manager("PUT", PRICES, {"rules": rules, "revision": before["revision"]})
    assert changed.status_code == 200
    rule = changed.get_json()["rules"][1]
    assert {name: rule[name] for name in rules[1]} == rules[1] and (rule["toTime"], rule["per"]) == ("24:00", "hour")
    late = manager("PUT", PRICES, {"rules": [], "revision": before["revision"]})
    assert (late.status_code, late.get_json()["error"]["code"]) == (409, "changed_meanwhile")


def test_what_is_wrong_is_named_by_its_rule(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    wrong = manager(
        "PUT", PRICES, {"rules": [{"price": 1}, {"price": 2, "courtId": NIGHT_COURT, "fromTime": "7pm", "per": "week"}]}
    )
    assert (wrong.status_code, set(wrong.get_json()["error"]["fields"])) == (
        422,
        {"rules.1.courtId", "rules.1.fromTime", "rules.1.per"},
    )
    for price in (-1, 1e9, 1.005, "5", None):
        refused = manager("PUT", PRICES, {"rules": [{"price": price}]})
        assert (refused.status_code, list(refused.get_json()["error"]["fields"])) == (422, ["rules.0.price"])
    assert manager("PUT", PRICES, {"rules": [{"price": 1}] * 500}).status_code == 422


def test_a_member_of_a_group_is_quoted_and_charged_its_price(app: Flask) -> None:
    manager, ann = (Program(app.test_client(), token_of(app, person)) for person in (MAX, ANN))
    group = manager.post(GROUPS, {"name": "Members"}).get_json()["id"]
    assert manager("PUT", PRICES, {"rules": [{"price": 20}, {"price": 12, "groupId": group}]}).status_code == 200
    quote = f"{PRICES}/quote?courtId={COURT_1}&start={TEN}&end={ELEVEN}"
    assert [manager.get(f"{quote}{whom}").get_json()["price"] for whom in ("", f"&groupId={group}")] == [20, 12]
    assert manager.get(f"{PRICES}/quote?courtId={COURT_1}&start={ELEVEN}&end={TEN}").status_code == 422
    assert manager.get(f"{quote}&groupId=none").status_code == 404
    joined = manager.post(
        f"{GROUPS}/{group}/members", {"userName": ANN.name, "userId": ANN.id, "until": "2099-01-01"}
    )
    assert [each["name"] for each in joined.get_json()["items"]] == [ANN.name]
    assert manager.delete(f"{GROUPS}/{group}").get_json()["error"]["code"] == "has_prices"
    free = ann.get(f"/api/v1/venues/{CLUB}/availability?date={TOMORROW}").get_json()["slots"]
    assert {slot["price"] for slot in free if slot["courtId"] == COURT_1} == {6}


def test_groups_are_ordered_and_people_taken_out(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    first, second = (manager.post(GROUPS, {"name": name}).get_json() for name in ("Members", "Juniors"))
    moved = manager.patch(f"{GROUPS}/{second['id']}", {"position": 1, "revision": second["revision"]})
    assert (moved.status_code, moved.get_json()["position"]) == (200, 1)
    assert [each["name"] for each in manager.get(GROUPS).get_json()["items"]] == ["Juniors", "Members"]
    members = f"{GROUPS}/{first['id']}/members"
    paul = manager.post(members, {"userName": "Paul Penn"}).get_json()["items"][0]["userId"]
    assert manager.post(members, {"userName": "Paul Penn", "until": "2020-01-01"}).get_json()["error"][
        "fields"
    ].keys() == {"until"}
    assert manager.delete(f"{members}/{paul}").status_code == 204 and manager.get(members).get_json()["items"] == []
    assert manager.delete(f"{GROUPS}/{first['id']}").status_code == 204
