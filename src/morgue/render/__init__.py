"""Answers for people and for scripts: galleys, the formats that print them, and the press."""
