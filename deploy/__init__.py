"""What an operator does: the local broker, topics, the worker, and the one `pathways` command."""
