"""Bargaining: demands, threats, offers, beliefs, red lines and deals."""
