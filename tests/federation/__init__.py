"""Laboratory of federation: real peers on loopback, with real public data, asked and asking."""
