import pytest

from tests.chaos.report import table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a table what came of each trial."""
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == "chaos"
    ]
    if rows:
        terminalreporter.section("chaos")
        terminalreporter.write_line(table(rows))
