"""What people type, and what may be kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.text.names import check_password, clean_email, clean_name, clean_note
from bookings.rules.violation import RuleViolation


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   Silva ", "Ana Silva"),
        ("Zoë\tO'Neill-Öz", "Zoë O'Neill-Öz"),
        ("<b>Bobby</b> & Söhne", "<b>Bobby</b> & Söhne"),
        ("Jose\u0301", "Jos\u00e9"),
        ("李小龍", "李小龍"),
        ("نور", "نور"),
        ("Ana\r\nSilva", "Ana Silva"),
        ("X", "X"),
    ],
)
def test_a_name_is_tidied_and_otherwise_left_alone(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_name_that_is_too_long_is_not_cut_but_refused_with_the_limit() -> None:
    assert clean_name("x" * 120) == "x" * 120
    with pytest.raises(RuleViolation) as refused:
        clean_name("x" * 10_000, field="firstName")
    assert (
        refused.value.message == "The first name is too long: 10000 characters, and at most 120 fit. Nothing was cut."
    )
    assert refused.value.field == "firstName"


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u200b\u200b"])
def test_a_name_that_nobody_could_see_is_missing(typed: str) -> None:
    with pytest.raises(RuleViolation, match="Please fill in the name"):
        clean_name(typed)


@pytest.mark.parametrize("typed", ["Ana\x00", "Ana\x1b[31m", "\u202eanA", "Ana\ud800", "A\x7fna", None, 5, ["Ana"]])
def test_a_name_that_breaks_a_screen_or_a_database_is_refused(typed: object) -> None:
    with pytest.raises(RuleViolation):
        clean_name(typed)


@given(st.text(max_size=400))
def test_whatever_is_kept_can_be_stored_and_is_not_changed_a_second_time(typed: str) -> None:
    for clean in (clean_name, clean_note):
        try:
            kept = clean(typed)
        except RuleViolation as refused:
            assert refused.message.endswith(".")
        else:
            assert "\x00" not in kept.encode().decode()
            assert clean(kept) == kept == kept.strip()


def test_a_note_keeps_its_lines() -> None:
    assert clean_note(" Two  rackets \r\n\r\n\r\n\r\nplease ") == "Two rackets\n\nplease"
    assert clean_note("") == clean_note(None) == ""
    with pytest.raises(RuleViolation, match="at most 1000"):
        clean_note("x" * 1001)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Test@Example.COM ", "test@example.com"),
        ("ana+club@mail.example.co.uk", "ana+club@mail.example.co.uk"),
        ("zoë@bücher.example", "zoë@bücher.example"),
        ("o'neill@example.com", "o'neill@example.com"),
    ],
)
def test_an_address_is_kept_as_it_is_looked_up(typed: str, kept: str) -> None:
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@@example.com",
        "a b@example.com",
        "ana@example..com",
        "ana@-x.com",
        "ana@example.com\nBcc: all@example.com",
        "ana@exam_ple.com.",
        "<ana@example.com>",
        "a" * 65 + "@example.com",
        None,
        5,
        "ana@example.com\x00",
        "a@" + "x." * 130 + "com",
        "a@" + "a" * 64 + ".com",
        "a..b@example.com",
    ],
)
def test_what_is_no_address_is_refused(typed: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        clean_email(typed)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    "password", ["Test123!", "correct horse battery staple", "пароль-длинный", " spaces count ", "x9" * 64]
)
def test_a_password_is_kept_exactly_as_typed(password: str) -> None:
    assert check_password(password) == password


def test_a_password_has_one_form_and_its_length_is_that_of_the_form() -> None:
    decomposed = "u\u0308" * 64 + "x9" * 32
    assert check_password(decomposed) == "\u00fc" * 64 + "x9" * 32  # 128 characters, 192 as they came
    with pytest.raises(RuleViolation, match="has 7"):
        check_password("u\u0308ber-Ma\u00df"[:8])
    assert check_password("wide\u3000blank\u00a0") == "wide blank "
    assert check_password("\uff28\uff29 there") == "\uff28\uff29 there"  # wide letters are letters of their own


@pytest.mark.parametrize(
    "password", ["", "short12", "x9" * 64 + "x", "Password1", "12345678", "zzzzzzzzzz", "abcdefg\ud800", None]
)
def test_a_password_that_would_be_guessed_or_cannot_be_typed_is_refused(password: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_password(password)
    assert refused.value.field == "password"
    assert not password or str(password) not in refused.value.message
