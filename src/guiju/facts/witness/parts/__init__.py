"""Parts of the witness. Standard library only; joined with parts of the verifier, so their names must not collide."""
