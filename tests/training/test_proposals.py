from collections.abc import Collection, Sequence

import pytest

from tests.training.test_clusters import blobs
from training.errors import ProposalError
from training.proposals import Group, merge, split

VECTORS = blobs([12, 10, 8])
REFUND = Group("refund", tuple(range(22)))
PARCEL = Group("parcel", tuple(range(22, 30)))


def numbered(groups: Sequence[Sequence[int]], taken: Collection[str]) -> list[str]:
    return [f"part_{number}" for number in range(len(groups))]


def test_a_group_of_two_matters_is_split() -> None:
    found = split([REFUND, PARCEL], ["refund"], VECTORS, 5, 0, numbered)
    assert found[0] is PARCEL
    assert [(group.name, sorted(group.rows)) for group in found[1:]] == [
        ("part_0", list(range(12))),
        ("part_1", list(range(12, 22))),
    ]


def test_what_has_no_parts_is_not_split() -> None:
    with pytest.raises(ProposalError, match="'parcel' does not fall into parts"):
        split([REFUND, PARCEL], ["parcel"], VECTORS, 5, 0, numbered)


def test_merging_into_another_group() -> None:
    assert merge([REFUND, PARCEL], [("parcel", "refund")], ()) == [Group("parcel", (*PARCEL.rows, *REFUND.rows))]


def test_merging_into_an_intent_of_the_record() -> None:
    assert merge([REFUND], [("money", "refund")], {"money"}) == [Group("money", REFUND.rows, new=False)]


def test_a_new_name() -> None:
    assert merge([REFUND, PARCEL], [("my money", "refund")], ()) == [PARCEL, Group("my money", REFUND.rows)]


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(ProposalError, match="no proposed intent is named 'refunds'; there are: parcel, refund"):
        merge([REFUND, PARCEL], [("money", "refunds")], ())
