"""Facts enter: the publisher for upstream systems, file sources and the scenario generator."""
