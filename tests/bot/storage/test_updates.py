"""Claims: an update is worked on once, and again only if it wasn't finished."""

from datetime import timedelta

from bot.storage.updates import Claim, claim_update, finish_updates, forget_updates
from dialogs.database import Database


def test_a_finished_update_is_done_for_good(database: Database) -> None:
    assert claim_update(database, 5, "a") is Claim.NEW
    finish_updates(database, [5])
    assert claim_update(database, 5, "a") is Claim.DONE


def test_an_unfinished_update_is_claimed_again(database: Database) -> None:
    claim_update(database, 5, "a")
    assert claim_update(database, 5, "a") is Claim.AGAIN
    finish_updates(database, [5])
    assert claim_update(database, 5, "a") is Claim.DONE


def test_the_same_number_with_other_content_is_another_update(database: Database) -> None:
    claim_update(database, 5, "a")
    finish_updates(database, [5])
    assert claim_update(database, 5, "b") is Claim.NEW
    assert claim_update(database, 5, "b") is Claim.AGAIN


def test_only_finished_updates_that_are_old_are_forgotten(database: Database) -> None:
    for number in (1, 2):
        claim_update(database, number, "a")
    finish_updates(database, [1])
    assert forget_updates(database) == 0
    assert forget_updates(database, older_than=timedelta(0)) == 1
    assert claim_update(database, 1, "a") is Claim.NEW
    assert claim_update(database, 2, "a") is Claim.AGAIN
