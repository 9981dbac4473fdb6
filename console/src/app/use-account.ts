import { useEffect, useState } from "react";
import { useServices } from "../shared/services.ts";
import type { Account } from "@synapse-voice/desktop/accounts";

/** The account that is signed in. If there is none: whether its session was lost. */
export interface AccountState {
  /** Undefined until the session has been read; null if nobody is signed in. */
  readonly account: Account | null | undefined;
  /**
   * True if the session ended without a sign-out here: it was revoked, it ran out, or it ended in
   * another tab.
   */
  readonly sessionLost: boolean;
}

interface InternalState extends AccountState {
  readonly signOutExpected: boolean;
}

function nextState(current: InternalState, account: Account | null): InternalState {
  // A renewed token of the same person changes nothing.
  if (current.account && account && current.account.userId === account.userId) return current;
  return {
    account,
    sessionLost: account === null && Boolean(current.account) && !current.signOutExpected,
    signOutExpected: false,
  };
}

/**
 * Returns the account and renders again when it changes. Call `expectSignOut` before the person
 * signs out, so that the session does not count as lost.
 */
export function useAccount(): AccountState & { expectSignOut: () => void } {
  const { accounts } = useServices();
  const [state, setState] = useState<InternalState>({
    account: undefined,
    sessionLost: false,
    signOutExpected: false,
  });
  useEffect(
    () => accounts.watch((account) => setState((current) => nextState(current, account))),
    [accounts],
  );
  return {
    ...state,
    expectSignOut: () => setState((current) => ({ ...current, signOutExpected: true })),
  };
}
