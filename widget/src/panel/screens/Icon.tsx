import type { VNode } from "preact";

const mic = "M12 19v3M19 10v2a7 7 0 0 1-14 0v-2M9 5a3 3 0 0 1 6 0v7a3 3 0 0 1-6 0Z";

/**
 * Icons of Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Contributors. Each icon
 * is one path on a grid of 24 × 24.
 */
const paths = {
  phone:
    "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384",
  mic,
  "mic-off": `${mic}M2 2l20 20`,
  x: "M18 6 6 18M6 6l12 12",
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon. Screen readers get the button's label or name. */
export const Icon = ({ name }: { name: IconName }): VNode => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
