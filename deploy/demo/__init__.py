"""The demo: a story told on a real Kafka, with each result as it arrives."""
