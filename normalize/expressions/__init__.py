"""Target and actual texts as conditions and quantities: the grammar of what units write in these cells."""
