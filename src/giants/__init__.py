"""giants: an agent-based geopolitical bargaining model of Mexico between giants."""
