"""History: one reader that feeds the live worker's own folds from the logs, without the worker."""
