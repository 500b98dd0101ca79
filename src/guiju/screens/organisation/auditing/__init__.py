"""审计: what was done to the bureau, its permissions and the ledger, who looked at what, and what was taken away."""
