"""IP addresses, and the tokens and credentials in URLs."""

import ipaddress
import re
from collections.abc import Iterator

from dialogs.detectors.span import Span

_V4 = re.compile(r"(?<![\w.,-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|[.,]\d)", re.ASCII)
_V6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])", re.ASCII)
_VERSION = re.compile(
    r"(?:\bv|version|versi[oó]n|versão|versione|release|firmware|build|driver|update|patch|sdk|версия|прошивка|版本|固件)\.?[\s:№#]*$",
    re.IGNORECASE,
)

_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)[^\s<>\"'\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
"""Up to the Chinese words that go on behind it without a space."""
_CREDENTIALS = re.compile(r"://([^/?#@\s]+)@")
_PARAMETER = re.compile(r"[?&#;]([\w.\[\]%-]+)=([^&#;\s]+)")
_SECRET = re.compile(
    r"(?:^|[_.-])(?:(?:access|auth|id|refresh|reset|csrf|api|security|bearer|oauth|login|session|user|magic|confirmation|verification|invite)[_-]?)?"
    r"(?:tokens?|jeton|apikey|secret|password|passwd|pwd|pass|signature|sig|jwt|otp|auth|sess(?:ion)?[_-]?id|session|sid|phpsessid|jsessionid|credential)$"
    r"|^(?:api|auth|access|private)[_-]?key$|authorization",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"^(?:code|key|cl[eé]|clave|llave|chiave|chave|schluessel|sleutel|klucz|kod|codigo|codice|hash|h|k|t|s|u|uid|id|state|ticket|nonce|ref|invite|confirm|verify|hmac|link|data|payload)$",
    re.IGNORECASE,
)
_MIXED = re.compile(r"(?=[\w-]{8,}$)(?=(?:\D*\d){3})(?:[\d-]*[A-Za-z]+[\d-]+){2,}[\w-]*", re.ASCII)
"""Digits and letters that take turns, as in no word with a year behind it: Zk29dLq0vM, not SPRING2024."""
_LONG = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w.~+/=%-]{16,}")
_PATH = re.compile(
    r"/(?:\w+-)?(?:reset|verify|verification|confirm|activate|activation|invite|invitation|magic|login|token|auth|unsubscribe|password|sso|session|share)"
    r"(?:-\w+)?/([\w.~%=-]+)",
    re.IGNORECASE,
)
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")


def ips(text: str) -> Iterator[Span]:
    """IPv4 and IPv6 addresses, not version numbers."""
    for match in _V4.finditer(text):
        if _is_address(match.group()) and not _VERSION.search(text[max(0, match.start() - 16) : match.start()]):
            yield Span(match.start(), match.end(), "IP")
    if text.count(":") >= 2:
        for match in _V6.finditer(text):
            if match.group().strip(":") and _is_address(match.group()):
                yield Span(match.start(), match.end(), "IP")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def url_secrets(text: str) -> Iterator[Span]:
    """The part of a URL that opens a door: user and password, a token's value. The rest of the URL stays."""
    for url in _URL.finditer(text):
        address = url.group().rstrip(".,;:!?)]}»”")
        for start, end in sorted(_secrets(address)):
            yield Span(url.start() + start, url.start() + end, "URL")


def urls(text: str) -> Iterator[Span]:
    """Whole URLs, protected: their digits are no phone numbers."""
    for url in _URL.finditer(text):
        yield Span(url.start(), url.end(), "")


def _secrets(url: str) -> Iterator[tuple[int, int]]:
    if match := _CREDENTIALS.search(url):
        yield match.span(1)
    for match in _PARAMETER.finditer(url):
        name, value = match.groups()
        if (_SECRET.search(name) and len(value) >= 4) or (
            _WEAK.match(name) and (_LONG.fullmatch(value) or _MIXED.fullmatch(value))
        ):
            yield match.span(2)
    for match in _PATH.finditer(url):
        secret = match.group(1)
        if _MIXED.fullmatch(secret) or (len(secret) >= 12 and any(map(str.isdigit, secret))):
            yield match.span(1)
    for match in _JWT.finditer(url):
        yield match.span()
