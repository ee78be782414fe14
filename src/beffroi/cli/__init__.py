"""The command line: every command answers a table for people or, with --json, plain data."""
