"""What others hold of the ledger: checkpoints, and the signatures of witnesses."""
