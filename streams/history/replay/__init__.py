"""Replay: a part of history, or what is decided again from it, where nobody lives on it."""
