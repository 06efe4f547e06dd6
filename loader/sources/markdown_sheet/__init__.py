"""Markdown sheets of Onisep, whatever they describe: what their readers share.

The frame of a sheet is a closed list of labels at column 0 (`frame`); whatever stands between two
of them belongs to the part that the first one opens (`parts`); a part is prose (`prose`) or bullets
(`bullets`), and what finds no place is reported, never dropped (`lines`).
"""
