"""Which stacks the embedded cloud holds, and for the sake of what it does not hold the others."""

from harness.template import Template
from local.settings import CORE_STACKS, NOT_HELD


def test_the_stacks_that_the_embedded_cloud_holds_and_those_it_cannot_are_all_that_there_are(
    template: Template, behind_cloudfront: Template
) -> None:
    """The local run and the rehearsal take the first. A new stack is entered in one of the two."""
    named = [*CORE_STACKS, *NOT_HELD]

    assert sorted(named) == sorted({*template.stacks, *behind_cloudfront.stacks})
    assert len(named) == len(set(named))


def test_what_a_stack_cannot_be_held_for_is_in_it(template: Template) -> None:
    """What stands in NOT_HELD for the sake of one resource does not outlive that resource."""
    reasons = {
        "PaidOnceRegion": "AWS::XRay::SamplingRule",
        "PaidOnceProtection": "AWS::WAFv2::WebACLAssociation",
        "PaidOnceBackup": "AWS::Backup::BackupSelection",
        "PaidOnceWatch": "AWS::CloudWatch::CompositeAlarm",
    }
    for stack, kind in reasons.items():
        assert kind in {one["Type"] for one in template.stacks[stack]["Resources"].values()}
