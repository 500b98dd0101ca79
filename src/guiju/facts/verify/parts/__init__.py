"""Parts of the verifier. Standard library only; ``one_file`` joins them, so their names must not collide."""
