"""How simultaneous deals meet, chosen by `bargaining/multi`."""
