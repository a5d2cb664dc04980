"""Dumps that print one cell after the other, a line or more each, without any sign of where a row ends.

`headers` finds the headings among the lines by the words of the form, `path` deals the lines below them out
over rows and columns, and `document` makes tables of those lines of which there is no doubt.
"""
