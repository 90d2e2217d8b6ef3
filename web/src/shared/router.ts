/** Which page is shown: the path of the address bar. Links are plain links; those of this face are followed without
 * loading the page anew. */

import { signal } from "@preact/signals";

export const path = signal(location.pathname);

type Matcher = (path: string) => boolean;

/** Follows links whose path `mine` takes, and the browser's back and forward. */
export function follow(mine: Matcher): void {
  addEventListener("popstate", () => show(location.pathname));
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link === null || !mine(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

export function go(to: string): void {
  if (to !== location.pathname + location.search) history.pushState(null, "", to);
  show(location.pathname);
  scrollTo(0, 0);
}

/** Instead of the page that is shown: back does not lead there again. */
export function replace(to: string): void {
  history.replaceState(null, "", to);
  show(location.pathname);
  scrollTo(0, 0);
}

function show(shown: string): void {
  path.value = shown;
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const kept = event.defaultPrevented || event.button !== 0;
  const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (kept || elsewhere || link === null || link.target === "_blank" || link.hasAttribute("download"))
    return null;
  const withinPage = link.pathname === location.pathname && link.hash !== "";
  return link.origin === location.origin && !withinPage ? link : null;
}
