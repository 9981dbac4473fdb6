import { createContext, useContext, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";

/** Element of the frame for the foot of a page: a row below what scrolls. */
export const PageFootContext = createContext<HTMLElement | null>(null);

/**
 * Shows a page's controls that stay in sight, in a row below what scrolls. A submit button in it
 * needs the attribute `form`, since it is outside the form's element.
 */
export function PageFoot({ children }: { children: ReactNode }): ReactElement | null {
  const place = useContext(PageFootContext);
  return place === null ? null : createPortal(children, place);
}
