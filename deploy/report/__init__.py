"""A backtest's answer as one page that can be sent: no server, no script, nothing from outside."""
