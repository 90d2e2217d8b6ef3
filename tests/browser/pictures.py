"""Which marker the stories have that only make pictures for the documentation."""

MARK = "pictures"
