"""Exported PDF pages: characters and rulings from pdfium."""
