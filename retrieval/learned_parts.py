"""What is learned about an index once it is there, and may be learned anew while it stays."""

from retrieval.answer_index import CALIBRATION
from retrieval.next_intents import FILE as SUGGESTIONS
from retrieval.passage_index import FOLDER as DOCUMENTS

LEARNED_PARTS = (CALIBRATION, f"{DOCUMENTS}/{CALIBRATION}", SUGGESTIONS)
"""Files in the folder of an index, each there or not."""
