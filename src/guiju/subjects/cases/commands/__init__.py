"""What is done with a submission for approval: each is a function, and the event it appends is the change.

Nothing is gathered here: which roles there are must be known before the tables are.
"""
