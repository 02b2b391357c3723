"""The one command of Pathways: `pathways --help` lists what an operator can do."""

import importlib

import click

COMMANDS = {
    "as-of": ("deploy.cli.as_of:as_of", "The roster, the proposals or a person on any day."),
    "audit": ("deploy.cli.audit:audit", "Decide everything again and compare it byte for byte."),
    "backtest": ("deploy.cli.backtest:backtest", "What would have been from other facts."),
    "broker": ("deploy.cli.broker:broker", "A real Kafka on this machine: start, stop, status."),
    "demo": ("deploy.cli.demo:demo", "Tell the whole story on a real Kafka, proposals included."),
    "explain": ("deploy.cli.explain:explain", "Why somebody is on a list or not, and since when."),
    "generate": ("deploy.cli.generate:generate", "Write a made-up history as JSON Lines."),
    "horizon": ("deploy.cli.horizon:horizon", "Openings to come, and the bench behind them."),
    "leadership": (
        "deploy.cli.leadership:leadership",
        "Needs, nominations for seats, and how cohorts go on.",
    ),
    "offsets": ("deploy.cli.offsets:offsets", "How far subscribers have read: show, reset."),
    "policy": ("deploy.cli.policy:policy", "The rule set: show it, check a new one, publish it."),
    "import": ("deploy.cli.importing:importing", "Publish what other systems export."),
    "project": ("deploy.cli.project:project", "Keep roster and proposals in a SQL database."),
    "publish": ("deploy.cli.publish:publish", "Publish events from JSON Lines or CSV."),
    "rejected": ("deploy.cli.rejected:rejected", "What intake turned away: list, show, retry."),
    "replay": ("deploy.cli.replay:replay", "Take a part of history into topics, files, tables."),
    "rotation": ("deploy.cli.rotation:rotation", "The exercise: due, slate, edit, publish."),
    "serve": ("deploy.cli.serve:serve", "Roster and proposals for people: console and HTTP API."),
    "snapshot": ("deploy.cli.snapshot:snapshot", "Save all logs as checked files; load them."),
    "status": ("deploy.cli.status:status", "Topics, lag, units and the last proposals."),
    "token": ("deploy.cli.token:token", "Make a token for a desk or a system that asks `serve`."),
    "topics": ("deploy.cli.topics:topics", "Create, show and compare the topics."),
    "watch": ("deploy.cli.watch:watch", "Follow proposals, roster or rejected records."),
    "webhooks": ("deploy.cli.webhooks:webhooks", "Signed webhooks for HR tools: run, retry."),
    "worker": ("deploy.cli.worker:worker", "Run all stages, exactly once."),
}
"""Each command's place and its line of help: a command is imported only when it is called."""


class _Commands(click.Group):
    """Imports a command when it is needed: Faust and SQLAlchemy would slow every other one."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(context)])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pathways")
def main() -> None:
    """A live roster of pre-assessed candidates, and match proposals that explain themselves.

    Settings come from options or from PATHWAYS_* variables; each command's help names them.
    """


if __name__ == "__main__":
    main()
