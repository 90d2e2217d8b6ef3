import type { ComponentChildren } from "preact";

interface Props {
  caption: string;
  heads: readonly string[];
  /** Before the first head: what chooses all rows. */
  choose?: ComponentChildren;
  children: ComponentChildren;
}

/** Rows to be read. On a phone each row is a small card, its cells named by `data-name`. */
export function Table({ caption, heads, choose, children }: Props) {
  return (
    <table class="rows">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head, column) => (
            <th key={head} scope="col">
              {column === 0 && choose}
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
