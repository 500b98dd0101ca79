"""办案环节网上登记: for units without a case system, step by step, in an order that is a hint and never a block."""
