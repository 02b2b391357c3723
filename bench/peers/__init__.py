"""Other ways of doing the same job, written as well as we can, to compare with."""
