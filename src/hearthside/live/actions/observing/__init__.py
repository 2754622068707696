"""Observers: asking for one, answering, and coming in."""
