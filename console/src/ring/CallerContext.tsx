import type { ReactElement } from "react";
import { listCallbacks, type Party } from "@synapse-voice/contract";
import { callerKind, useCallClient, useResource } from "@synapse-voice/react";

/** Says who a caller is, and what they asked to be called back about. */
export function CallerContext({ caller }: { caller: Party | null }): ReactElement {
  const client = useCallClient();
  const isCustomer = caller?.type === "PORTAL_CUSTOMER";
  const { data } = useResource(
    isCustomer ? `call-backs of ${caller.supabaseUserId}` : null,
    async (signal) => client.request(listCallbacks, { query: { status: "todo" }, signal }),
  );
  const request = data?.find(({ customer }) => customer.supabaseUserId === caller?.supabaseUserId);
  return (
    <>
      {callerKind(caller, "agent")}
      {request === undefined ? null : (
        <>
          {" "}
          · Call-back request
          {request.topic === "" ? null : (
            <>
              : <span dir="auto">{request.topic}</span>
            </>
          )}
        </>
      )}
    </>
  );
}
