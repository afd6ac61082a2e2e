"""The judged cases, a module for each part of the format; ../make.py puts them together."""
