import threading
from pathlib import Path

import pytest

from bot.dialogue.lookups import LookupFailed, insert, references
from bot.errors import SettingsError
from bot.lookups import MOST_AT_ONCE, TimedLookups, plugged_in

ENTRY = "[firstline.lookups]\norder_status = teashop_orders:order_status\n"
CODE = "def order_status(order_number, carrier='post'):\n    return f'is with the {carrier}: {order_number}'\n"


def install(folder: Path, entry: str, code: str = CODE) -> None:
    """As pip would: a module and what its distribution says of itself."""
    info = folder / "teashop-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: teashop\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry)
    (folder / "teashop_orders.py").write_text(code)


def test_an_installed_function_is_found_and_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, ENTRY)
    monkeypatch.syspath_prepend(tmp_path)
    lookups = plugged_in(timeout=5)
    assert lookups.names == ("order_status",)
    assert lookups.needs("order_status") == ("order",)
    assert lookups.needs("stock") is None
    assert lookups.call("order_status", {"order": "48213"}) == "is with the post: 48213"


def test_an_entry_point_without_its_function_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, ENTRY.replace(":order_status", ":stock_level"))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SettingsError, match=r"look-up order_status .* can't be loaded"):
        plugged_in(timeout=5)


def test_a_parameter_that_no_slot_fills_is_refused() -> None:
    def weather(town: str) -> str:
        return town

    with pytest.raises(SettingsError, match="weather takes town, which no slot fills; a parameter is one of order_number"):
        TimedLookups({"weather": weather}, timeout=5)


def test_a_look_up_that_hangs_is_given_up_and_does_not_block_the_next() -> None:
    released = threading.Event()

    def hangs(email: str) -> str:
        released.wait()
        return email

    lookups = TimedLookups({"hangs": hangs, "works": lambda order: "yes"}, timeout=0.05)
    with pytest.raises(LookupFailed, match=r"hangs took longer than 0\.05 s"):
        lookups.call("hangs", {"email": "a@b.example"})
    assert lookups.call("works", {"order": "1"}) == "yes"
    released.set()


def test_when_all_hang_no_more_are_called() -> None:
    released = threading.Event()
    lookups = TimedLookups({"hangs": lambda: str(released.wait())}, timeout=0.001)
    for _ in range(MOST_AT_ONCE):
        with pytest.raises(LookupFailed, match="took longer"):
            lookups.call("hangs", {})
    with pytest.raises(LookupFailed, match="was not called"):
        lookups.call("hangs", {})
    released.set()


@pytest.mark.parametrize("result", [7, "", "  ", b"bytes"])
def test_what_is_no_text_is_a_failure(result: object) -> None:
    with pytest.raises(LookupFailed, match="it must return words, or None"):
        TimedLookups({"odd": lambda: result}, timeout=5).call("odd", {})


def test_names_of_look_ups_in_a_text() -> None:
    assert references("It {order_status}, due {eta}; {order_status}! {Not this} {0} {}") == ("order_status", "eta")
    assert insert("It {order_status}, {eta}.", {"order_status": "was sent"}) == "It was sent, {eta}."
