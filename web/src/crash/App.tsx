import { Headline } from "./Headline";
import { Orders } from "./Orders";
import { Shop } from "./Shop";
import { Trouble } from "./Trouble";
import { Truth } from "./Truth";
import { t } from "./words";

export function App() {
  return (
    <>
      <header class="top">
        <h1>{t("crash.title")}</h1>
        <Headline />
      </header>
      <main class="bench">
        <Shop />
        <Trouble />
        <Orders />
        <Truth />
      </main>
    </>
  );
}
