import { useEffect, useState } from "react";
import { useServices } from "../shared/services.ts";
import type { Account } from "../shared/accounts/accounts.ts";

/** Who is signed in, and how it came that nobody is. */
export interface SignedInAs {
  /** Undefined until the accounts have said. */
  readonly account: Account | null | undefined;
  /**
   * True where somebody was signed in here and did not sign out by themselves: revoked, run out, or
   * in another tab.
   */
  readonly lost: boolean;
}

interface Held extends SignedInAs {
  readonly leaving: boolean;
}

function next(now: Held, account: Account | null): Held {
  // A renewed token of the same person is no change.
  if (now.account && account && now.account.supabaseUserId === account.supabaseUserId) return now;
  return {
    account,
    lost: account === null && Boolean(now.account) && !now.leaving,
    leaving: false,
  };
}

/** Follows the accounts. Call `leave` when the person asks to be signed out. */
export function useAccount(): SignedInAs & { leave: () => void } {
  const { accounts } = useServices();
  const [held, setHeld] = useState<Held>({ account: undefined, lost: false, leaving: false });
  useEffect(() => accounts.watch((account) => setHeld((now) => next(now, account))), [accounts]);
  return { ...held, leave: () => setHeld((now) => ({ ...now, leaving: true })) };
}
