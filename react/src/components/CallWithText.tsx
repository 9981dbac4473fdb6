import type { ReactElement, ReactNode } from "react";
import { useCallWith } from "../hooks/use-call-with.ts";
import { callWithWords } from "../texts/call-words.ts";

/**
 * Shows how a person takes part in a live call with the reader, such as `On hold with you`. Without
 * such a call it shows its children, for example the person's state.
 */
export function CallWithText({
  supabaseUserId,
  children = null,
}: {
  readonly supabaseUserId: string;
  readonly children?: ReactNode;
}): ReactElement {
  const view = useCallWith(supabaseUserId);
  if (view === null) return <>{children}</>;
  return <span className="sv-state sv-state-with-you">{callWithWords(view)}</span>;
}
