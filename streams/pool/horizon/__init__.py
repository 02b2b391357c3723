"""What a pool foresees over the months ahead; a forecast, no promise."""
