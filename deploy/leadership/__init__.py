"""Needs, nominations and cohorts as the leadership stage holds them, and answers of people."""
