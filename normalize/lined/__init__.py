"""Rows of a text dump that stand on one line each: their fields dealt out over the columns of the form.

`kinds` says what can stand in which column, `readings` lists the ways to deal out one line, `proof` asks the
form's arithmetic which of them hold where figures are glued together, and `tables` puts the cells in place.
"""
