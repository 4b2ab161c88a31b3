"""Homes with something in them, made once a test session: a third of the example shop, imported, mined, trained and indexed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console import firstline

SHOP = Path(__file__).parents[1] / "examples" / "shop"


@pytest.fixture(scope="session")
def quick_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a quick model, ready to answer. Shared: tests only read it; `own_home` is a copy that may be changed."""
    folder = tmp_path_factory.mktemp("quick")
    home, log = folder / "home", folder / "dialogs.jsonl"
    log.write_text("".join(_every_third_dialog()), encoding="utf-8")
    firstline(home, "import", log)
    firstline(home, "mine")
    firstline(home, "train", "--quick")
    firstline(home, "index")
    return home


@pytest.fixture
def own_home(quick_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of `quick_home` that belongs to the test."""
    copy = tmp_path / "home"
    shutil.copytree(quick_home, copy)
    yield copy


def _every_third_dialog() -> list[str]:
    """Enough to learn every intent from, in a third of the time."""
    return (SHOP / "dialogs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[::3]
