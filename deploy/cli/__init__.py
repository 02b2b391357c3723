"""The commands of `pathways`, one module each."""
