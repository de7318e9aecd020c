"""The three papers drawn up from the record: what it holds, what is missing, what only the
person who draws up a paper knows."""
