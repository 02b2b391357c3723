"""Backtest: changed facts or another policy laid over history, and everything decided again."""
