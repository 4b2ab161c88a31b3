"""The composition root: settings in, working parts out. The one place that knows which implementation serves which seam."""

import threading
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.assistant import Assistant, Manners
from bot.dialogue.gathering import NoDocuments, PassageSearch, Understanding
from bot.dialogue.message import CustomerMessage
from bot.dialogue.phrasing import NoPhrasing, Phraser
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from bot.errors import NotReadyError
from bot.lookups import TimedLookups, plugged_in
from bot.phrasing import ChatEndpoint
from bot.redacting import redactor
from bot.settings import Settings
from dialogs.database import Database, open_database
from nlu import explanation
from nlu.encoder import Encoder
from nlu.errors import NluError
from nlu.explanation import Explanation
from nlu.intent_model import IntentModel
from nlu.search_encoder import WithSearchVector, search_encoder
from nlu.understanding import Understander
from nlu.untuned import WithUntunedReading, answering_model
from retrieval.answer_index import AnswerIndex, current_folder
from retrieval.errors import RetrievalError
from retrieval.familiarity import Familiarity
from retrieval.learned_parts import LEARNED_PARTS
from retrieval.next_intents import NextIntents
from retrieval.passage_index import PassageIndex
from retrieval.passage_search import PassageRetriever
from retrieval.pg_index import shared_from
from retrieval.quoting import Quoter
from retrieval.search import Retriever
from training.known_examples import known_examples
from training.registry import Registry, Version

NO_MODEL = "no intent model is live yet: import dialogs (`firstline import PATH`), then `firstline train` (or `train --quick` for one within seconds)"


LIKELY = 2
"""Intents whose examples are compared with a text, to explain it."""


def database(settings: Settings) -> Database:
    """Opens, and creates and migrates where needed."""
    return open_database(settings.url)


def registry(settings: Settings, opened: Database) -> Registry:
    return Registry(opened, settings.models)


def lookups(settings: Settings) -> TimedLookups:
    """What is plugged in. Raises SettingsError for what can't be called."""
    return plugged_in(settings.lookup_seconds)


def assistant(settings: Settings, opened: Database, version: str | None = None) -> Assistant:
    """The Assistant of the live version (or of `version`). Raises NotReadyError, SettingsError, or the errors of a damaged model or index."""
    versions = registry(settings, opened)
    return _assistant(settings, versions.folder(version or _live(versions).name))


def explain(settings: Settings, opened: Database, text: str, version: str | None = None) -> Explanation:
    """Why the live version (or `version`) takes a redacted text for its intent. Loads the model anew: whoever asks why can wait."""
    versions = registry(settings, opened)
    folder = versions.folder(version or _live(versions).name)
    model = IntentModel.load(folder, threads=settings.threads)
    likely = [score.name for score in model.parse(text).intents[:LIKELY]]
    return explanation.explain(model, text, known_examples(folder, opened, likely))


def _live(versions: Registry) -> Version:
    live = versions.live()
    if live is None:
        raise NotReadyError(NO_MODEL)
    return live


def _assistant(settings: Settings, folder: Path) -> Assistant:
    model = IntentModel.load(folder, threads=settings.threads)
    answering = answering_model(folder, model)
    search = search_encoder(folder, answering, threads=settings.threads)
    index = AnswerIndex.load(settings.index, encoder_id=search.id, shared=shared_from(settings.vector_url))
    manners = Manners(settings.default_language, settings.slots_asked, settings.order_patterns)
    return Assistant(
        _understanding(settings, folder, model, answering, search),
        Retriever(index),
        index.calibration,
        redactor(settings),
        manners,
        lookups(settings),
        Familiarity.of(index),
        model.manifest.multilingual,
        _documents(index),
        _phraser(settings),
        NextIntents.load(index.folder),
    )


def _understanding(settings: Settings, folder: Path, model: IntentModel, answering: IntentModel, search: Encoder) -> Understanding:
    understander = Understander.of(model, folder, settings.entity_patterns)
    if answering is not model:
        return WithUntunedReading(understander, answering)
    return understander if search is model.encoder else WithSearchVector(understander, search)


def _documents(index: AnswerIndex) -> PassageSearch:
    """What the documents say, where the index has some."""
    passages = PassageIndex.load(index.folder)
    return NoDocuments() if passages is None else Quoter(PassageRetriever(passages, index.lexical), passages.calibration)


def _phraser(settings: Settings) -> Phraser:
    if not settings.phrasing_url:
        return NoPhrasing()
    return ChatEndpoint(settings.phrasing_url, settings.phrasing_model, settings.phrasing_key, settings.phrasing_seconds)


class LiveAssistant:
    """The Assistant of whatever version is live now. A new one is loaded beside the old and swapped in whole: no message waits.

    `watch` looks for a new version in the background; `refresh` looks once. Where a new version can't be loaded, the old one goes
    on and `trouble` says why.
    """

    def __init__(self, settings: Settings, opened: Database) -> None:
        self._settings = settings
        self._database = opened
        self._seen = self._fingerprint()
        self._assistant = assistant(settings, opened)
        self._stop = threading.Event()
        self.trouble: str | None = None

    def reply(self, message: CustomerMessage, state: DialogState) -> Turn:
        return self._assistant.reply(message, state)

    @property
    def versions(self) -> tuple[str, str]:
        return self._assistant.versions

    def refresh(self) -> bool:
        """Whether a new version was swapped in. While one is half-way there, model and index don't fit each other yet: look again later."""
        try:
            seen = self._fingerprint()
            if seen == self._seen:
                return False
            self._assistant = assistant(self._settings, self._database)
        except (RetrievalError, NluError, NotReadyError, SQLAlchemyError) as error:
            self.trouble = str(error)
            return False
        self._seen, self.trouble = seen, None
        return True

    def watch(self, seconds: float = 2.0) -> None:
        threading.Thread(target=self._watch, args=(seconds,), name="live-assistant", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def _watch(self, seconds: float) -> None:
        while not self._stop.wait(seconds):
            self.refresh()

    def _fingerprint(self) -> tuple[str | int, ...]:
        """The live version, the index in use and when its parts were learned: what a reply depends on besides the message."""
        live = _live(registry(self._settings, self._database))
        folder = current_folder(self._settings.index)
        return live.name, folder.name, *(_written(folder / part) for part in LEARNED_PARTS)


def _written(file: Path) -> int:
    """When, in nanoseconds; 0 where it is not there."""
    return file.stat().st_mtime_ns if file.is_file() else 0
