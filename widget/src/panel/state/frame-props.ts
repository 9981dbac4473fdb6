import type { ComponentChildren } from "preact";

/** Content of the panel's frame for one screen. */
export interface FrameProps {
  /** Kind of the screen. When it changes, the focused button may be gone. */
  kind: string;
  title: string;
  /** Shows above the title. */
  avatar?: ComponentChildren;
  /** Leaves the screen. If it is missing, the person leaves by the screen's own buttons. */
  onClose?: () => void;
  children?: ComponentChildren;
}
