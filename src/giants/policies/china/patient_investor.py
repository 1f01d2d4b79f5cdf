"""Invest for the long run and keep offers steady, whatever Mexico signs with Washington."""

from dataclasses import dataclass

from giants.policies.base import ChinaAction, Multiple, Share, View


@dataclass(frozen=True)
class PatientInvestor:
    """Constant inducement and push."""

    inducement: Share
    push: Multiple
    ports: Share
    precursor_control: Share
    laundering_control: Share

    def decide(self, view: View) -> ChinaAction:
        """Return the configured policies."""
        return ChinaAction(self.inducement, self.push, self.ports, self.precursor_control, self.laundering_control)
