import type { VNode } from "preact";

const mic = "M12 19v3M19 10v2a7 7 0 0 1-14 0v-2M9 5a3 3 0 0 1 6 0v7a3 3 0 0 1-6 0Z";

/**
 * Icons of Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Contributors. The phone
 * is our own, as it needs fewer bytes. Each icon is one path on a grid of 24 × 24.
 */
const paths = {
  phone:
    "M5 3h4l2 5-2.5 2a11 11 0 0 0 5.5 5.5l2-2.5 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z",
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
