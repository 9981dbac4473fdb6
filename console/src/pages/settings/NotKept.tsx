import type { ReactElement } from "react";

/** Says that a choice for this computer could not be kept. */
export const NotKept = (): ReactElement => (
  <p className="sv-secondary field-problem" role="alert">
    This couldn't be saved. Check that the disk isn't full, and try again.
  </p>
);
