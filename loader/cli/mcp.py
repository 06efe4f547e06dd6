"""`metiers mcp`: the release in service, as tools of an assistant that starts this command."""

import click

from loader.cli.serve import settings_of
from server.operations.json_logs import configure


@click.command("mcp")
def command() -> None:
    """Répondre à un assistant (MCP), sur l'entrée et la sortie standard."""
    settings = settings_of()
    configure(settings.log)
    from server.mcp.protocol import serve_streams  # as dear to import as all the rest

    serve_streams(settings)
