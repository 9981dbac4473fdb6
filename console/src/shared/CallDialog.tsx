import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from "react";
import { useCall } from "@synapse-voice/react";

/**
 * A dialog that leaves the page and the buttons of calls in reach: it is not modal, and below the
 * bar of the call. It closes by Esc, by a press beside it, and when a call begins to ring. The
 * focus returns to where it was.
 */
export function CallDialog({
  labelledBy,
  className,
  close,
  children,
}: {
  /** Id of the element that names the dialog. */
  readonly labelledBy: string;
  readonly className: string;
  readonly close: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const [focusedBefore] = useState(() => document.activeElement);
  const { incoming } = useCall();
  const isRinging = incoming.length > 0;
  const wasRinging = useRef(isRinging);
  useEffect(() => {
    if (isRinging && !wasRinging.current) close();
    wasRinging.current = isRinging;
  }, [isRinging, close]);
  useEffect(() => {
    if (dialog.current?.contains(document.activeElement) === false) dialog.current.focus();
    return () => {
      if (document.activeElement === document.body && focusedBefore instanceof HTMLElement)
        focusedBefore.focus({ preventScroll: true });
    };
  }, [focusedBefore]);
  const closeByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    close();
  });
  const closeIfBeside = useEffectEvent(({ target }: PointerEvent) => {
    if (target instanceof Node && dialog.current?.contains(target) === false) close();
  });
  // Before the dialog is seen, so that no key or press comes too early.
  useLayoutEffect(() => {
    document.addEventListener("keydown", closeByKey);
    document.addEventListener("pointerdown", closeIfBeside);
    return () => {
      document.removeEventListener("keydown", closeByKey);
      document.removeEventListener("pointerdown", closeIfBeside);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      open
      className={`sv-root sv-dialog call-dialog ${className}`}
      aria-labelledby={labelledBy}
      tabIndex={-1}
    >
      {children}
    </dialog>
  );
}
