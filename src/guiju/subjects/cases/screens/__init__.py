"""The pages of reviews and approvals, and what the subject adds to the page of a case."""
