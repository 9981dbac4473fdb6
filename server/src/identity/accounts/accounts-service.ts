import type { ReplyOf, SignUp, signUp } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Provisioning } from "./provisioning.ts";

export interface AccountsService {
  /**
   * Creates an account, its tenant and the tenant's first admin, who confirms the address by mail.
   * The reply is the same for an address that has an account.
   */
  signUp(request: SignUp): Promise<ReplyOf<typeof signUp>>;
}

export interface AccountsServiceDeps {
  readonly provisioning: Provisioning;
  /** False refuses sign-ups. */
  readonly signUpOpen: boolean;
}

export function createAccountsService({
  provisioning,
  signUpOpen,
}: AccountsServiceDeps): AccountsService {
  return {
    async signUp({ password, tenantName, ...names }) {
      if (!signUpOpen) throw new RefusalError("signup_closed");
      const { userId, tenantId } = await provisioning.signUp(
        { ...names, role: "ADMIN", tenant: { name: tenantName } },
        password,
      );
      return { supabaseUserId: userId, tenantId };
    },
  };
}
