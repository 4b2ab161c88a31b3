"""The registry: model versions as folders under `models` and rows in the record; at most one of a kind is live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.tables import ModelVersion
from training.errors import VersionError


@dataclass(frozen=True, slots=True)
class Version:
    """A row of the registry. `status` is candidate, shadow, live or retired; `parent` was live when this was trained."""

    name: str
    kind: str
    status: str
    parent: str | None
    data_hash: str
    metrics: Mapping[str, Any]
    created_at: datetime
    promoted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Registry:
    """Reading and moving versions. A change is one short transaction: a process that asks sees the old one or the new one."""

    database: Database
    models: Path

    def versions(self, kind: str | None = None) -> tuple[Version, ...]:
        """All versions, newest first."""
        query = select(ModelVersion).order_by(ModelVersion.id.desc())
        if kind is not None:
            query = query.where(ModelVersion.kind == kind)
        with self.database.session(read_only=True) as session:
            return tuple(_version(row) for row in session.scalars(query))

    def live(self, kind: str = "intent") -> Version | None:
        """The version that answers now, if any."""
        return next((version for version in self.versions(kind) if version.status == "live"), None)

    def get(self, name: str) -> Version:
        """Raises VersionError naming the versions there are."""
        versions = self.versions()
        found = next((version for version in versions if version.name == name), None)
        if found is None:
            names = ", ".join(version.name for version in versions[:10]) or "none: run `firstline train` first"
            raise VersionError(f"there is no model version {name!r}; versions: {names}")
        return found

    def chosen(self, name: str | None) -> Version:
        """The version of that name, or the live one for None. Raises VersionError."""
        if name is not None:
            return self.get(name)
        live = self.live()
        if live is None:
            raise VersionError("no model is live yet; run `firstline train` (or `firstline train --quick` for one within seconds)")
        return live

    def folder(self, name: str) -> Path:
        return self.models / name

    def register(self, name: str, *, kind: str, data_hash: str, metrics: Mapping[str, Any], parent: str | None = None) -> Version:
        """Add a version as a candidate: it answers nobody until it is promoted."""
        row = ModelVersion(
            name=name,
            kind=kind,
            status="candidate",
            parent=parent,
            data_hash=data_hash,
            metrics=dict(metrics),
            created_at=datetime.now(UTC),
            promoted_at=None,
        )
        with self.database.session() as session:
            session.add(row)
        return _version(row)

    def promote(self, name: str) -> Version:
        """Make a version live and retire the one that was. Raises VersionError where it or its folder is not there."""
        version = self.get(name)
        if not self.folder(name).is_dir():
            raise VersionError(
                f"the folder of version {name} is gone ({self.folder(name)}); train again, or promote another version"
            )
        with self.database.session() as session:
            _make_live(session, version)
        return self.get(name)

    def previous(self, kind: str = "intent") -> Version:
        """The version that was live before the live one. Raises VersionError where there was none."""
        live = self.live(kind)
        if live is None or live.promoted_at is None:
            raise VersionError("no model is live yet; run `firstline train`")
        earlier = [
            version
            for version in self.versions(kind)
            if version.promoted_at is not None and version.promoted_at < live.promoted_at and self.folder(version.name).is_dir()
        ]
        if not earlier:
            raise VersionError(f"there is no version before {live.name} to go back to; `firstline models list` shows what there is")
        return max(earlier, key=_promotion)

    def rollback(self, kind: str = "intent") -> Version:
        """Make the version that was live before live again; doing so again goes further back. Raises VersionError."""
        live, earlier = self.live(kind), self.previous(kind)
        self.promote(earlier.name)
        if live is not None:
            self.withdraw(live.name)
        return self.get(earlier.name)

    def withdraw(self, name: str) -> None:
        """Forget that a retired version ever was live, so that a rollback does not come back to it."""
        with self.database.session() as session:
            session.execute(
                update(ModelVersion).where(ModelVersion.name == name, ModelVersion.status == "retired").values(promoted_at=None)
            )


def _make_live(session: Session, version: Version) -> None:
    others = update(ModelVersion).where(ModelVersion.kind == version.kind, ModelVersion.status == "live")
    session.execute(others.where(ModelVersion.name != version.name).values(status="retired"))
    chosen = update(ModelVersion).where(ModelVersion.name == version.name)
    session.execute(chosen.values(status="live", promoted_at=datetime.now(UTC)))


def _promotion(version: Version) -> datetime:
    assert version.promoted_at is not None
    return version.promoted_at


def _version(row: ModelVersion) -> Version:
    return Version(row.name, row.kind, row.status, row.parent, row.data_hash, row.metrics, row.created_at, row.promoted_at)
