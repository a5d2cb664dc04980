"""What the ledger holds, written as text, JSON, CSV and workbook."""
