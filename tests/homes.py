"""Homes with something in them, made once a test session: the example shop, imported, mined, trained and indexed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console import firstline

SHOP = Path(__file__).parents[1] / "examples" / "shop"


@pytest.fixture(scope="session")
def quick_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a quick model, ready to answer. Shared: tests only read it; `own_home` is a copy that may be changed."""
    home = tmp_path_factory.mktemp("quick") / "home"
    firstline(home, "import", SHOP / "dialogs.jsonl")
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
