"""What principals offer for policies, chosen by `bargaining/menu`."""
