import { AccountError, type Account, type Accounts } from "@synapse-voice/desktop/accounts";
import type { AccountProblem, DesktopBridge } from "@synapse-voice/desktop/bridge";

/** Rejects with an {@link AccountError} if the main process replies with a problem. */
async function run(command: Promise<AccountProblem | null>): Promise<void> {
  const problem = await command;
  if (problem !== null) throw new AccountError(problem.code, problem.hints);
}

/** Makes accounts whose session is in the main process. The page gets no token. */
export function createRemoteAccounts(bridge: DesktopBridge["accounts"]): Accounts {
  return {
    watch: (listener) => {
      let isStopped = false;
      let hasChanged = false;
      const notify = (account: Account | null): void => {
        if (!isStopped) listener(account);
      };
      const unsubscribe = bridge.onChanged((account) => {
        hasChanged = true;
        notify(account);
      });
      bridge.current().then(
        // A message that arrived meanwhile is newer.
        (account) => !hasChanged && notify(account),
        () => !hasChanged && notify(null),
      );
      return () => {
        isStopped = true;
        unsubscribe();
      };
    },
    signIn: (email, password) => run(bridge.signIn(email, password)),
    signOut: () => bridge.signOut().catch(() => undefined),
    sendPasswordLink: (email) => run(bridge.sendPasswordLink(email)),
    redeemLink: (tokens) => run(bridge.redeemLink(tokens)),
    confirmSecondFactor: (code) => run(bridge.confirmSecondFactor(code)),
    setPassword: (password) => run(bridge.setPassword(password)),
  };
}
