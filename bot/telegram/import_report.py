"""An import's report for the chat it was asked for in."""

from collections.abc import Mapping

from dialogs.ingest_report import ImportReport

SHOWN = 5
"""Rejected rows that the chat shows; the terminal shows all."""


def report_words(name: str, report: ImportReport) -> str:
    """What was added, what was there before, what could not be read and why, and what was hidden."""
    lines = [
        f"{name} is imported ({report.format}): {report.dialogs} dialogs, {report.messages} messages, {report.customers} customers.",
        f"There before: {report.duplicates}. Rejected: {report.rejected}.",
    ]
    lines += [f"  line {row.line}: {row.reason}" for row in report.rejections[:SHOWN]]
    if report.rejected > SHOWN:
        lines.append(f"  and {report.rejected - SHOWN} more")
    lines += _counts("Left out", report.dropped) + _counts("Redacted", report.redacted)
    lines.append("To answer from it, run where the bot runs: firstline mine, train, index.")
    return "\n".join(lines)


def _counts(title: str, counts: Mapping[str, int]) -> list[str]:
    return [f"{title}: " + ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) + "."] if counts else []
