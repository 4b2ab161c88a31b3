"""QnA Maker and custom question answering: a knowledge base as TSV. https://learn.microsoft.com/azure/ai-services/language-service/question-answering/"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.html_text import html_to_text
from dialogs.importers.delimited import header_of, sniff
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.table_records import table_records
from dialogs.importers.values import is_yes, words
from dialogs.record import Dropped, Parsed, ParsedPair, Rejection


@dataclass(frozen=True, slots=True)
class QnaMaker:
    name: str = "qna_maker"

    def recognises(self, sample: Sample) -> bool:
        header = {name.strip().casefold() for name in header_of(sample.text, sniff(sample.text))}
        return header >= {"question", "answer"} and (bool(header & {"qnaid", "iscontextonly"}) or header >= {"source", "metadata"})

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in table_records(source):
            if isinstance(item, Rejection):
                yield item
                continue
            line, row = item
            question, answer = _text(row.get("question")), _text(row.get("answer"))
            if is_yes(row.get("iscontextonly")):
                yield Dropped(line, "answers only within its context")
            elif question and answer:
                yield ParsedPair(question, answer, line, id=words(row.get("qnaid")))
            else:
                yield Rejection(line, f"has no {'answer' if question else 'question'}")


def _text(cell: object) -> str:
    r"""Line ends are written \n in the file; the rest is Markdown and stays."""
    text = re.sub(r"\\[rn]", "\n", words(cell) or "")
    return html_to_text(text) if "<br" in text or "&" in text else text.strip()
