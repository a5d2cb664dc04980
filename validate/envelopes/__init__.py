"""Scoring envelopes: which scores a row can fairly have. One formula a file; `envelope` tries all of them."""

from validate.envelopes.envelope import Admissible, Envelope, envelope, envelope_of

__all__ = ["Admissible", "Envelope", "envelope", "envelope_of"]
