"""How submissions, votes and cross-reviews stand: each folded from its own stream."""
