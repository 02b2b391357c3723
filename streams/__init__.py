"""Decisions: three stages, each a pure fold over one ordered log, run exactly once by the engine."""
