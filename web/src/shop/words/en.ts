import common from "../../shared/words/en";

export default {
  ...common,
  "problem.payment-declined": "Your bank said no. Nothing was charged; your cart is as it was.",
  "problem.out-of-stock": "There is not enough left of what you chose. Nothing was charged.",
  "problem.unavailable": "The shop no longer sells some of it as you chose it. Take it out to go on.",
  "problem.price-changed":
    "The price has changed since you saw it. Nothing was ordered; look it over and pay again.",
  "problem.cart-changed":
    "Your cart changed in another window. Nothing was ordered; look it over and pay again.",
  "problem.cart-empty": "Your cart is empty. Nothing was ordered.",
  "problem.checkout-in-progress": "An order of this cart is being placed already.",
  "problem.checkout-failed": "Something broke on our side. Nothing was charged; your cart is as it was.",
  "problem.cancelled-by-customer": "You called the order off. Nothing was charged.",
  "problem.rejected-by-shop": "The kitchen could not make it. Nothing was charged.",
  "problem.not-packed-in-time": "The kitchen did not get to it in time. Nothing was charged.",
  "problem.amount-too-small":
    "No card takes so little: at least {minimum}. Put something more into your cart.",
  "problem.amount-too-large": "No card takes so much at once: at most {maximum}. Order it in parts.",
  "problem.payments-not-configured": "This shop cannot take cards yet. Nothing was ordered.",
  "problem.payments-unavailable":
    "Cards cannot be charged at the moment. Nothing was ordered; try again in {seconds} seconds.",
  "problem.already-packed": "It is packed already and cannot be called off any more. You can send it back.",
  "problem.not-completed": "That works once the order has been handed over.",
  "problem.nothing-to-return": "All of it has come back, or is on its way back already.",
  "problem.already-inspected": "The return was looked at already; no more photos are taken.",
  "problem.too-many-photos": "A return has at most ten photos.",
  "problem.client-id-reused": "This message was sent before with another text. Write it again.",
  "shop.title": "The pizzeria",
} as const;
