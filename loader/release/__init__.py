"""Release: one built data set in a directory that its content names, and the one that serves."""
