"""Requests that mean harm: what they are, how they are sent, what an answer to them may be."""
