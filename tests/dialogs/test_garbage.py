import gc

import pytest

from dialogs.garbage import RARELY, rarely_collected


def test_python_collects_as_before_once_the_work_is_over_or_has_failed() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), rarely_collected():
        assert gc.get_threshold() == RARELY
        raise ZeroDivisionError
    assert gc.get_threshold() == before
