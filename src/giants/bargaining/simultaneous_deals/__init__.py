"""How deals struck at the same time meet, chosen by `bargaining/simultaneous_deals`."""
