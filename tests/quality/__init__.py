"""Quality of answers, measured: how often the right thing comes first."""
