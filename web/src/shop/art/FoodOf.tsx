import type { Chosen } from "../calls";
import { bySku } from "../menu/catalog";
import { Food } from "./Food";
import { pictureOf } from "./picture";

/** What a line is of, as it was chosen. */
export function FoodOf({ line }: { line: { sku: string; name: string; options: Chosen } }) {
  const description = bySku.value.get(line.sku)?.description ?? "";
  return (
    <span class="picture">
      <Food picture={pictureOf({ ...line, description }, line.options)} />
    </span>
  );
}
