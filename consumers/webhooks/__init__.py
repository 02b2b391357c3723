"""Results leave by HTTP: signed webhooks in the Standard Webhooks form, at least once each."""
