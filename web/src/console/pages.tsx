import type { ComponentChildren } from "preact";
import { Empty } from "../shared/parts/States";
import { partOf } from "../shared/paths";
import { Inbox } from "./inbox/Inbox";
import { MeasuresPage } from "./measures/MeasuresPage";
import { OrderPage } from "./order/OrderPage";
import { CreditPage } from "./pages/CreditPage";
import { DeadLetters } from "./pages/DeadLetters";
import { Jobs } from "./pages/Jobs";
import { JournalPage } from "./pages/Journal";
import { Keys } from "./pages/Keys";
import { Orders } from "./pages/Orders";
import { Provider } from "./pages/Provider";
import { ReturnPage } from "./pages/ReturnPage";
import { Returns } from "./pages/Returns";
import { Sales } from "./pages/Sales";
import { Stock } from "./pages/Stock";
import { Stuck } from "./pages/Stuck";
import { PAGES } from "./rules/keys";
import { t } from "./words";

const PLAIN: Record<string, () => ComponentChildren> = {
  [PAGES.o]: () => <Orders />,
  [PAGES.s]: () => <Stuck />,
  [PAGES.d]: () => <DeadLetters />,
  [PAGES.r]: () => <Returns />,
  [PAGES.i]: () => <Inbox chosen={null} />,
  [PAGES.t]: () => <Stock />,
  [PAGES.m]: () => <MeasuresPage />,
  [PAGES.p]: () => <Provider />,
  [PAGES.h]: () => <JournalPage />,
  [PAGES.a]: () => <Sales />,
  [PAGES.w]: () => <Jobs />,
  [PAGES.k]: () => <Keys />,
};
const OF_ONE: readonly [string, (id: string) => ComponentChildren][] = [
  ["/console/orders/*", (id) => <OrderPage key={id} id={id} />],
  ["/console/returns/*", (id) => <ReturnPage key={id} id={id} />],
  ["/console/credit/*", (owner) => <CreditPage key={owner} owner={owner} />],
  ["/console/inbox/*", (id) => <Inbox chosen={id} />],
];

/** The page at a path; a path of no page says so. */
export function pageOf(path: string): ComponentChildren {
  const bare = path.replace(/\/+$/, "");
  const plain = PLAIN[bare];
  if (plain !== undefined) return plain();
  for (const [pattern, page] of OF_ONE) {
    const id = partOf(pattern, bare);
    if (id !== null) return page(id);
  }
  return (
    <Empty title={t("page.none")}>
      <a href={PAGES.o}>{t("nav.orders")}</a>
    </Empty>
  );
}
