import { useEffect, useState } from "react";
import { useServices } from "../shared/services.ts";
import type { Account } from "../shared/accounts/accounts.ts";

/** Who is signed in, and how it came that nobody is. */
export interface AccountState {
  /** Undefined until the accounts have said. */
  readonly account: Account | null | undefined;
  /**
   * True where somebody was signed in here and did not sign out by themselves: revoked, run out, or
   * in another tab.
   */
  readonly sessionLost: boolean;
}

interface InternalState extends AccountState {
  readonly signOutExpected: boolean;
}

function nextState(current: InternalState, account: Account | null): InternalState {
  // A renewed token of the same person is no change.
  if (current.account && account && current.account.userId === account.userId) return current;
  return {
    account,
    sessionLost: account === null && Boolean(current.account) && !current.signOutExpected,
    signOutExpected: false,
  };
}

/** Follows the accounts. Call `expectSignOut` when the person asks to be signed out. */
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
