"""What is folded over the rows of a dump: checkpoints, the tree, the streams."""
