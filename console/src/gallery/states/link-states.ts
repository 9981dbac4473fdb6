import { lookUpPeople, type FoundPerson } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { grace, type FakeCallClient } from "@synapse-voice/client/testing";
import type { Link } from "@synapse-voice/desktop/bridge";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { createFakeLinks } from "../../testing/fake-links.ts";
import { desktopPlatform } from "../../testing/fake-main-process.ts";
import type { GalleryState } from "./gallery-state.ts";
import { connected, onCall } from "./sample-calls.ts";

const phone = "+493023125001";
const byPhone: Link = { kind: "phone", e164: phone };
const someone = (change: Partial<FoundPerson> = {}): FoundPerson => ({
  supabaseUserId: "carl",
  type: "PORTAL_CUSTOMER",
  firstName: "Carl",
  lastName: "Customer",
  email: "carl@customer.test",
  phone,
  invitedAt: null,
  ...change,
});
const theodora = someone({
  supabaseUserId: "theodora",
  firstName: "Theodora Maria Konstantina",
  lastName: "von Papadopoulou-Wolkenstein-Trostburg",
  email: "theodora.maria.konstantina@papadopoulou-wolkenstein-trostburg.customer.test",
});
const agent = someone({
  supabaseUserId: "grace",
  type: "CRM_USER",
  firstName: "Grace",
  lastName: "Agent",
  email: "grace@acme.test",
});

/** Makes the console after a link was opened. `found` is what the server replies. */
function opened(
  link: Link,
  found: FoundPerson[] | ApiError,
  client: FakeCallClient = adasClient(),
  media: NonNullable<Parameters<typeof fakeServices>[1]>["media"] = {},
): GalleryState {
  client.reply(lookUpPeople, found);
  return {
    services: () => {
      const links = createFakeLinks();
      links.open(link);
      return { ...fakeServices(client, { media }), platform: desktopPlatform({ links }) };
    },
    set: (change) => client.set(change),
    opensDialog: true,
  };
}

/** The question about a link that calls somebody. */
export const linkStates: Record<string, GalleryState> = {
  link: opened(byPhone, [someone()]),
  "link-long-name": opened(byPhone, [theodora]),
  "link-several": opened(byPhone, [agent, someone(), theodora]),
  "link-on-a-call": opened(
    byPhone,
    [someone()],
    adasClient({ calls: [onCall({ peer: grace })] }),
    connected,
  ),
  "link-invited": opened(byPhone, [someone({ invitedAt: "2026-01-08T09:00:00.000Z" })]),
  "link-nobody": opened(byPhone, []),
  "link-error": opened(byPhone, new ApiError("network")),
  "link-no-country-code": opened({ kind: "invalid", reason: "no_country_code" }, []),
};
