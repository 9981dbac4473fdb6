import type { VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import { Icon, type IconName } from "./Icon.tsx";
import type { Callee } from "../state/screen.ts";

interface ButtonProps {
  label: string;
  onClick: () => void;
  /** What it is for: `primary`, `answer`, `danger`, `quiet`; plain if left out. */
  look?: string;
  icon?: IconName;
  /** The accessible name, where the label alone does not say whom it is about. */
  name?: string;
  /** Runs as soon as somebody is about to press. */
  onNear?: () => void;
}

/** A button with a word on it. */
export const Button = ({ label, onClick, look, icon, name, onNear }: ButtonProps): VNode => (
  <button class={look} aria-label={name} onClick={onClick} onPointerEnter={onNear} onFocus={onNear}>
    {icon && <Icon name={icon} />}
    {label}
  </button>
);

/** A button that calls; getting near it fetches what the call needs. */
export const CallButton = ({
  controller,
  callee,
  label = "Call",
  ...rest
}: {
  controller: Controller;
  callee?: Callee | undefined;
  label?: string;
  look?: string;
  name?: string;
}): VNode => (
  <Button
    look="primary"
    icon="phone"
    label={label}
    onClick={() => controller.call(callee)}
    onNear={controller.warm}
    {...rest}
  />
);
