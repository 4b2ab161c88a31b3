"""Pages that are made from code say what the code says."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli.app import COMMANDS
from bot.settings import Settings
from docs import generate

DOCS = Path(generate.__file__).parent
REMEDY = "run `make docs` and commit what it wrote"


@pytest.mark.parametrize("name", ["cli.md", "settings.md"])
def test_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == generate.pages()[name], REMEDY


def test_every_setting_has_its_row_with_variable_and_default() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for item in fields(Settings):
        assert f"| `{item.name}` | `FIRSTLINE_{item.name.upper()}` |" in page, REMEDY
    assert "| `risk` | `FIRSTLINE_RISK` | `0.02` | Largest share of automatic answers that may be wrong. |" in page
    assert "| `slots_asked` | `FIRSTLINE_SLOTS_ASKED` | `order,tracking` |" in page
    assert "| `telegram_token` | `FIRSTLINE_TELEGRAM_TOKEN` | (none) |" in page


def test_every_command_has_its_section_with_usage_and_example() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    sections = {section.splitlines()[0]: section for section in page.split("\n## ")[1:]}
    for name in COMMANDS:
        section = sections[f"firstline {name}"]
        assert f"Usage: firstline {name} " in section
        assert "--help" in section
    assert "Example:\n    firstline ask" in sections["firstline ask"]
