import type { ServedCallClient } from "@synapse-voice/client/remote";
import type { Account } from "../../accounts/index.ts";
import type { CallSession } from "./call-session.ts";

/** The call client of the account that is signed in. */
export interface AccountCalls {
  /** Returns the client; null while nobody is signed in. */
  client(): ServedCallClient | null;
  /** Ends the client of the last account, and starts one for this account. */
  setAccount(account: Account | null): void;
  /** Ends the client before a sign-out, while the token is still valid. */
  signOff(): Promise<void>;
}

/** Receives changes of a client. */
export interface CallsListener {
  /** There is another client, or none. */
  onClient(client: ServedCallClient | null): void;
  /** The client's state changed. */
  onState(): void;
}

/** Makes it, with nobody signed in. `open` makes and starts the client of an account. */
export function createAccountCalls(
  open: (account: Account) => CallSession,
  listener: CallsListener,
): AccountCalls {
  let userId: string | null = null;
  let session: CallSession | null = null;
  let unsubscribe: () => void = () => undefined;

  async function end(): Promise<void> {
    const ending = session;
    if (ending === null) return;
    userId = null;
    session = null;
    unsubscribe();
    listener.onClient(null);
    await ending.close();
  }
  return {
    client: () => session?.client ?? null,
    setAccount: (account) => {
      // Also after a change of the email address.
      if (userId !== null && userId === account?.userId) return;
      void end();
      if (account === null) return;
      userId = account.userId;
      session = open(account);
      unsubscribe = session.client.subscribe(listener.onState);
      listener.onClient(session.client);
    },
    signOff: end,
  };
}
