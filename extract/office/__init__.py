"""Office files: cells with their merged ranges, values as displayed."""
