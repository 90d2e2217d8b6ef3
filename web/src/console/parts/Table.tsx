import type { ComponentChildren } from "preact";

interface Props {
  caption: string;
  heads: readonly string[];
  children: ComponentChildren;
}

/** Rows to be read. On a phone each row is a small card, its cells named by `data-name`. */
export function Table({ caption, heads, children }: Props) {
  return (
    <table class="rows">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A cell that says on a phone what it is. */
export function Cell({ name, children, end }: { name: string; children: ComponentChildren; end?: boolean }) {
  return (
    <td data-name={name} class={end ? "end" : undefined}>
      {children}
    </td>
  );
}
