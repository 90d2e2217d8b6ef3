"""Cures of mismatches. Each acts on what was read a moment ago, under the conditions of its writes and the
provider's own refusals: it may be repeated, come late or be done beside itself."""

from functions.payment import claims_store, refunds_store, voids_store
from functions.payment.capture_payment import CaptureInProgress, CaptureMismatch, capture_payment
from functions.payment.errors import HoldLost, PaymentDeclined, ProviderRefused
from functions.payment.payment import State
from functions.payment.provider import provider
from functions.payment.refunds import RefundRefused, made_for
from functions.payment.refunds_store import RefundMoved
from functions.payment.store import PaymentMoved
from functions.payment.void_payment import undo, undo_recorded
from functions.recovery.mismatch import Case, Cure, Finding, live
from functions.recovery.record_disputes import record_disputes
from functions.recovery.record_refunds import NotDelivered, record_refunds
from functions.refunds import store as amounts_store
from functions.shared import ids
from functions.shared.errors import OrderClosing

_MOVED = (
    PaymentMoved,
    RefundMoved,
    ProviderRefused,
    RefundRefused,
    PaymentDeclined,
    HoldLost,
    OrderClosing,
    CaptureMismatch,
    CaptureInProgress,
    NotDelivered,
)
"""It is no longer as it was found: the next run looks again."""


def cure(finding: Finding, case: Case) -> bool:
    """Whether it was this call that cured it. Raises ProviderUnavailable."""
    try:
        match finding.cure:
            case Cure.UNDO:
                return _undo(finding, case)
            case Cure.CAPTURE:
                return _capture(finding, case)
            case Cure.RECORD_CAPTURE:
                return _record_capture(finding, case)
            case Cure.RECORD_REFUND:
                return _record_refund(finding, case)
            case Cure.RECORD_BY_HAND | Cure.REOPEN:
                return _record_refunds(case)
            case Cure.RECORD_DISPUTE:
                return _record_disputes(case)
    except _MOVED:
        return False
    return False


def _undo(finding: Finding, case: Case) -> bool:
    """The ledger is that of an order: where none is recorded, there is none."""
    payment, why = case.payment, f"reconciled: {finding.mismatch}"
    recorded = payment is not None and payment.hold_id == finding.hold_id
    found = undo_recorded(payment) if payment and recorded else undo(finding.hold_id)
    if found is None or not live(found):
        return False
    if payment and recorded and payment.state is not State.VOIDED:
        voids_store.close(payment.order_id, found, why, payment.by_hand)
    elif payment:
        voids_store.note_undone(payment.order_id, found, why)
    return True


def _capture(finding: Finding, case: Case) -> bool:
    """Where the record says CAPTURED there is nothing to record. Any key will do for the provider, which
    refuses to capture twice."""
    if case.payment is not None and case.payment.state is State.CAPTURED:
        provider.capture_hold(finding.hold_id, finding.our_amount, ids.new_key())
    else:
        capture_payment(case.order_id, finding.our_amount, f"reconciled: {finding.mismatch}")
    return True


def _record_capture(finding: Finding, case: Case) -> bool:
    if case.payment is None or case.recorded is None:
        return False
    claims_store.record_captured(case.payment, case.recorded, f"reconciled: {finding.mismatch}")
    return True


def _record_refund(finding: Finding, case: Case) -> bool:
    known = case.account.failed(finding.return_id) if case.account else ()
    made = made_for(finding.return_id, case.refunds, known)
    if case.account is None or made is None:
        return False
    refunds_store.finish(case.account, finding.return_id, made.refund_id, _why(finding))
    return True


def _why(finding: Finding) -> str:
    """The customer is shown why an amount was given back."""
    if ids.order_of_amount_refund(finding.return_id):
        return amounts_store.load(finding.return_id).why
    return f"reconciled: {finding.mismatch}"


def _record_refunds(case: Case) -> bool:
    if case.recorded is None:
        return False
    record_refunds(case.recorded)
    return True


def _record_disputes(case: Case) -> bool:
    if case.recorded is None:
        return False
    record_disputes(case.recorded)
    return True
