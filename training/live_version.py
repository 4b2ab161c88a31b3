"""The version that is live, with the encoders that go with it: what searches, what reads intents, what compares wordings."""

from dataclasses import dataclass
from pathlib import Path

from dialogs.database import Database
from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.intent_model import IntentModel
from nlu.manifest import read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.search_encoder import search_encoder
from nlu.untuned import UntunedBranch, answering_model
from training.answer_points import Classifier
from training.calibration_material import Learned, learned_from
from training.registry import Registry


def live_model(database: Database, models: Path, *, threads: int = 1) -> IntentModel | None:
    """What judges the answers of the version that is live now (`nlu.untuned.answering_model`); None where there is none."""
    registry = Registry(database, models)
    live = registry.live()
    if live is None:
        return None
    folder = registry.folder(live.name)
    return answering_model(folder, IntentModel.load(folder, threads=threads))


def searching_encoder(models: Path, model: IntentModel | None, *, threads: int = 1, progress: Progress = silent) -> Encoder:
    """What the live version searches with, or the frozen base where nothing is live yet."""
    if model is not None:
        return search_encoder(models / model.version, model, threads=threads)
    from training.frozen import frozen_encoder

    return frozen_encoder(models, threads=threads, progress=progress)


def comparing_encoder(models: Path, model: IntentModel | None, *, threads: int = 1, progress: Progress = silent) -> Encoder:
    """What says whether two answers are worded alike: the frozen base, for a tuned encoder brings together what has one intent."""
    if model is None:
        return searching_encoder(models, None, threads=threads, progress=progress)
    if _is_frozen(model) and not isinstance(model.encoder, UntunedBranch):
        return model.encoder
    for folder in sorted(models.glob("base-*")):
        if read_manifest(folder, verify=False).base == model.manifest.base:
            return OnnxEncoder(folder, threads)
    return model.encoder


@dataclass(frozen=True, slots=True, eq=False)
class Examinee:
    """A version as the record's questions are put to it: by heads that have not seen what was held out. `reader` is the encoder of the
    intents, where the search has another; `tuned` says that an encoder itself has learned from texts, `learned` from which."""

    search: Encoder
    reader: Encoder | None
    classifier: Classifier
    tuned: bool
    learned: Learned

    @classmethod
    def of(cls, models: Path, model: IntentModel, *, threads: int = 1) -> "Examinee":
        search = search_encoder(models / model.version, model, threads=threads)
        reader = None if search is model.encoder else model.encoder
        manifest = model.manifest
        share = float(manifest.settings.get("lexical_share", 0.0))
        classifier = Classifier(model.blind(), model.labels, manifest.temperature, model.version, manifest.doubt, share)
        learned = learned_from(models / model.version, set(manifest.heldout))
        return cls(search, reader, classifier, not _is_frozen(model) or reader is not None, learned)


def _is_frozen(model: IntentModel) -> bool:
    return bool(model.manifest.settings.get("method") == "frozen")
