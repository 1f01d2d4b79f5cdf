"""What two giants offer one government for opposite policies, chosen by `bargaining/common_agency`."""
