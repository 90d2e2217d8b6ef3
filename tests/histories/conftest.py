from harness.simulator.fixture import shop as shop
