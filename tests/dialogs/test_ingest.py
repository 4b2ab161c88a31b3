"""What an import stores, on both databases."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from dialogs.customers import hash_customer
from dialogs.ingest import import_paths
from dialogs.store import read_dialogs
from dialogs.tables import Answer, AnswerSource, Customer, Example, ImportBatch, Intent, Message, MessageEdit
from dialogs.tables import Dialog as DialogRow
from tests.dialogs.importing import KEY, Desk, dialog

LATE = dialog("d1", ("customer", "where is my order 406-1234567-8901234"), ("agent", "Order 406-1234567-8901234 comes on Monday."))
THANKS = dialog("d2", ("customer", "mail me at ann@example.org"), ("agent", "Sent to ann@example.org."), ("customer", "thanks"))


def test_dialogs_are_stored_redacted_with_the_same_placeholder_for_the_same_value(desk: Desk) -> None:
    report = desk.jsonl(LATE, THANKS)
    assert desk.record() == {
        "d1": [("customer", "where is my order <ORDER_1>"), ("agent", "Order <ORDER_1> comes on Monday.")],
        "d2": [("customer", "mail me at <EMAIL_1>"), ("agent", "Sent to <EMAIL_1>."), ("customer", "thanks")],
    }
    assert (report.format, report.dialogs, report.messages, report.customers) == ("jsonl", 2, 5, 2)
    assert report.redacted == {"order": 2, "email": 2}
    assert (report.duplicates, report.rejected, report.updated) == (0, 0, 0)


def test_the_same_file_again_adds_nothing_and_is_not_read_again(desk: Desk) -> None:
    first = desk.jsonl(LATE, THANKS)
    second = desk.jsonl(LATE, THANKS)
    assert (second.dialogs, second.messages, second.customers, second.duplicates) == (0, 0, 0, first.messages)
    assert second.files[0].note == "imported before; nothing to do"
    with desk.database.session() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1


def test_the_same_dialogs_in_another_file_are_compared_one_by_one(desk: Desk) -> None:
    desk.jsonl(LATE, THANKS)
    again = desk.jsonl(THANKS, LATE, name="other.jsonl")
    assert (again.dialogs, again.messages, again.customers, again.updated, again.duplicates) == (0, 0, 0, 0, 5)
    assert len(desk.record()) == 2


def test_an_overlapping_export_adds_only_what_is_new(desk: Desk) -> None:
    desk.jsonl(LATE)
    longer = dialog(
        "d1", *((turn["role"], turn["content"]) for turn in LATE["turns"]), ("customer", "it came"), ("agent", "glad to hear")
    )
    report = desk.jsonl(longer, THANKS, name="later.jsonl")
    assert (report.dialogs, report.messages, report.duplicates, report.updated) == (1, 5, 2, 0)
    assert [text for _, text in desk.record()["d1"]] == [
        "where is my order <ORDER_1>",
        "Order <ORDER_1> comes on Monday.",
        "it came",
        "glad to hear",
    ]


def test_an_export_of_the_newer_part_alone_goes_on_with_the_dialog_and_its_numbers(desk: Desk) -> None:
    table = "dialog_id,message_id,ts,role,text"
    desk.csv(
        table, "t,1,2026-01-01T09:00:00Z,customer,I am ann@example.org", "t,2,2026-01-01T09:01:00Z,agent,hello ann@example.org"
    )
    report = desk.csv(
        table,
        "t,2,2026-01-01T09:01:00Z,agent,hello ann@example.org",
        "t,3,2026-01-01T09:02:00Z,customer,use ann@example.org or bob@example.org",
        name="newer.csv",
    )
    assert (report.dialogs, report.messages, report.duplicates) == (0, 1, 1)
    assert desk.record() == {
        "t": [("customer", "I am <EMAIL_1>"), ("agent", "hello <EMAIL_1>"), ("customer", "use <EMAIL_1> or <EMAIL_2>")]
    }


def test_an_edited_message_is_updated_and_what_it_said_is_kept(desk: Desk) -> None:
    desk.jsonl(dialog("d", ("customer", "is it open on sunday"), ("agent", "yes"), ("customer", "ok")))
    report = desk.jsonl(
        dialog("d", ("customer", "is it open on sunday"), ("agent", "no, sorry"), ("customer", "ok")), name="b.jsonl"
    )
    assert (report.dialogs, report.messages, report.updated, report.duplicates) == (0, 0, 1, 3)
    assert desk.record()["d"][1] == ("agent", "no, sorry")
    with desk.database.session() as session:
        assert session.scalars(select(MessageEdit.text)).all() == ["yes"]


def test_an_edit_inside_a_burst_changes_its_row_alone(desk: Desk) -> None:
    table = "dialog_id,message_id,role,text"
    desk.csv(table, "d,1,customer,hello", "d,2,customer,my parcel is late", "d,3,agent,sorry", "d,4,customer,bye")
    report = desk.csv(table, "d,2,customer,my parcel is very late", "d,3,agent,sorry", "d,5,agent,bye", name="b.csv")
    assert (report.messages, report.updated) == (1, 1)
    assert desk.record()["d"] == [
        ("customer", "hello\nmy parcel is very late"),
        ("agent", "sorry"),
        ("customer", "bye"),
        ("agent", "bye"),
    ]


def test_two_files_that_use_the_same_ids_for_different_dialogs_keep_both(desk: Desk) -> None:
    desk.jsonl(dialog("1", ("customer", "do you ship to Norway"), ("agent", "Yes.")))
    other = dialog("1", ("customer", "my lamp is broken"), ("agent", "We send another."))
    report = desk.jsonl(other, name="other shop.jsonl")
    assert (report.dialogs, report.messages, report.updated) == (1, 2, 0)
    assert sorted(desk.record().values()) == [
        [("customer", "do you ship to Norway"), ("agent", "Yes.")],
        [("customer", "my lamp is broken"), ("agent", "We send another.")],
    ]
    again = desk.jsonl(other, THANKS, name="other shop again.jsonl")
    assert (again.dialogs, again.messages, again.duplicates) == (1, 3, 2)


def test_a_dialog_that_stands_in_a_file_twice_is_stored_once(desk: Desk) -> None:
    bare = {
        "id": "d",
        "turns": [{"role": "user", "content": "hi"}, {"role": "agent", "content": "hi"}, {"role": "user", "content": "hi"}],
    }
    report = desk.jsonl(bare, THANKS, bare)
    assert (report.dialogs, report.messages, report.duplicates) == (2, 6, 3)
    assert desk.record()["d"] == [("customer", "hi"), ("agent", "hi"), ("customer", "hi")]


def test_interleaved_rows_come_together_by_dialog(desk: Desk) -> None:
    report = desk.csv(
        "dialog_id,role,text", "a,customer,first of a", "b,customer,first of b", "a,agent,second of a", "b,agent,second of b"
    )
    assert (report.dialogs, report.messages) == (2, 4)
    assert desk.record() == {
        "a": [("customer", "first of a"), ("agent", "second of a")],
        "b": [("customer", "first of b"), ("agent", "second of b")],
    }


def test_rows_without_ids_that_say_the_same_are_all_kept(desk: Desk) -> None:
    rows = ("dialog_id,role,text", "a,customer,ok", "a,agent,sure?", "a,customer,ok")
    assert desk.csv(*rows).messages == 3
    assert desk.csv(*rows, "a,agent,fine", name="b.csv").messages == 1
    assert [text for _, text in desk.record()["a"]] == ["ok", "sure?", "ok", "fine"]


def test_local_times_are_taken_to_be_in_the_zone_given(desk: Desk) -> None:
    desk.csv(
        "dialog_id,role,ts,text",
        "a,customer,2026-07-01 12:00:00,hi",
        "a,agent,2026-07-01T12:05:00Z,hi",
        zone=ZoneInfo("Europe/Berlin"),
    )
    with desk.database.session() as session:
        times = session.scalars(select(Message.at).order_by(Message.at)).all()
        started = next(read_dialogs(session)).started_at
    assert times == [datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 12, 5, tzinfo=UTC)]
    assert started == times[0]


def test_customers_are_hashed_with_the_homes_key(desk: Desk) -> None:
    desk.jsonl(
        dialog("a", ("customer", "hi"), customer="ann"),
        dialog("b", ("customer", "hi"), customer="ann"),
        dialog("c", ("customer", "hi")),
    )
    with desk.database.session() as session:
        customers = set(session.scalars(select(Customer.external_id)))
    assert customers == {hash_customer(KEY, "jsonl", "ann"), hash_customer(KEY, "jsonl", "dialog c")}


def test_names_that_the_export_knows_are_redacted_in_what_everybody_says(desk: Desk) -> None:
    desk.jsonl(
        dialog(
            "a", ("customer", "It is Zara again"), ("agent", "Hello Zara Vaughan!"), customer={"id": "c1", "name": "Zara Vaughan"}
        )
    )
    said = " ".join(text for _, text in desk.record()["a"])
    assert "Zara" not in said
    assert "Vaughan" not in said
    assert said.startswith("It is <NAME_1> again Hello <NAME_")


def test_a_chat_without_dialogs_is_split_by_silence_and_goes_on_in_the_next_export(desk: Desk) -> None:
    table = "ts,author,text"
    rows = [
        "2026-01-01T09:00:00Z,Ann,where is my parcel",
        "2026-01-01T09:05:00Z,Shop,on its way",
        "2026-01-03T10:00:00Z,Ann,it is broken",
        "2026-01-03T10:01:00Z,Shop,we send another",
    ]
    report = desk.csv(table, *rows, agents=("Shop",))
    assert (report.dialogs, report.messages, report.customers) == (2, 4, 1)
    rows[3:] = ["2026-01-03T10:01:00Z,Shop,we send another", "2026-01-03T10:30:00Z,Ann,great", "2026-02-01T08:00:00Z,Ann,hi again"]
    report = desk.csv(table, *rows[2:], agents=("Shop",))
    assert (report.dialogs, report.messages, report.duplicates) == (1, 2, 2)
    assert list(desk.record().values()) == [
        [("customer", "where is my parcel"), ("agent", "on its way")],
        [("customer", "it is broken"), ("agent", "we send another"), ("customer", "great")],
        [("customer", "hi again")],
    ]


def test_a_ticket_stays_one_dialog_however_long_its_silences(desk: Desk) -> None:
    rows = ("dialog_id,ts,role,text", "7,2026-01-01T09:00:00Z,customer,hi", "7,2026-03-01T09:00:00Z,agent,sorry for the delay")
    assert desk.csv(*rows, gap=timedelta(hours=1)).dialogs == 1


def test_a_better_guess_of_who_is_staff_corrects_the_record(desk: Desk) -> None:
    rows = ("dialog_id,message_id,author,text", "1,1,ops,your order is late", "1,2,kim,why?", "1,3,ops,snow")
    desk.csv(*rows)
    assert [role for role, _ in desk.record()["1"]] == ["customer", "agent", "customer"]
    report = desk.csv(*rows, agents=("OPS",))
    assert (report.dialogs, report.messages) == (0, 0)
    assert [role for role, _ in desk.record()["1"]] == ["agent", "customer", "agent"]
    with desk.database.session() as session:
        assert session.scalars(select(Customer.external_id)).all() == [hash_customer(KEY, "csv", "kim")]


def test_pairs_become_approved_answers_with_their_sources_and_examples(desk: Desk) -> None:
    report = desk.csv(
        "question,answer,intent",
        "Where is order AB-1234567?,Order AB-1234567 is on its way.,tracking",
        "When do you open?,At nine.,hours",
        "Opening hours?,At nine.,hours",
        "Are you open?,at  NINE.,",
    )
    assert (report.dialogs, report.messages, report.examples, report.customers) == (4, 8, 3, 4)
    with desk.database.session() as session:
        answers = session.scalars(select(Answer).order_by(Answer.id)).all()
        intents = {intent.id: intent.name for intent in session.scalars(select(Intent))}
        assert [(answer.text, answer.intent_id and intents[answer.intent_id]) for answer in answers] == [
            ("Order <ORDER_1> is on its way.", "tracking"),
            ("At nine.", "hours"),
            ("at  NINE.", None),
        ]
        assert {(answer.status, answer.origin) for answer in answers} == {("approved", "imported")}
        assert [answer.slots for answer in answers] == [["<ORDER_1>"], [], []]
        sources = session.execute(
            select(AnswerSource.answer_id, AnswerSource.question, Message.text).join(Message, AnswerSource.message_id == Message.id)
        )
        assert sorted(sources) == [
            (answers[0].id, "Where is order <ORDER_1>?", "Order <ORDER_1> is on its way."),
            (answers[1].id, "Opening hours?", "At nine."),
            (answers[1].id, "When do you open?", "At nine."),
            (answers[2].id, "Are you open?", "at  NINE."),
        ]
        examples = session.execute(
            select(Example.text, Example.origin, Message.text).join(Message, Example.message_id == Message.id)
        )
        assert {tuple(row) for row in examples} == {
            (text, "pair", text) for text in ("Where is order <ORDER_1>?", "When do you open?", "Opening hours?")
        }
    again = desk.csv("question,answer,intent", "When do you open?,At nine.,hours", name="b.csv")
    assert (again.dialogs, again.messages, again.examples, again.duplicates) == (0, 0, 0, 2)


def test_an_edited_pair_replaces_its_answer(desk: Desk) -> None:
    desk.csv("id,question,answer,intent", "1,When do you open?,At nine.,hours", "2,Do you ship?,Yes.,shipping")
    report = desk.csv(
        "id,question,answer,intent", "1,When do you open?,At ten.,hours", "2,Do you ship?,Yes.,shipping", name="b.csv"
    )
    assert (report.dialogs, report.updated) == (0, 1)
    with desk.database.session() as session:
        assert sorted(session.scalars(select(Answer.text))) == ["At ten.", "Yes."]
        assert session.scalar(select(func.count()).select_from(AnswerSource)) == 2


def test_a_single_tag_labels_the_first_question(desk: Desk) -> None:
    report = desk.jsonl(
        dialog("a", ("agent", "hello"), ("customer", "I want my money back"), ("customer", "now"), tags=["refund"]),
        dialog("b", ("customer", "hm"), tags=["refund", "vip"]),
    )
    assert report.examples == 1
    with desk.database.session() as session:
        assert session.execute(select(Example.text, Example.origin, Intent.name).join(Intent)).all() == [
            ("I want my money back\nnow", "tag", "refund")
        ]


def test_labelled_utterances_come_in_once(desk: Desk) -> None:
    rows = ("text,intent", "hello there,greet", "HELLO  there,greet", "mail bob@example.org,contact")
    report = desk.csv(*rows)
    assert (report.dialogs, report.messages, report.examples, report.duplicates) == (0, 0, 2, 1)
    assert report.redacted == {"email": 1}
    again = desk.csv(*rows[:2], name="b.csv")
    assert (again.examples, again.duplicates) == (0, 1)
    with desk.database.session() as session:
        assert sorted(session.scalars(select(Example.text))) == ["hello there", "mail <EMAIL_1>"]


def test_what_no_database_takes_is_taken_out(desk: Desk) -> None:
    desk.jsonl({"id": "a\0b", "turns": [{"role": "user", "content": "nul \0 and half \ud83d a pair", "id": "x" * 400}]})
    ((name, said),) = desk.record().items()
    assert name == "ab"
    assert said == [("customer", "nul  and half \ufffd a pair")]


def test_large_files_are_stored_in_several_steps(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a window of 20 messages and batches of 10, dialogs whose rows lie far apart come out as they do in one piece."""
    monkeypatch.setattr("dialogs.ingest_file.BATCH", 10)
    monkeypatch.setattr("dialogs.gathering.HELD", 20)
    said = (f"d{n % 7},{n},{'agent' if n // 7 % 2 else 'customer'},say {n} to a{n % 7}@example.org" for n in range(60))
    rows = ["dialog_id,message_id,role,text", *said]
    report = desk.csv(*rows)
    assert (report.dialogs, report.messages, report.redacted) == (7, 60, {"email": 60})
    assert all(text.endswith("to <EMAIL_1>") for turns in desk.record().values() for _, text in turns)
    assert [len(turns) for turns in desk.record().values()] == [9, 9, 9, 9, 8, 8, 8]
    assert desk.csv(*rows, name="again.csv").messages == 0


def test_stretches_of_a_chat_of_two_belong_to_its_one_customer(desk: Desk) -> None:
    """A day on which only staff wrote is no customer of its own."""
    days = ("06.08.16, 13:23 - Ash: hi", "08.08.16, 13:24 - Shop: still there?", "10.08.16, 13:24 - Ash: yes")
    report = desk.run(desk.file("chat.txt", "\n".join(days) + "\n"))
    assert (report.dialogs, report.messages, report.customers) == (3, 3, 1)
    assert [role for said in desk.record().values() for role, _ in said] == ["customer", "agent", "customer"]


def test_an_endless_chat_is_split_after_a_goodbye_and_stays_so_in_the_next_export(desk: Desk) -> None:
    """A newer export that begins behind the goodbye is no continuation of the dialog before it."""
    said = [
        "10:00 - Ash: where is my parcel",
        "10:01 - Shop: It comes on Friday. Have a nice day!",
        "14:00 - Ash: do you sell mugs",
        "14:01 - Shop: We do.",
    ]
    lines = [f"06.08.16, {line}\n" for line in said]
    split = [["where is my parcel", "It comes on Friday. Have a nice day!"], ["do you sell mugs", "We do."]]
    desk.run(desk.file("older.txt", "".join(lines[:2])))
    desk.run(desk.file("newer.txt", "".join(lines[2:])))
    assert [[text for _, text in dialog] for dialog in desk.record().values()] == split
    report = desk.run(desk.file("all.txt", "".join(lines)))
    assert (report.dialogs, report.messages, report.duplicates) == (0, 0, 4)
    assert [[text for _, text in dialog] for dialog in desk.record().values()] == split


def test_the_language_of_a_dialog_is_told_by_its_text_where_the_export_does_not_say_it(desk: Desk) -> None:
    def told(text: str) -> str | None:
        return "de" if "Paket" in text else None

    def languages() -> list[str | None]:
        with desk.database.session(read_only=True) as session:
            return list(session.scalars(select(DialogRow.language).order_by(DialogRow.id)))

    first = [
        dialog("a", ("user", "Wo ist mein Paket?")),
        dialog("b", ("user", "mein Paket"), language="nl"),
        dialog("c", ("user", "ok")),
    ]
    desk.jsonl(*first, language_of=told)
    assert languages() == ["de", "nl", None]
    later = [dialog("a", ("user", "Wo ist mein Paket?"), ("agent", "hier")), dialog("c", ("user", "ok"), ("agent", "Paket"))]
    desk.jsonl(*later, name="later.jsonl", language_of=told)
    assert languages() == ["de", "nl", "de"]


def test_a_part_of_a_dialog_does_not_change_the_language_that_the_whole_told(desk: Desk) -> None:
    turns = (("user", "Wo ist mein Paket?"), ("agent", "In Köln"), ("user", "ok bye"))
    desk.jsonl(dialog("a", *turns), language_of=lambda text: "de")
    rest = {
        "id": "a",
        "turns": [{"id": "m3", "role": "user", "content": "ok bye"}, {"id": "m4", "role": "agent", "content": "bye"}],
    }
    desk.jsonl(rest, name="rest.jsonl", language_of=lambda text: "en")
    with desk.database.session(read_only=True) as session:
        assert session.scalars(select(DialogRow.language)).all() == ["de"]


def test_text_is_mended_before_it_is_redacted_and_stored(desk: Desk) -> None:
    desk.csv("dialog_id,role,name,text", "1,customer,JÃ¼rgen,fÃ¼r mich", "1,agent,,Hallo JÃ¼rgen")
    assert desk.record()["1"] == [("customer", "für mich"), ("agent", "Hallo <NAME_1>")]


def test_progress_counts_the_bytes_of_the_file_once(sqlite_desk: Desk) -> None:
    told: list[tuple[int, int | None]] = []
    file = sqlite_desk.file("log.csv", "dialog_id,role,text\n" + "1,customer,hello\n" * 20_000)
    import_paths(
        sqlite_desk.database,
        [file],
        sqlite_desk.options,
        sqlite_desk.redactor,
        lambda what, done, total=None: told.append((done, total)),
    )
    places = [done for done, _ in told]
    assert places == sorted(places)
    assert {total for _, total in told} == {places[-1]} == {20 + 17 * 20_000}
    assert places[0] < places[-1]
