"""The local broker: a real Apache Kafka in KRaft mode, with nothing to install but Python."""
