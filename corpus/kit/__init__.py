"""What runs an implementation against the corpus; ../run.py is the program."""
