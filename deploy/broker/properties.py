"""The settings of one Kafka node that is broker and controller at once."""

from dataclasses import dataclass, field
from pathlib import Path

from schemas.connection import Connection

HOST = "127.0.0.1"
_MEBIBYTE = 1 << 20
_RECORD_BATCH_BYTES_MAX = 4 * _MEBIBYTE


@dataclass(frozen=True, slots=True)
class Credentials:
    """Clients must sign in with these by SASL/PLAIN; without them the broker asks for nothing."""

    username: str
    password: str = field(repr=False)

    def connection(self, address: str) -> Connection:
        return Connection(address, "SASL_PLAINTEXT", "PLAIN", self.username, self.password)


def server_properties(
    data: Path, port: int, controller_port: int, credentials: Credentials | None = None
) -> str:
    """The text of `server.properties`."""
    settings = {
        **_node(data, port, controller_port),
        **_single_replica(),
        **_limits(),
        **_latency(),
        **(_sasl(credentials) if credentials else {}),
    }
    return "".join(f"{name}={_escaped(value)}\n" for name, value in settings.items())


def _node(data: Path, port: int, controller_port: int) -> dict[str, str]:
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"CLIENT://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}",
        "advertised.listeners": f"CLIENT://{HOST}:{port}",
        "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "CLIENT",
        "log.dirs": str(data),
        "auto.create.topics.enable": "false",
    }


def _single_replica() -> dict[str, str]:
    replicated = ("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
    return {
        **{f"{topic}.replication.factor": "1" for topic in replicated},
        **{f"{topic}.num.partitions": "2" for topic in replicated},
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
    }


def _limits() -> dict[str, str]:
    return {
        "message.max.bytes": str(_RECORD_BATCH_BYTES_MAX),
        "replica.fetch.max.bytes": str(_RECORD_BATCH_BYTES_MAX),
        # The default buffer of 128 MiB would take a quarter of the heap.
        "log.cleaner.enable": "true",
        "log.cleaner.dedupe.buffer.size": str(16 * _MEBIBYTE),
        # Nobody follows a node alone: no sign of life need be written to disk twice a second.
        "metadata.max.idle.interval.ms": "0",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "background.threads": "4",
    }


def _latency() -> dict[str, str]:
    return {
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "500",
        # After a crash the node waits for the session of its former self to end.
        "broker.session.timeout.ms": "2000",
        "broker.heartbeat.interval.ms": "500",
        # A dead writer's transaction holds readers back until this check ends it.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
    }


def _sasl(credentials: Credentials) -> dict[str, str]:
    module = "org.apache.kafka.common.security.plain.PlainLoginModule"
    name, password = _quoted(credentials.username), _quoted(credentials.password)
    return {
        "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "listener.name.client.plain.sasl.jaas.config": (
            f"{module} required username={name} password={password} "
            f"user_{credentials.username}={password};"
        ),
    }


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(value: str) -> str:
    """A value as Java's properties format wants it."""
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def logging_properties(log: Path) -> str:
    """The text of `log4j2.properties`: one file of at most 10 MiB, and three older ones."""
    return f"""\
status = error
appender.file.type = RollingFile
appender.file.name = FILE
appender.file.fileName = {_escaped(str(log))}
appender.file.filePattern = {_escaped(str(log))}.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{yyyy-MM-dd HH:mm:ss,SSS}} %-5p %m (%c{{1}})%n
appender.file.policy.type = SizeBasedTriggeringPolicy
appender.file.policy.size = 10 MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 3
rootLogger.level = warn
rootLogger.appenderRef.file.ref = FILE
logger.server.name = kafka.server
logger.server.level = info
logger.config.name = kafka.server.KafkaConfig
logger.config.level = warn
logger.info.name = org.apache.kafka.common.utils.AppInfoParser
logger.info.level = info
"""
