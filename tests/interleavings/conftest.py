from tests.stage.fixture import stage as stage
