"""What the pools foresaw, whole, and beside what came."""
