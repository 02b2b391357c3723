"""The engine: exactly-once units on Faust; it knows nothing about candidates."""
