"""Puts a model version to work, so that whatever is live at any moment has an index that fits it.

What a crash after each step leaves:

1. An index of the version's encoder is built and calibrated in `.staged` under the index folder, which nobody reads: the old pair serves.
2. It moves beside the index in use, named by nothing: the old pair serves.
3. `CURRENT` names it. The live model goes on with the index it had (`AnswerIndex.load` finds it), if its encoder is another one.
4. The version becomes live: the new pair serves.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from dialogs.database import Database
from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.intent_model import IntentModel
from nlu.search_encoder import search_encoder
from nlu.untuned import answering_model
from retrieval.answer_index import CURRENT, AnswerIndex, current_folder, save_calibration
from retrieval.confidence import Calibration
from retrieval.errors import CalibrationError, IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.index import IndexReport, current_name, drop_others, update_index
from retrieval.learned_parts import LEARNED_PARTS
from retrieval.next_intents import FILE as SUGGESTIONS
from retrieval.passage_confidence import PassageCalibration
from retrieval.passage_index import PassageIndex
from training.answer_calibration import Material, fit_calibration
from training.calibration_material import gather
from training.errors import ReplayError
from training.live_version import Examinee, comparing_encoder, live_model, searching_encoder
from training.passage_calibration import fit_passage_calibration
from training.registry import Registry
from training.suggestions import SuggestionTrial, fit_suggestions

STAGED = ".staged"


@dataclass(frozen=True, slots=True)
class Published:
    """`index` is None, and so is `calibration`, where the record has no approved answer or the model is not live."""

    index: IndexReport | None
    calibration: Calibration | None
    documents: PassageCalibration | None = None
    """None where the record has no documents."""
    suggestions: SuggestionTrial | None = None


def publish(
    database: Database,
    models: Path,
    index_folder: Path,
    version: str,
    *,
    risk: float = 0.02,
    confidence: float = 0.95,
    vector_url: str = "",
    threads: int = 1,
    progress: Progress = silent,
) -> Published:
    """Make `version` live, its index and calibration with it. Raises VersionError, or the errors of a damaged model."""
    registry = Registry(database, models)
    registry.get(version)
    folder = registry.folder(version)
    model = answering_model(folder, IntentModel.load(folder, threads=threads))
    staged = _fresh_stage(index_folder)
    search = search_encoder(folder, model, threads=threads)
    report = update_index(database, search, staged, vector_url=vector_url, progress=progress)
    calibration = calibrate(database, model, models, staged, risk=risk, confidence=confidence, progress=progress)
    documents = calibrate_documents(search, staged, risk=risk, confidence=confidence, progress=progress)
    suggestions = learn_suggestions(database, staged)
    _put_in_use(staged, index_folder, vector_url)
    registry.promote(version)
    shutil.rmtree(staged, ignore_errors=True)
    return Published(report, calibration, documents, suggestions)


def refresh(
    database: Database,
    models: Path,
    index_folder: Path,
    *,
    risk: float = 0.02,
    confidence: float = 0.95,
    rebuild: bool = False,
    vector_url: str = "",
    threads: int = 1,
    progress: Progress = silent,
) -> Published:
    """Bring the index of the live version up to the record; calibrate again if more than a few questions have changed, or on `rebuild`.
    Without a live version the frozen base is used, and nothing is calibrated."""
    model = live_model(database, models, threads=threads)
    encoder = searching_encoder(models, model, threads=threads, progress=progress)
    other = _encoder_in_use(index_folder) != encoder.id
    report = update_index(database, encoder, index_folder, rebuild=rebuild or other, vector_url=vector_url, progress=progress)
    if model is None:
        return Published(report, None)
    kept = None if rebuild else _kept(index_folder, report, model.version, risk, confidence)
    calibration = kept or calibrate(database, model, models, index_folder, risk=risk, confidence=confidence, progress=progress)
    documents = calibrate_documents(encoder, index_folder, risk=risk, confidence=confidence, progress=progress)
    return Published(report, calibration, documents, learn_suggestions(database, index_folder))


def _kept(index_folder: Path, report: IndexReport, model: str, risk: float, confidence: float) -> Calibration | None:
    """The calibration in use, where only a few questions have changed since it was fitted: a new answer is live within seconds. None
    for one that is of another version of the code, too."""
    try:
        calibration = AnswerIndex.load(index_folder, encoder_id=None, verified=False).calibration
    except CalibrationError:
        return None
    calibration = replace(calibration, changed=calibration.changed + report.added + report.removed)
    if not calibration.still_fits(model, risk, confidence):
        return None
    save_calibration(index_folder, calibration)
    return calibration


def calibrate(
    database: Database,
    model: IntentModel,
    models: Path,
    index_folder: Path,
    *,
    risk: float,
    confidence: float,
    progress: Progress = silent,
) -> Calibration:
    """Fit confidences and thresholds of the index in use under `index_folder`, and keep them with it."""
    material, entries = _material(database, model, models, index_folder, progress)
    calibration = fit_calibration(material, model=model.version, risk=risk, confidence=confidence)
    calibration = replace(calibration, entries=entries)
    save_calibration(index_folder, calibration)
    return calibration


def calibrate_documents(
    encoder: Encoder, index_folder: Path, *, risk: float, confidence: float, progress: Progress = silent
) -> PassageCalibration | None:
    """Fit the confidences of the passages in the index in use, and keep them with it; those of an index that did not change stay."""
    answers = AnswerIndex.load(index_folder, encoder_id=encoder.id, verified=False)
    index = PassageIndex.load(answers.folder)
    if index is None:
        return None
    kept = _kept_documents(index, encoder.id, risk, confidence)
    if kept is not None:
        return kept
    calibration = fit_passage_calibration(index, encoder, answers.lexical, risk=risk, confidence=confidence, progress=progress)
    index.save_calibration(calibration)
    return calibration


def learn_suggestions(database: Database, index_folder: Path) -> SuggestionTrial:
    """Learn what customers ask next, and keep it with the index in use where it is worth showing."""
    learned = fit_suggestions(database)
    folder = current_folder(index_folder)
    if learned.model is not None:
        learned.model.save(folder)
    else:
        (folder / SUGGESTIONS).unlink(missing_ok=True)
    return learned.trial


def _kept_documents(index: PassageIndex, encoder: str, risk: float, confidence: float) -> PassageCalibration | None:
    try:
        calibration = index.calibration
    except CalibrationError:
        return None
    return calibration if calibration.still_fits(encoder, risk, confidence) else None


def live_material(database: Database, models: Path, index_folder: Path, progress: Progress = silent) -> Material:
    """What the calibration of the live version is fitted on. Raises ReplayError where no version is live."""
    model = live_model(database, models)
    if model is None:
        raise ReplayError("no model is live to judge the record's questions with; run: firstline train")
    return _material(database, model, models, index_folder, progress)[0]


def _material(database: Database, model: IntentModel, models: Path, index_folder: Path, progress: Progress) -> tuple[Material, int]:
    """And how many questions the index holds."""
    examinee = Examinee.of(models, model)
    index = AnswerIndex.load(index_folder, encoder_id=examinee.search.id)
    judge = comparing_encoder(models, model)
    material = gather(
        database,
        index,
        examinee.search,
        examinee.classifier,
        examinee.learned,
        judge=judge,
        tuned=examinee.tuned,
        reader=examinee.reader,
        progress=progress,
    )
    return material, len(index.vectors)


def _fresh_stage(index_folder: Path) -> Path:
    """An empty stage, or a copy of the index in use, whose vectors are then taken over where the encoder is the same."""
    staged = index_folder / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        current = current_folder(index_folder)
    except IndexMissingError:
        return staged
    shutil.copytree(current, staged / current.name)
    (staged / CURRENT).write_text(current.name, encoding="utf-8")
    return staged


def _put_in_use(staged: Path, index_folder: Path, vector_url: str) -> None:
    """The staged index takes the place of the one in use, which stays for whoever is reading it; older ones go."""
    name = current_folder(staged).name
    before = current_name(index_folder)
    if name == before:
        for part in LEARNED_PARTS:
            _take_over(staged / name / part, index_folder / name / part)
        return
    (staged / name).rename(index_folder / name)
    (staged / CURRENT).replace(index_folder / CURRENT)
    drop_others(index_folder, (name, before), vector_url)


def _take_over(new: Path, old: Path) -> None:
    if new.is_file():
        new.replace(old)
    else:
        old.unlink(missing_ok=True)


def _encoder_in_use(index_folder: Path) -> str | None:
    try:
        return AnswerIndex.load(index_folder, encoder_id=None, verified=False).manifest.encoder_id
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None
