from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings


def test_defaults_then_file_then_environment(tmp_path: Path) -> None:
    (tmp_path / "firstline.toml").write_text(
        'risk = 0.05\nconfidence = 0.9\norder_patterns = ["[A-Z]{2}\\\\d{6}"]\n', encoding="utf-8"
    )
    settings = read_settings(
        tmp_path, {"FIRSTLINE_RISK": "0.01", "FIRSTLINE_STAFF_IDS": "12, 34", "FIRSTLINE_STAFF_CHAT_ID": "-100123"}
    )
    assert (settings.risk, settings.confidence, settings.sources_needed) == (0.01, 0.9, 2)
    assert settings.order_patterns == (r"[A-Z]{2}\d{6}",)
    assert (settings.staff_ids, settings.staff_chat_id) == ((12, 34), -100123)


def test_the_home_comes_from_the_environment_unless_it_is_given(tmp_path: Path) -> None:
    assert read_settings(None, {"FIRSTLINE_HOME": str(tmp_path)}).home == tmp_path
    assert read_settings(tmp_path, {"FIRSTLINE_HOME": "elsewhere"}).home == tmp_path
    assert read_settings(None, {}).home == Path(".firstline")


def test_sqlite_in_the_home_unless_a_url_is_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).url == f"sqlite:///{tmp_path / 'firstline.db'}"
    assert read_settings(tmp_path, {"FIRSTLINE_DATABASE_URL": "postgresql+psycopg://h/d"}).url == "postgresql+psycopg://h/d"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("riks = 0.1", "no setting named 'riks'"),
        ("risk = 2", "between 0 and 1"),
        ("risk = ", "not valid TOML"),
        ('risk = "much"', "can't be used"),
        ("sources_needed = 0", "at least 1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "firstline.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_settings(tmp_path, {})
