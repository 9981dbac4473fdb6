/**
 * Pictures of the tray's states, in a grid of 16 × 16. Each state differs in shape, because some
 * people can't tell its colour, and macOS draws all of them in one.
 */

/** Colours of a set. `halo` surrounds everything, for bars whose colour the app can't know. */
interface Palette {
  readonly ink: string;
  readonly amber: string;
  readonly accent: string;
  readonly green: string;
  readonly red: string;
  readonly muted: string;
  readonly halo: string | null;
}

const black = "#000";
const palettes: Readonly<Record<string, Palette>> = {
  "tray-light/": {
    ink: "#0f172a",
    amber: "#b45309",
    accent: "#4f46e5",
    green: "#15803d",
    red: "#b91c1c",
    muted: "#475569",
    halo: "#fff",
  },
  "tray-dark/": {
    ink: "#f1f5f9",
    amber: "#fbbf24",
    accent: "#818cf8",
    green: "#4ade80",
    red: "#f87171",
    muted: "#a3b1c6",
    halo: "#0b1120",
  },
  // macOS uses only the transparency of pictures whose name ends in `Template`.
  "tray-mac/": {
    ink: black,
    amber: black,
    accent: black,
    green: black,
    red: black,
    muted: black,
    halo: null,
  },
};

/** Returns a picture with a halo of two thirds of a pixel. */
function svg(content: string, halo: string | null): string {
  const shadow =
    `<filter id="halo" x="0" y="0" width="16" height="16" filterUnits="userSpaceOnUse">` +
    `<feMorphology in="SourceAlpha" operator="dilate" radius="0.65"/>` +
    `<feComposite in2="SourceAlpha" operator="out"/><feComponentTransfer result="ring">` +
    `<feFuncA type="linear" slope="0.6"/></feComponentTransfer>` +
    `<feFlood flood-color="${halo}"/><feComposite in2="ring" operator="in"/>` +
    `<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 16 16">' +
    `${halo === null ? "" : shadow}` +
    `<g${halo === null ? "" : ' filter="url(#halo)"'}>${content}</g></svg>`
  );
}

/** Returns the content without what `hole` covers. */
const without = (hole: string, content: string): string =>
  `<mask id="hole" maskUnits="userSpaceOnUse" x="0" y="0" width="16" height="16">` +
  `<rect width="16" height="16" fill="#fff"/><g fill="#000" stroke="#000">${hole}</g></mask>` +
  `<g mask="url(#hole)">${content}</g>`;

/** Returns the names and pictures of all sets. `handset` is drawn in a grid of 24 × 24. */
export function trayPictures(handset: string): readonly { name: string; picture: string }[] {
  const mark = (color: string, at: string, scale: number): string =>
    `<g transform="translate(${at}) scale(${scale})" fill="${color}" stroke="${color}" ` +
    `stroke-width="1.6" stroke-linejoin="round"><path d="${handset}"/></g>`;
  /** Leaves the upper right to a sign. */
  const small = (color: string): string => mark(color, "-0.4 3", 0.55);
  const large = (color: string): string => mark(color, "0.2 0.2", 0.65);

  const slash = (width: number): string =>
    `<path d="M2 14.2 14.2 2" stroke-width="${width}" stroke-linecap="round" fill="none"/>`;
  const frame =
    `<rect x="1.25" y="1.25" width="13.5" height="13.5" rx="3.5" fill="none" ` +
    `stroke-width="1.5"`;

  const states = ({ ink, amber, accent, green, red, muted }: Palette): Record<string, string> => ({
    reachable: large(ink),
    // A moon.
    away:
      small(ink) +
      `<path d="M11.3 0.6A4.1 4.1 0 1 0 15.6 6.2 3.6 3.6 0 0 1 11.3 0.6Z" fill="${amber}"/>`,
    "on-call": without(
      mark("#000", "2.7 2.9", 0.43),
      `<circle cx="8" cy="8" r="7.3" fill="${green}"/>`,
    ),
    // A sheet with two lines.
    "wrap-up":
      small(ink) +
      without(
        '<path d="M10.5 2.75H14M10.5 5H13" stroke-width="1" fill="none"/>',
        `<rect x="8.8" y="0.6" width="6.8" height="6.8" rx="1.4" fill="${accent}"/>`,
      ),
    // A triangle with an exclamation mark.
    degraded:
      small(ink) +
      without(
        '<path d="M11.75 2.6V4.6" stroke-width="1.1" fill="none"/><circle cx="11.75" cy="6" r="0.6" stroke="none"/>',
        `<path d="M11.75 1 15 7.1H8.5Z" fill="${amber}" stroke="${amber}" ` +
          `stroke-width="1" stroke-linejoin="round"/>`,
      ),
    offline: without(slash(3.8), large(ink)) + `<g stroke="${red}">${slash(1.7)}</g>`,
    "signed-out": `${frame} stroke="${muted}"/>` + mark(muted, "3.4 3.4", 0.38),
  });
  return Object.entries(palettes).flatMap(([set, palette]) =>
    Object.entries(states(palette)).map(([state, content]) => ({
      name: `${set}${state}${set === "tray-mac/" ? "Template" : ""}`,
      picture: svg(content, palette.halo),
    })),
  );
}
