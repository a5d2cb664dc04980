"""Dumps that keep the columns of a page side by side and wrap the cells (`pdftotext -layout`).

What stands in which column is told by character positions (`tokens`, `columns`), what stands in which row by
the lines on which its numbers are printed: a wrapped cell reaches as far above as below them (`bands`). Level
names stand in the middle of the rows they are for (`levels`). `document` makes tables of it; what does not
come out in one way only is left as text and said.
"""
