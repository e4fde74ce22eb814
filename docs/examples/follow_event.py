"""Follow an event's free seats over the raw WebSocket, and miss nothing when the line breaks.

pip install websocket-client
python follow_event.py http://127.0.0.1:5000 test@example.com 'Test123!' 1
"""

import json
import sys
import time
import urllib.request

import websocket

base, email, password, event = sys.argv[1:5]
STOPS, EXPIRED = 1008, b"Token expired"  # refused for good (no such event, signed out); but a token may be fetched anew


def post(path, body, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(base + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def follow(since):
    """Print what happens from version `since` on; return the last known version, or None when there is nothing to follow."""
    token = post("/api/v1/auth/login", {"email": email, "password": password})["data"]["accessToken"]
    ticket = post("/api/v1/auth/ws-ticket", {}, token)["ticket"]  # so that no token stands in an address
    after = "" if since is None else f"&since={since}"
    line = websocket.create_connection(f"{base.replace('http', 'ws', 1)}/ws/events/{event}?ticket={ticket}{after}")
    while True:
        opcode, data = line.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return None if int.from_bytes(data[:2], "big") == STOPS and data[2:] != EXPIRED else since
        message = json.loads(data)
        if message["type"] in ("subscribed", "seat_update"):
            print(
                f"version {message['version']}: {message['availableSeats']} of {message['seatCapacity']} free",
                flush=True,
            )
            since = message["version"]


known, wait = None, 1
while True:
    try:
        known = follow(known)
        if known is None:
            break
        wait = 1
    except (OSError, websocket.WebSocketException) as problem:
        print(f"lost the line, trying again in {wait} s: {problem}", flush=True)
    time.sleep(wait)
    wait = min(2 * wait, 30)
