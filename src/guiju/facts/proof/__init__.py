"""What can be shown to others: dumps, receipts, the memory of what was signed, and putting back what was taken."""
