"""Answers from the record: question–answer pairs of its dialogs, merged by meaning, kept with their sources.

Mining again adds what is new and leaves alone what people decided: a suspended answer stays suspended and takes its new sources, an
approved or edited text is not touched, a draft is approved once enough customers received it.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from dialogs.database import Database
from dialogs.progress import Progress, silent
from dialogs.store import read_dialogs
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from retrieval.answer_store import Known, Mined, message_keys, most_common, read_known, read_labels, write_mined
from retrieval.encoding import embed
from retrieval.merging import Text, merge
from retrieval.pairs import Pair, pairs_of
from retrieval.sentences import tells_case
from retrieval.withholding import Support, slots, withheld

BATCH = 256
QUESTIONS_CLASSIFIED = 5
"""Of an answer whose questions nobody labelled."""

Classify: TypeAlias = Callable[[Sequence[str]], Sequence[str | None]]
"""Questions to intents, None where unsure."""


@dataclass(frozen=True, slots=True)
class MineReport:
    """`pairs` found in the record, `answers` that stand for them, of which `new` were added by this run and `approved` may be sent.

    `merged`: different texts that were taken into another's answer. `slots`: answers with a value to fill in. `withheld`: answers
    that wait for approval, by reason. `skipped`: agent messages that answer nothing, by reason.
    """

    pairs: int
    answers: int
    merged: int
    slots: int
    withheld: Mapping[str, int]
    new: int
    approved: int
    skipped: Mapping[str, int]
    seconds: float


@dataclass(slots=True)
class _Found:
    """What reading the record gave."""

    pairs: list[Pair] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    known: Known = field(default_factory=lambda: Known({}, {}))
    keys: Mapping[tuple[int, str], int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Group:
    """Pairs that one answer stands for; `id` is the answer's key where the record has it."""

    id: int | None
    text: str
    pairs: list[Pair] = field(default_factory=list)


def mine_answers(
    database: Database,
    encoder: Encoder,
    *,
    sources_needed: int,
    progress: Progress = silent,
    classify: Classify | None = None,
) -> MineReport:
    """Find answers in the dialogs of the record and store them. See the module for what a second run does.

    `encoder` should be the frozen base: one that was tuned to intents brings together all answers to one intent, whatever they say.

    A new answer is approved once `sources_needed` different customers received it and nothing speaks against sending it
    (`retrieval.withholding`). Its intent is that of most of its labelled questions; `classify` is asked where none is labelled.
    """
    start = time.perf_counter()
    found = _read(database, progress)
    groups = _grouped(found, encoder, progress)
    mined, reasons = _judged(groups, found, sources_needed)
    mined = _with_intents(mined, groups, found, classify)
    with database.session() as session:
        write_mined(session, mined, found.keys)
    return MineReport(
        pairs=len(found.pairs),
        answers=len(groups),
        merged=len({text_hash(pair.text) for pair in found.pairs}) - len(groups),
        slots=sum(bool(item.slots) for item in mined),
        withheld=dict(reasons.most_common()),
        new=sum(item.id is None for item in mined),
        approved=sum(item.status == "approved" for item in mined),
        skipped=dict(found.skipped.most_common()),
        seconds=round(time.perf_counter() - start, 3),
    )


def _read(database: Database, progress: Progress) -> _Found:
    found = _Found()
    with database.session(read_only=True) as session:
        for number, dialog in enumerate(read_dialogs(session), 1):
            pairs = pairs_of(dialog)
            found.pairs += pairs.found
            found.skipped += pairs.skipped
            if number % BATCH == 0:
                progress("reading dialogs", number)
        found.known = read_known(session)
        found.keys = message_keys(session, found.pairs)
        found.labels = read_labels(session)
    return found


def _grouped(found: _Found, encoder: Encoder, progress: Progress) -> list[_Group]:
    """Every pair in the group of its answer: the one it is a source of already, else one that says the same, else a new one."""
    groups: dict[int, _Group] = {}
    loose: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in found.pairs:
        answer = found.known.sources.get(found.keys[pair.dialog, pair.answer_id])
        if answer is None:
            loose[text_hash(pair.text)].append(pair)
        else:
            groups.setdefault(answer, _Group(answer, found.known.answers[answer].text)).pairs.append(pair)
    new = _compared(list(loose.values()), found.known, encoder, progress)
    for group in new:
        if group.id is not None and group.id in groups:
            groups[group.id].pairs += group.pairs
        elif group.id is not None:
            groups[group.id] = group
    return [*groups.values(), *(group for group in new if group.id is None)]


def _compared(loose: Sequence[Sequence[Pair]], known: Known, encoder: Encoder, progress: Progress) -> list[_Group]:
    """Pairs by equal text to groups: by the text of an answer that the record has, else by meaning.

    What tells of one customer's case waits for approval anyway: it is merged by equal text only, which halves the time.
    """
    stored = {text_hash(answer.text): answer for answer in reversed(list(known.answers.values()))}
    groups, rest = [], []
    for pairs in loose:
        answer = stored.get(text_hash(pairs[0].text))
        if answer is not None:
            groups.append(_Group(answer.id, answer.text, list(pairs)))
        elif pairs[0].case:
            groups.append(_Group(None, _wording(pairs), list(pairs)))
        else:
            rest.append(pairs)
    return [*groups, *(_merged(rest, known, encoder, progress) if rest else ())]


def _merged(loose: Sequence[Sequence[Pair]], known: Known, encoder: Encoder, progress: Progress) -> list[_Group]:
    """Groups by meaning; the record's answers take in what says the same as they do."""
    stored = [answer for answer in known.answers.values() if not tells_case(answer.text)]
    texts = [Text(answer.text, answer.language, 0, fixed=True) for answer in stored]
    texts += [Text(_wording(pairs), pairs[0].language, len(pairs)) for pairs in loose]
    vectors = embed(encoder, [text.text for text in texts], progress, "comparing answers")
    groups = []
    for cluster in merge(texts, vectors):
        representative = cluster.representative
        pairs = [pair for member in cluster.members if member >= len(stored) for pair in loose[member - len(stored)]]
        if pairs:
            answer = stored[representative].id if representative < len(stored) else None
            groups.append(_Group(answer, texts[representative].text, pairs))
    return groups


def _wording(pairs: Sequence[Pair]) -> str:
    """Texts that differ in case and spaces only: the most frequent."""
    return most_common(pair.text for pair in pairs) or pairs[0].text


def _judged(groups: Sequence[_Group], found: _Found, sources_needed: int) -> tuple[list[Mined], Counter[str]]:
    """What becomes of each group, and why drafts are drafts."""
    reasons: Counter[str] = Counter()
    mined = []
    ratings = {pair.rating for pair in found.pairs if pair.rating is not None}
    scale = (min(ratings), max(ratings)) if len(ratings) > 1 else None
    for group in groups:
        stored = found.known.answers.get(group.id) if group.id is not None else None
        status = stored.status if stored else "draft"
        if status == "draft" and (stored is None or stored.origin == "mined"):
            reason = withheld(Support(group.text, group.pairs, tells_case(group.text), scale), sources_needed)
            status = "approved" if reason is None else "draft"
            reasons.update([reason] if reason else [])
        new = tuple(pair for pair in group.pairs if found.keys[pair.dialog, pair.answer_id] not in found.known.sources)
        language = most_common(pair.language for pair in group.pairs)
        mined.append(Mined(group.id, group.text, status, language, slots(group.text, group.pairs), _label(group, found), new))
    return mined, reasons


def _label(group: _Group, found: _Found) -> str | None:
    return most_common(found.labels.get(found.keys[pair.dialog, pair.question_id]) for pair in group.pairs)


def _with_intents(mined: Sequence[Mined], groups: Sequence[_Group], found: _Found, classify: Classify | None) -> list[Mined]:
    """Ask `classify` for the intents of answers that may be sent and whose questions nobody labelled."""
    if classify is None:
        return list(mined)
    result = list(mined)
    for number, (item, group) in enumerate(zip(mined, groups, strict=True)):
        stored = found.known.answers.get(item.id) if item.id is not None else None
        if item.intent is None and item.status == "approved" and not (stored and stored.has_intent):
            questions = list(dict.fromkeys(pair.question for pair in group.pairs))[:QUESTIONS_CLASSIFIED]
            result[number] = replace(item, intent=most_common(classify(questions)))
    return result
