"""Look-ups that a team plugs in: plain Python functions, found through the entry point group `firstline.lookups`.

    [project.entry-points."firstline.lookups"]
    order_status = "our_shop.orders:order_status"

    def order_status(order_number: str) -> str | None: ...

The parameters' names say which of the customer's values the function takes: PARAMETERS. It returns the words that stand in the
answer, or None where it knows nothing under the value; the customer is then asked once more. An exception or too long a silence
hands the customer over to a human.
"""

import inspect
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TypeAlias

from bot.dialogue.lookups import LookupFailed
from bot.errors import SettingsError

GROUP = "firstline.lookups"
PARAMETERS = {
    "order_number": "order",
    "order": "order",
    "tracking_number": "tracking",
    "tracking": "tracking",
    "email": "email",
    "phone": "phone",
    "iban": "iban",
    "id_number": "id",
}
"""A parameter's name and the kind of slot whose value it gets."""
MOST_AT_ONCE = 32
"""Calls at work: where so many hang, a further one is not worth waiting for."""

Function: TypeAlias = Callable[..., object]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """One function: `parameters` maps its parameters' names to kinds of slot."""

    function: Function
    parameters: Mapping[str, str]


class TimedLookups:
    """Calls functions, each on a thread of its own, and waits `timeout` seconds at most."""

    def __init__(self, functions: Mapping[str, Function], timeout: float) -> None:
        """Raises SettingsError for a function with a parameter that no slot fills."""
        self._plugged = {name: _plugged_in(name, function) for name, function in functions.items()}
        self._timeout = timeout
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._plugged)

    def needs(self, name: str) -> tuple[str, ...] | None:
        plugged = self._plugged.get(name)
        return None if plugged is None else tuple(plugged.parameters.values())

    def call(self, name: str, values: Mapping[str, str]) -> str | None:
        plugged = self._plugged[name]
        arguments = {parameter: values[kind] for parameter, kind in plugged.parameters.items()}
        if not self._free.acquire(blocking=False):
            raise _failure(name, f"was not called: {MOST_AT_ONCE} calls are still waiting for their results")
        future: Future[object] = Future()
        work = (plugged.function, arguments, future)
        threading.Thread(target=self._work, args=work, name=f"look-up {name}", daemon=True).start()
        return _result(name, future, self._timeout)

    def _work(self, function: Function, arguments: Mapping[str, str], future: "Future[object]") -> None:
        try:
            future.set_result(function(**arguments))
        except BaseException as error:  # noqa: BLE001 - a team's own code: whatever it raises is handed to the caller
            future.set_exception(error)
        finally:
            self._free.release()


def plugged_in(timeout: float) -> TimedLookups:
    """What is installed beside Firstline. Raises SettingsError for an entry point that can't be loaded or called."""
    return TimedLookups({entry.name: _loaded(entry.name, entry.load) for entry in entry_points(group=GROUP)}, timeout)


def _result(name: str, future: "Future[object]", timeout: float) -> str | None:
    """Logged is what kind of thing went wrong, for an exception's own words may hold what the customer wrote."""
    done, _ = wait((future,), timeout)
    if not done:
        raise _failure(name, f"took longer than {timeout:g} s")
    if (error := future.exception()) is not None:
        raise _failure(name, f"raised {type(error).__name__}")
    result = future.result()
    if result is None or (isinstance(result, str) and result.strip()):
        return result
    raise _failure(name, f"gave {type(result).__name__}; it must return words, or None where nothing is known")


def _failure(name: str, what: str) -> LookupFailed:
    logger.warning("the look-up %s %s", name, what)
    return LookupFailed(f"The look-up {name} {what}.")


def _loaded(name: str, load: Callable[[], object]) -> Function:
    try:
        function = load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"the look-up {name} of the entry points {GROUP!r} can't be loaded: {error}") from error
    if not callable(function):
        raise SettingsError(f"the look-up {name} of the entry points {GROUP!r} is no function but {type(function).__name__}")
    return function


def _plugged_in(name: str, function: Function) -> PluggedIn:
    needed = [item.name for item in inspect.signature(function).parameters.values() if item.default is inspect.Parameter.empty]
    unknown = [parameter for parameter in needed if parameter not in PARAMETERS]
    if unknown:
        raise SettingsError(
            f"the look-up {name} takes {', '.join(unknown)}, which no slot fills; a parameter is one of {', '.join(PARAMETERS)}"
        )
    return PluggedIn(function, {parameter: PARAMETERS[parameter] for parameter in needed})
