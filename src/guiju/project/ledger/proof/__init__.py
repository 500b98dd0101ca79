"""The desks of proof: verify, receipts, backup and drill, repair and restore, doctor."""
