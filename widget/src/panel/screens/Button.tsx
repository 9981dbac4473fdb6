import type { VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import type { Callee } from "../state/screen.ts";
import { Icon, type IconName } from "./Icon.tsx";

interface ButtonProps {
  label: string;
  onClick: () => void;
  /** CSS class: `primary`, `answer`, `danger` or `quiet`. Plain if it is missing. */
  variant?: string;
  icon?: IconName;
  /** Accessible name, if the label alone does not say whom the button is about. */
  name?: string;
  /** Runs on hover and focus, before the person presses. */
  onIntent?: () => void;
}

/** A button with a label. */
export const Button = ({ label, onClick, variant, icon, name, onIntent }: ButtonProps): VNode => (
  <button
    class={variant}
    aria-label={name}
    onClick={onClick}
    onPointerEnter={onIntent}
    onFocus={onIntent}
  >
    {icon && <Icon name={icon} />}
    {label}
  </button>
);

/** A button that starts a call. Hover and focus load the media code. */
export const CallButton = ({
  controller,
  callee,
  label = "Call",
  ...rest
}: {
  controller: Controller;
  callee?: Callee | undefined;
  label?: string;
  variant?: string;
  name?: string;
}): VNode => (
  <Button
    variant="primary"
    icon="phone"
    label={label}
    onClick={() => controller.call(callee)}
    onIntent={controller.warm}
    {...rest}
  />
);
