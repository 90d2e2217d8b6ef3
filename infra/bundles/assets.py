"""Bundles as CDK assets."""

from functools import cache

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from infra.bundles.build import Bundle, code_bundle, layer_bundle, ready
from infra.bundles.target import HERE, LAMBDA, ROOT

RUNTIME = {"3.14": lambda_.Runtime.PYTHON_3_14}[LAMBDA.python]
ARCHITECTURE = lambda_.Architecture.ARM_64


def function_code(scope: Construct) -> lambda_.Code:
    """The same code for all functions. Raises BundleFailed."""
    if Stack.of(scope).bundling_required:
        return _asset(_code())
    patterns = ["*", "!functions", "!functions/**", "**/__pycache__", "**/*.pyc"]
    return lambda_.Code.from_asset(str(ROOT), exclude=patterns)


def dependency_layer(scope: Construct) -> lambda_.LayerVersion:
    """The packages of requirements.lock. Raises BundleFailed."""
    return lambda_.LayerVersion(
        scope,
        "Dependencies",
        code=_asset(_layer()) if Stack.of(scope).bundling_required else _no_packages(),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[ARCHITECTURE],
        description="The packages of requirements.lock",
    )


def operators_code(scope: Construct) -> s3_assets.Asset:
    """The break-glass commands and what they are made of, to run elsewhere than on Lambda."""
    patterns = ["*", "!functions", "!functions/**", "!ops", "!ops/**", "**/__pycache__", "**/*.pyc"]
    return s3_assets.Asset(scope, "OperatorsCode", path=str(ROOT), exclude=patterns)


def dependency_files(scope: Construct) -> s3_assets.Asset:
    """The packages of requirements.lock, in the folder `python`. Raises BundleFailed."""
    if not Stack.of(scope).bundling_required:
        return s3_assets.Asset(scope, "Packages", path=str(ROOT / "statemachines"))
    bundle = _layer()
    return s3_assets.Asset(scope, "Packages", path=str(ready(bundle)), asset_hash=bundle.fingerprint)


def _asset(bundle: Bundle) -> lambda_.Code:
    return lambda_.Code.from_asset(str(ready(bundle)), asset_hash=bundle.fingerprint)


def _no_packages() -> lambda_.Code:
    """Something small in the layer's place, where nothing is bundled: in tests and in the local run. It stays
    the same when machines change, so that functions then have no new versions."""
    return lambda_.Code.from_asset(str(HERE), exclude=["**/__pycache__"])


# Once a process: every function asks for the code, every stack for the layer.
_code = cache(code_bundle)
_layer = cache(layer_bundle)
