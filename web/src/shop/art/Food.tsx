import type { JSX } from "preact";
import type { Picture, Topping } from "./picture";

/** A product, drawn. It says nothing that does not stand beside it in words. */
export function Food({ picture }: { picture: Picture }) {
  return (
    <svg class="food" viewBox="0 0 120 120" aria-hidden="true" focusable="false">
      <ellipse cx="60" cy="108" rx="44" ry="6" fill="#3a2410" opacity="0.12" />
      {picture.dish === "pizza" ? <Pizza toppings={picture.toppings} /> : OTHERS[picture.dish]}
    </svg>
  );
}

function Pizza({ toppings }: { toppings: Topping[] }) {
  return (
    <g>
      <circle cx="60" cy="58" r="50" fill="#c98a45" />
      <circle cx="60" cy="57" r="48.5" fill="#e0a65c" />
      <circle cx="60" cy="57" r="42" fill="#c8452b" />
      <path
        d="M60 18c14-1 30 9 36 24 5 14 1 32-10 42-12 11-33 13-47 4C25 80 18 64 22 48c4-17 21-29 38-30z"
        fill="#f6d489"
      />
      <g fill="#efc06a">
        <circle cx="40" cy="36" r="4" />
        <circle cx="84" cy="74" r="5" />
        <circle cx="70" cy="30" r="3" />
        <circle cx="34" cy="70" r="3.5" />
        <circle cx="62" cy="62" r="4" />
      </g>
      {toppings.map((topping, layer) => (
        <g key={topping}>{spots(topping, layer).map(([x, y], n) => piece(topping, x, y, n))}</g>
      ))}
    </g>
  );
}

/** Where a topping's pieces lie: on a spiral, each topping turned a little further, so that none hides another. */
function spots(topping: Topping, layer: number): [number, number][] {
  const count = topping === "basil" ? 4 : topping === "salami" ? 7 : 6;
  return Array.from({ length: count }, (_, n) => {
    const turn = n * 2.4 + layer * 1.05 + 0.5;
    const away = 10 + 26 * Math.sqrt((n + 0.6) / count);
    return [Math.round(60 + away * Math.cos(turn)), Math.round(57 + away * Math.sin(turn))];
  });
}

function piece(topping: Topping, x: number, y: number, n: number): JSX.Element {
  return (
    <g key={n} transform={`translate(${x} ${y}) rotate(${(n * 67) % 360})`}>
      {PIECES[topping]}
    </g>
  );
}

const PIECES: Record<Topping, JSX.Element> = {
  basil: (
    <g>
      <path d="M-9 0C-5-7 5-7 9 0 5 7-5 7-9 0z" fill="#3f7d3a" />
      <path d="M-7 0H7" stroke="#8fc47d" stroke-width="1" />
    </g>
  ),
  salami: (
    <g>
      <circle r="7.5" fill="#9d2c22" />
      <circle r="6" fill="#b8402f" />
      <g fill="#e7a08c">
        <circle cx="-2" cy="-2" r="1" />
        <circle cx="2.5" cy="1" r="1.1" />
        <circle cx="-1" cy="3" r="0.8" />
      </g>
    </g>
  ),
  mushroom: (
    <g>
      <path d="M-6 1C-7-8 7-8 6 1 3 2-3 2-6 1z" fill="#d9c2a3" stroke="#8d7355" stroke-width="1" />
      <path d="M-2 1.500h4v5c0 2-4 2-4 0z" fill="#efe2cd" stroke="#8d7355" stroke-width="1" />
    </g>
  ),
  olive: (
    <g>
      <circle r="4.5" fill="#33302f" />
      <circle r="1.7" fill="#f1c877" />
    </g>
  ),
  artichoke: (
    <g fill="#9aa862" stroke="#6d7c3d" stroke-width="0.8">
      <path d="M0 6C-7 4-7-5 0-8 7-5 7 4 0 6z" />
      <path d="M0 6C-3 3-3-3 0-8 3-3 3 3 0 6z" />
    </g>
  ),
  chili: <path d="M-7 2C-2 5 5 3 7-4 3 0-2 0-7 2z" fill="#d8321f" />,
  mozzarella: <path d="M-7 0c0-6 6-7 9-4 5 1 6 7 1 8-4 2-10 1-10-4z" fill="#fffaf0" />,
  blue: (
    <g>
      <path d="M-6 0c0-5 6-6 9-3 4 2 4 6 0 7-4 1-9 0-9-4z" fill="#f4efe0" />
      <circle cx="-1" cy="0" r="1.3" fill="#6d8ea0" />
      <circle cx="3" cy="1.5" r="0.9" fill="#6d8ea0" />
    </g>
  ),
};

const OTHERS: Record<Exclude<Picture["dish"], "pizza">, JSX.Element> = {
  dessert: (
    <g>
      <path d="M24 44h72l-6 54H30z" fill="#f6ead7" />
      <path d="M25.3 56h69.400l-1.2 11H26.500z" fill="#8a5a36" />
      <path d="M28 80h64l-1.2 11H29.200z" fill="#8a5a36" />
      <path d="M22 34c10-7 66-7 76 0v11H22z" fill="#5b3420" />
      <g fill="#7a4a2e">
        <circle cx="40" cy="36" r="1.5" />
        <circle cx="58" cy="34" r="1.5" />
        <circle cx="78" cy="37" r="1.5" />
      </g>
      <path d="M56 30c0-8 6-11 10-11-1 6-3 11-10 11z" fill="#3f7d3a" />
    </g>
  ),
  glass: (
    <g>
      <path d="M36 24h48l-6 80H42z" fill="#dfeef0" opacity="0.9" />
      <path d="M38 42h44l-4.6 60H42.600z" fill="#f5d957" />
      <circle cx="80" cy="30" r="14" fill="#f2c53b" />
      <circle cx="80" cy="30" r="11" fill="#fbe99a" />
      <path d="M80 20v20M71 25l18 10M71 35l18-10" stroke="#f2c53b" stroke-width="1.5" />
      <g fill="#fff" opacity="0.75">
        <rect x="47" y="52" width="12" height="12" rx="2" />
        <rect x="60" y="66" width="12" height="12" rx="2" />
      </g>
      <path d="M54 14l6 62" stroke="#c8452b" stroke-width="3" />
    </g>
  ),
  bottle: (
    <g>
      <path
        d="M52 12h16v18c0 8 10 10 10 24v46c0 5-4 6-8 6H50c-4 0-8-1-8-6V54c0-14 10-16 10-24z"
        fill="#8fc7bd"
      />
      <path d="M46 60h28v38c0 4-2 4-5 4H51c-3 0-5 0-5-4z" fill="#b9e3da" />
      <rect x="50" y="8" width="20" height="8" rx="2" fill="#2f6b74" />
      <rect x="43" y="62" width="34" height="22" fill="#fffaf0" />
      <path d="M49 76c4-8 7 4 11-3s7 3 11-2" stroke="#2f6b74" stroke-width="2" fill="none" />
    </g>
  ),
  plate: (
    <g>
      <circle cx="60" cy="60" r="46" fill="#f1e7d8" />
      <circle cx="60" cy="60" r="32" fill="#fffaf2" stroke="#dccdb8" stroke-width="2" />
    </g>
  ),
};
