import { useEffect } from "preact/hooks";
import { live } from "../calls";
import { type Known, known, readOrder } from "./orders";
import { isOpen } from "./story";

const EVERY_MS = 2500;

/** An order, followed for as long as it is shown: over the socket, and while that is lost by reading it again. */
export function useOrder(orderId: string): Known {
  const open = live.state.value === "open";
  // A socket tells what happens from its opening on: what changed before, a reading has to say.
  useEffect(() => void readOrder(orderId), [orderId, open]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { order, failed } = known(orderId);
      const told = live.state.value === "open" && failed !== "unreachable";
      const moves = failed !== "unknown" && (order === null || isOpen(order));
      if (!told && moves && document.visibilityState === "visible") void readOrder(orderId);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [orderId]);
  return known(orderId);
}
