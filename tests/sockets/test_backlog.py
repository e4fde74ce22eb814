"""Whatever a slow socket takes and whenever it takes it: whole frames arrive, and of every fragment the newest state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bookings.sockets.backlog import Backlog
from bookings.sockets.frames.outgoing import Frame, close_frame, text_frame

keyed = st.dictionaries(st.sampled_from("abcdef"), st.text("xyzé", min_size=1, max_size=200), min_size=1, max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("state"), keyed),
        st.tuples(st.just("message"), st.text("mn", min_size=1, max_size=300)),
        st.tuples(st.just("takes"), st.integers(1, 2000)),
    ),
    min_size=1,
    max_size=60,
)


def texts(stream: bytes) -> list[str]:
    """The messages in a stream of unmasked text frames; fails on anything else."""
    found = []
    while stream:
        assert stream[0] == 0x81
        size, head = (stream[1], 2) if stream[1] < 126 else (int.from_bytes(stream[2:4], "big"), 4)
        assert len(stream) >= head + size
        found.append(stream[head : head + size].decode())
        stream = stream[head + size :]
    return found


def empty(backlog: Backlog, by: int) -> bytes:
    out = b""
    while backlog:
        taken = backlog.chunk()[:by]
        backlog.sent(len(taken), 1.0)
        out += taken
    return out


@given(steps, st.integers(1, 5000))
def test_the_newest_state_of_each_key_and_every_message_arrive_whole_and_in_order(steps, last):
    backlog, out, newest, messages = Backlog(0.0), b"", {}, []
    for place, (kind, what) in enumerate(steps):
        if kind == "state":
            # The place in the text tells later which of several equal states it was.
            parts = {key: f"{key}:{place}:{text};" for key, text in what.items()}
            newest.update(parts)
            backlog.add([Frame(parts)])
        elif kind == "message":
            messages.append(f"!:{place}:{what};")
            backlog.add([Frame.message(messages[-1])])
        else:
            taken = backlog.chunk()[:what]
            backlog.sent(len(taken), 1.0)
            out += taken
    out += empty(backlog, last)
    assert backlog.size == 0 and len(backlog) == 0
    arrived = [part for text in texts(out) for part in text.rstrip(";").split(";")]
    assert [part for part in arrived if part[0] == "!"] == [one.rstrip(";") for one in messages]
    for key, state in newest.items():
        assert [part for part in arrived if part[0] == key][-1] == state.rstrip(";")
    places = [int(part.split(":")[1]) for part in arrived]
    assert places == sorted(places)


@given(st.lists(keyed, min_size=1, max_size=10), st.data())
def test_what_a_first_write_left_is_finished_before_anything_newer(batch, data):
    frames = [Frame(parts) for parts in batch]
    written = b"".join(frame.encoded for frame in frames)
    sent = data.draw(st.integers(0, len(written) - 1))
    backlog = Backlog(0.0)
    backlog.add(frames, sent)
    backlog.add([Frame({key: f"new {key}" for key in "abcdef"})])
    arrived = texts(written[:sent] + empty(backlog, 7))
    assert arrived[-1] == "".join(f"new {key}" for key in "abcdef")
    whole = ["".join(parts.values()) for parts in batch]
    assert arrived[:-1] == whole[: len(arrived) - 1], "only frames not yet begun may be merged away"


def test_a_fragment_that_vouches_for_others_never_arrives_before_them():
    backlog = Backlog(0.0)
    backlog.add(
        [
            Frame({"seat-1": "seat 1 taken,", "version": "version 5"}),
            Frame({"seat-2": "seat 2 taken,", "version": "version 6"}),
        ]
    )
    assert texts(backlog.chunk()) == ["seat 1 taken,", "seat 2 taken,version 6"]


def test_after_the_goodbye_nothing_more_is_taken():
    backlog = Backlog(0.0)
    backlog.add([Frame.message("before"), Frame.close(1013, "Too slow"), Frame.message("in the same batch")])
    backlog.add([Frame.message("after")])
    assert backlog.chunk() == text_frame("before") + close_frame(1013, "Too slow")


def test_a_name_that_has_no_encoding_harms_nobody_and_a_long_reason_is_cut_between_characters():
    assert texts(text_frame("Jos\ud800")) == ["Jos?"]
    frame = close_frame(1008, "é" * 200)
    assert len(frame) <= 127 and frame[4:].decode() == "é" * 61
