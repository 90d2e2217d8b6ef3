import { useEffect } from "preact/hooks";
import { live } from "../calls";
import { type Listed, listed, readFirst } from "./list";

const EVERY_MS = 2500;

/** My orders, followed for as long as they are shown: over the socket, and while that is lost by reading them again. */
export function useOrders(): Listed {
  const told = live.state.value === "open";
  // A socket tells what happens from its opening on: what changed before, a reading has to say.
  useEffect(() => void readFirst(), [told]);
  useEffect(() => {
    const stop = [live.on("order", () => void readFirst()), live.on("order-changed", () => void readFirst())];
    const timer = setInterval(() => {
      if (live.state.value !== "open" && document.visibilityState === "visible") void readFirst();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const end of stop) end();
    };
  }, []);
  return listed.value;
}
