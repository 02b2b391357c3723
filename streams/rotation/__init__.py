"""The rotation solver: from who could take what to a slate, a recommendation that people adjust."""
