import { crmAddress, lookUpPeople, me } from "@synapse-voice/contract";
import type { CallClient } from "@synapse-voice/client";
import type { CrmProblem } from "../../bridge/crm.ts";

/** Ports of {@link CrmRecords}. */
export interface CrmRecordsDeps {
  /** Returns the client of the account that is signed in; null while nobody is. */
  client(): Pick<CallClient, "request"> | null;
  /** Opens an address in the browser. `takesFocus`: the browser comes to the front. */
  openInBrowser(address: string, takesFocus: boolean): Promise<void>;
  /** Gets why the browser failed. */
  log(reason: string): void;
}

/** Opens records of customers in the tenant's CRM. */
export interface CrmRecords {
  /** Resolves with null, or with the reason why the record was not opened. */
  open(customerId: string, options?: { takesFocus: boolean }): Promise<CrmProblem | null>;
}

/** An address, or the reason why there is none. */
type Found = { readonly address: string } | { readonly problem: CrmProblem };

async function findAddress(
  client: Pick<CallClient, "request">,
  customerId: string,
): Promise<Found> {
  const { crmUrl = null } = await client.request(me);
  if (crmUrl === null) return { problem: "not_set_up" };
  const people = await client.request(lookUpPeople, { query: { supabaseUserId: customerId } });
  const customer = people.find(
    ({ type, supabaseUserId }) => type === "PORTAL_CUSTOMER" && supabaseUserId === customerId,
  );
  if (customer === undefined) return { problem: "unknown_customer" };
  const { email, phone } = customer;
  const address = crmAddress(crmUrl, { id: customerId, email, phone });
  return address === null ? { problem: "incomplete" } : { address };
}

/**
 * Makes the address of a record from what the server says of the tenant and of the customer. So no
 * page chooses an address.
 */
export function createCrmRecords({ client, openInBrowser, log }: CrmRecordsDeps): CrmRecords {
  return {
    open: async (customerId, { takesFocus } = { takesFocus: true }) => {
      const asked = client();
      if (asked === null) return "signed_out";
      const found = await findAddress(asked, customerId.toLowerCase()).catch((): Found => ({
        problem: "unreachable",
      }));
      if ("problem" in found) return found.problem;
      // Another person may have signed in meanwhile.
      if (client() !== asked) return "signed_out";
      if (!found.address.startsWith("https://")) return "incomplete";
      try {
        await openInBrowser(found.address, takesFocus);
        return null;
      } catch (error) {
        // The message may have the address, and the customer's data in it.
        log(error instanceof Error ? error.name : "unknown error");
        return "browser_failed";
      }
    },
  };
}
