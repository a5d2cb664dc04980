"""Stage 1: a file becomes a `Document` of pages, tables and free text; every piece knows its place."""

from extract.document import Document
from extract.errors import UnreadableError
from extract.read import read

__all__ = ["Document", "UnreadableError", "read"]

# Other packages ship a top-level `extract`; the command checks this mark before it trusts the import.
__product__ = "fuhe"
