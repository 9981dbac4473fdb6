import { useEffect, useState, type ReactElement } from "react";
import { SignInLayout } from "./SignInLayout.tsx";

/** A start that takes longer than this time in ms is explained. Most are over before. */
const slowAfterMs = 2_000;

/**
 * Shown until the console knows who is signed in. That waits for the account service where the last
 * session has expired, and supabase-js gives up only after almost a minute.
 */
export function Starting(): ReactElement | null {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow) return null;
  return (
    <SignInLayout
      title="Starting Synapse Voice"
      text="This takes longer than usual, and calls can't reach you yet. Check your connection. This page goes on by itself."
    />
  );
}
