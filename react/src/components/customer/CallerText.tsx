import type { ReactElement } from "react";
import { me, type Party } from "@synapse-voice/contract";
import { useOwnCallback } from "../../hooks/use-callback-requests.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { callerKind, shortName } from "../../texts/names.ts";

/**
 * Shows one or two words about the caller. To a customer it says that an agent calls because of the
 * customer's request for a call-back, if this agent has taken it on.
 */
export function CallerText({ peer }: { readonly peer: Party | null }): ReactElement {
  const { client, audience } = useVoice();
  const own = useOwnCallback();
  const isAboutRequest = peer !== null && own?.claimedBy?.supabaseUserId === peer.supabaseUserId;
  const { data } = useResource(isAboutRequest ? "me" : null, async (signal) =>
    client.request(me, { signal }),
  );
  if (!isAboutRequest) return <>{callerKind(peer, audience)}</>;
  const name = shortName(peer.name);
  return <>{data === null ? name : `${name} from ${data.tenantName}`} · your call-back request</>;
}
