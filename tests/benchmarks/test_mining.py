from benchmarks.mining import Label, Mined, Rate, judged, read
from tests.retrieval.encoders import WordEncoder


def label(message: int, *, answer: bool = True, case: bool = False, same: str | None = None, slots: tuple[str, ...] = ()) -> Label:
    return Label("dev", "d", message, answer, case, (message - 1,), same, tuple((slot, "x") for slot in slots))


def test_each_part_is_counted_by_itself() -> None:
    labels = [label(1, same="a", slots=("order",)), label(3, same="a"), label(5, case=True), label(7, answer=False)]
    mined = [
        Mined("returns are free for <ID_1>", False, 0, ("ID",)),
        Mined("free are returns for <ID_1>", False, 1, ("ID",)),
        Mined(None),
        Mined("we are open", False, 6),
    ]
    found = judged(labels, mined, WordEncoder())
    assert found.answers == Rate(2 / 3, 2 / 3, 2, 3, 3)
    assert found.to_others == Rate(2 / 3, 1.0, 2, 3, 2)
    assert found.question == 0.5
    assert found.merging == Rate(1.0, 1.0, 1, 1, 1)
    assert found.slots == Rate(0.5, 1.0, 1, 2, 1)


def test_every_message_is_labelled_once() -> None:
    labels = read()
    assert len(labels) == len({(item.dialog, item.message) for item in labels}) == 550
    assert [len(read(part)) for part in ("dev", "tune", "test")] == [152, 250, 148]
    assert not {item.dialog for item in read("tune")} & {item.dialog for part in ("dev", "test") for item in read(part)}
    assert all(item.answer or not (item.case or item.questions or item.slots) for item in labels)
    assert all(question < item.message for item in labels for question in item.questions)
