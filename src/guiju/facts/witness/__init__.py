"""The witness: a program of somebody else's that signs under a ledger only what continues all it has signed before."""
