"""Decisions: five stages, each a pure fold over one ordered log, which the engine runs."""
