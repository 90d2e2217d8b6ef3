import { Empty } from "../shared/parts/States";
import { t } from "./words";

export function App() {
  return (
    <main>
      <Empty main title={t("console.title")} />
    </main>
  );
}
