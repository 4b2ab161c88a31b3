"""Learning: from a record to a model version, and how sure that may be."""

import os

# Read once, when torch is loaded: a thread that waits for another one sleeps rather than spins. Where anything else runs beside it, two
# spinning threads cost each other far more time than they save.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
