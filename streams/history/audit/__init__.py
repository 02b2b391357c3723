"""Audit: everything that was ever decided, decided again and compared byte for byte."""
