"""Settings: read once, at the edge, from `firstline.toml` in the home and FIRSTLINE_* variables (which win)."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. The field's help text is what docs/settings.md shows."""

    home: Path = field(default=Path(".firstline"), metadata={"help": "Folder of the SQLite file, the models and the index."})
    database_url: str = field(default="", metadata={"help": "SQLAlchemy URL; empty: SQLite in the home."})
    vector_url: str = field(
        default="",
        metadata={
            "help": "SQLAlchemy URL of a PostgreSQL with pgvector (0.8 or newer) that holds the search index for all machines; empty: FAISS, in the home."
        },
    )
    risk: float = field(default=0.02, metadata={"help": "Largest share of automatic answers that may be wrong."})
    confidence: float = field(default=0.95, metadata={"help": "How sure the risk bound must be, between 0 and 1."})
    sources_needed: int = field(
        default=2, metadata={"help": "Distinct customers who must have received a mined answer before it is approved."}
    )
    stale_days: int = field(
        default=14,
        metadata={
            "help": "Last days of the record in which staff's replies are compared with the approved answers (mine, index); 0: not at all."
        },
    )
    default_language: str = field(
        default="en", metadata={"help": "Language of the bot's own words where the customer's is unknown."}
    )
    slots_asked: tuple[str, ...] = field(
        default=("order", "tracking"), metadata={"help": "Kinds of placeholder that the bot may ask a customer for."}
    )
    lookup_seconds: float = field(
        default=3.0, metadata={"help": "How long a look-up may take before a human is called (docs/composing.md)."}
    )
    phrasing_url: str = field(
        default="",
        metadata={
            "help": "Address of an OpenAI-compatible chat endpoint that may word what a help page says (docs/documents.md); empty: its own sentences are sent."
        },
    )
    phrasing_model: str = field(default="", metadata={"help": "The model that the endpoint is asked for."})
    phrasing_key: str = field(default="", metadata={"help": "The endpoint's key, if it takes one; best given as a variable."})
    phrasing_seconds: float = field(
        default=5.0, metadata={"help": "How long wording may take before the page's own sentences are sent."}
    )
    order_patterns: tuple[str, ...] = field(default=(), metadata={"help": "Regular expressions of your own order numbers."})
    id_patterns: tuple[str, ...] = field(default=(), metadata={"help": "Regular expressions of other personal numbers to redact."})
    public_values: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "Your own e-mail addresses, phone numbers and the like: they stay in answers. Set them before you import."
        },
    )
    entity_patterns: tuple[str, ...] = field(
        default=(), metadata={"help": "Your own kinds of value in a message, as name=regular expression: model=[A-Z]{2}-[0-9]{3}."}
    )
    burst_seconds: float = field(
        default=1.5, metadata={"help": "Messages a customer sends within this time count as one; 0: answer each at once."}
    )
    telegram_token: str = field(default="", metadata={"help": "Bot token from @BotFather."})
    staff_chat_id: int = field(default=0, metadata={"help": "Telegram chat id of the staff group; 0: no hand-off desk."})
    staff_ids: tuple[int, ...] = field(
        default=(), metadata={"help": "Telegram user ids of staff; empty: who writes in the staff group is staff."}
    )
    contact: str = field(
        default="",
        metadata={
            "help": "How customers reach the team where no staff group is set; said when handing over, such as: Write to help@shop.example."
        },
    )
    threads: int = field(default=1, metadata={"help": "Threads of one encoder pass while serving."})

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'firstline.db').absolute()}"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def index(self) -> Path:
        return self.home / "index"


def read_settings(home: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Defaults, then the file, then the environment. Raises SettingsError naming the setting and what it takes."""
    folder = home or Path(environment.get("FIRSTLINE_HOME") or ".firstline")
    settings = replace(Settings(), home=folder)
    known = {item.name: item for item in fields(Settings)}
    for name, value in _read_file(folder / "firstline.toml").items():
        if name not in known or name == "home":
            raise SettingsError(
                f"{folder / 'firstline.toml'} has no setting named {name!r}; docs/settings.md lists them: {', '.join(known)}"
            )
        settings = replace(settings, **{name: _convert(known[name], value)})
    for name, item in known.items():
        if name != "home" and (value := environment.get(f"FIRSTLINE_{name.upper()}")):
            settings = replace(settings, **{name: _convert(item, value)})
    return _checked(settings)


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML ({error}); write lines such as: risk = 0.02") from error


def _convert(item: "Field[Any]", value: Any) -> Any:
    try:
        match item.default:
            case bool():
                return str(value).lower() in ("1", "true", "yes", "on")
            case int():
                return int(value)
            case float():
                return float(value)
            case tuple():
                parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)
                return tuple(int(part) if item.name == "staff_ids" else str(part) for part in parts if part != "")
            case _:
                return str(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"setting {item.name} = {value!r} can't be used: expected {item.type}, such as {item.default!r}"
        ) from error


def _checked(settings: Settings) -> Settings:
    if not 0 < settings.risk < 1:
        raise SettingsError(f"risk = {settings.risk} must lie between 0 and 1, such as 0.02 for two wrong answers in a hundred")
    if not 0 < settings.confidence < 1:
        raise SettingsError(f"confidence = {settings.confidence} must lie between 0 and 1, such as 0.95")
    if settings.lookup_seconds <= 0:
        raise SettingsError(f"lookup_seconds = {settings.lookup_seconds} must be above 0, such as 3")
    if settings.phrasing_url and not settings.phrasing_url.startswith(("http://", "https://")):
        raise SettingsError(f"phrasing_url = {settings.phrasing_url!r} must be an address, such as http://127.0.0.1:11434/v1")
    if settings.phrasing_url and not settings.phrasing_model:
        raise SettingsError("phrasing_url is set, phrasing_model is not: name the model that the endpoint shall use")
    if settings.phrasing_seconds <= 0:
        raise SettingsError(f"phrasing_seconds = {settings.phrasing_seconds} must be above 0, such as 5")
    if settings.stale_days < 0:
        raise SettingsError(f"stale_days = {settings.stale_days} must be 0 or more, such as 14")
    if settings.sources_needed < 1:
        raise SettingsError(f"sources_needed = {settings.sources_needed} must be at least 1")
    return settings
