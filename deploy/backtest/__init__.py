"""What a backtest is asked, read from files, and what it answers, as plain values."""
