"""The fixtures that most tests share: the synthesized template, and a fresh world per test."""

import os
from collections.abc import Iterator

import pytest

# Before anything imports boto3, moto or Powertools.
os.environ.update(
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
    VALIDATE_LAMBDA_S3="false",
    POWERTOOLS_METRICS_NAMESPACE="PaidOnce",
)
for inherited in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
    os.environ.pop(inherited, None)

from tests.world.cloud import Cloud, running_cloud  # noqa: E402 - after the environment is set
from tests.world.provider import Provider  # noqa: E402
from tests.world.template import Template, synthesize  # noqa: E402
from tests.world.world import World  # noqa: E402


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The whole app's templates under the standard profile, synthesized once a session."""
    return Template(synthesize(tmp_path_factory.mktemp("assembly")))


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    provider = Provider(tmp_path_factory.mktemp("sandbox") / "state.sqlite")
    yield provider
    provider.stop()


@pytest.fixture(scope="session")
def cloud(template: Template, provider: Provider) -> Iterator[Cloud]:
    with running_cloud(template, provider.api_base) as cloud:
        yield cloud


@pytest.fixture
def world(cloud: Cloud, provider: Provider) -> Iterator[World]:
    """A world as new. At the end of the test every ordered fault must have fired."""
    world = World(cloud, provider)
    world.reset()
    yield world
    unspent = cloud.desk.unspent() + provider.unspent()
    world.reset()
    assert not unspent, unspent
