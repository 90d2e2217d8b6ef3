from harness.simulator.fixture import stage as stage
