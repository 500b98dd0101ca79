"""One unit and one officer: what the registers remember of them, and what somebody may do today and why."""
