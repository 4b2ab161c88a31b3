import pytest

from dialogs.record import ParsedDialog, ParsedMessage, Role
from dialogs.roles import Casts, roles_by_author, roles_of

C, A = Role.CUSTOMER, Role.AGENT


def said(*authors: str | None, role: Role | None = None) -> list[ParsedMessage]:
    return [ParsedMessage("d", "hi", 1, author=author, role=role) for author in authors]


def casts(*dialogs: tuple[str, ...]) -> Casts:
    made = Casts()
    for authors in dialogs:
        made.add(said(*authors))
    return made


def decide(
    *authors: str | None, agents: tuple[str, ...] = (), decided: dict[str, Role] | None = None, customer: str | None = None
) -> list[Role]:
    return roles_of(ParsedDialog("d", customer=customer), said(*authors), frozenset(agents), decided or {})


def test_who_is_in_many_dialogs_is_staff_even_if_they_begin() -> None:
    found = roles_by_author(casts(("kim", "ann"), ("kim", "bob"), ("cleo", "kim"), ("dan", "lee"), ("eva", "lee"), ("lee", "fay")))
    assert {name for name, role in found.items() if role is A} == {"kim", "lee"}
    assert {name for name, role in found.items() if role is C} == {"ann", "bob", "cleo", "dan", "eva", "fay"}


def test_between_equals_who_answers_is_staff() -> None:
    assert roles_by_author(casts(("ann", "kim"), ("ann", "kim"), ("kim", "ann"))) == {"ann": C, "kim": A}
    assert roles_by_author(casts(("ann", "kim"))) == {"ann": C, "kim": A}


def test_two_customers_in_one_stretch_of_a_group_are_both_customers() -> None:
    found = roles_by_author(casts(("ann", "bob", "kim"), ("cleo", "kim"), ("dan", "kim"), ("eva", "kim")))
    assert found == {"ann": C, "bob": C, "cleo": C, "dan": C, "eva": C, "kim": A}


def test_a_role_that_the_file_states_elsewhere_holds() -> None:
    known = casts(("ann", "kim"), ("ann", "kim"))
    known.add(said("ann", role=A))
    assert roles_by_author(known)["ann"] is A


def test_named_agents_are_staff_and_everybody_else_is_not() -> None:
    assert decide("Kim", "ann", "bob", agents=("kim",), decided={"ann": A}) == [A, C, C]


def test_the_customer_that_the_export_names_is_one() -> None:
    assert decide("kim", "ann", customer="ann") == [A, C]


@pytest.mark.parametrize(
    ("authors", "roles"), [(("x", "y", "x", "z"), [C, A, C, A]), ((None, None, None), [C, A, C]), (("x",), [C])]
)
def test_without_any_hint_who_begins_is_the_customer(authors: tuple[str | None, ...], roles: list[Role]) -> None:
    assert decide(*authors) == roles


def test_stated_roles_stay_as_they_are() -> None:
    messages = [*said("bot", role=Role.BOT), *said("ann"), *said("kim", role=A)]
    assert roles_of(ParsedDialog("d"), messages, frozenset(), {}) == [Role.BOT, C, A]


def test_a_stretch_in_which_nobody_answers_does_not_make_a_customer_staff() -> None:
    known = casts(("ann", "shop"), ("ann",), ("ann",), ("shop",))
    assert roles_by_author(known) == {"ann": C, "shop": A}


def test_in_a_chat_of_two_that_never_speak_on_the_same_day_who_began_is_the_customer() -> None:
    known = casts(("ann",), ("shop",), ("ann",))
    assert roles_by_author(known) == {}
    known.add_chat(said("ann", "shop", "ann"))
    assert roles_by_author(known) == {"ann": C, "shop": A}
