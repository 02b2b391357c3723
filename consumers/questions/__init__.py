"""Questions to the read model, each with its answer as plain records; API and console ask them."""
