"""The scripts, one a change of the tables."""
