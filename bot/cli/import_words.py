"""An import report for people."""

from collections.abc import Iterator, Mapping

from dialogs.ingest_report import ImportReport, Preview

LISTED = 10
"""Rejected rows that are listed on a terminal; --json has more."""
WIDTH = 100


def report_words(report: ImportReport) -> str:
    return "\n".join(_lines(report))


def _lines(report: ImportReport) -> Iterator[str]:
    for preview in report.preview:
        if len(report.preview) > 1:
            yield f"{preview.file}:"
        yield from _preview(preview)
    done = "Would add" if report.dry_run else "Added"
    yield f"{done} {_many(report.dialogs, 'dialog')} with {_many(report.messages, 'message')} of {_many(report.customers, 'customer')} ({report.format}, {report.seconds:.1f} s)"
    if report.examples:
        yield f"{done} {_many(report.examples, 'labelled example')}"
    if report.updated:
        yield f"{'Would change' if report.dry_run else 'Changed'} {_many(report.updated, 'message')} that the record has"
    if report.duplicates:
        yield f"Known already: {report.duplicates:,}"
    if report.redacted:
        yield f"Redacted: {_counts(report.redacted)}"
    if report.dropped:
        yield f"Left out: {_counts(report.dropped)}"
    yield from _rejections(report)
    yield from (f"{'Skipped ' if file.format is None else ''}{file.file}: {file.note}" for file in report.files if file.note)


def _rejections(report: ImportReport) -> Iterator[str]:
    if not report.rejected:
        return
    yield f"Could not read {_many(report.rejected, 'row')}:"
    for rejection in report.rejections[:LISTED]:
        yield (
            f"  {rejection.file}:{rejection.line}: {rejection.reason}"
            if rejection.line
            else f"  {rejection.file}: {rejection.reason}"
        )
    if report.rejected > LISTED:
        yield f"  and {report.rejected - LISTED:,} more"


def _preview(preview: Preview) -> Iterator[str]:
    if preview.columns:
        yield "Columns: " + ", ".join(f"{field} = {column!r}" for field, column in preview.columns.items())
    if preview.unused:
        yield f"Not used: {', '.join(map(repr, preview.unused))}; name what they hold with --map FIELD=COLUMN"
    for dialog in preview.dialogs:
        facts = [dialog["id"], dialog["started_at"], dialog["language"], *dialog["tags"]]
        yield "--- " + ", ".join(str(fact) for fact in facts if fact)
        for turn in dialog["turns"]:
            said = " ".join(turn["content"].split()) + "".join(f" [{name}]" for name in turn["attachments"])
            yield f"{turn['role']:>8}  {said if len(said) <= WIDTH else said[: WIDTH - 1] + '…'}"
    if preview.dialogs:
        yield "---"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items(), key=lambda item: -item[1]))


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
