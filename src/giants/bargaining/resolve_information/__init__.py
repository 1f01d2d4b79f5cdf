"""What a target makes of the sender's resolve, chosen by `bargaining/resolve_information`."""
