import pytest
import yaml

from giants.config import default_settings
from giants.measures.calibration import build_calibration
from giants.measures.parameters import MeasuresParameters
from giants.schema import build


@pytest.fixture(scope="session")
def parameters(request):
    text = (request.config.rootpath / "conf" / "measures" / "default.yaml").read_text(encoding="utf-8")
    return build(MeasuresParameters, yaml.safe_load(text), "measures")


@pytest.fixture(scope="session")
def calibration(parameters):
    return build_calibration(parameters, default_settings().issues)
