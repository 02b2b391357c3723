"""The HTTP API: what HR tools without a Kafka client read, and where people's decisions enter."""
