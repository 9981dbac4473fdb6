import { getSettings, me, TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { desktopPlatform } from "../../testing/fake-main-process.ts";
import { adasProfile, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { connected, onCall } from "./sample-calls.ts";

const crmUrl = "https://crm.example.com/contacts/{id}?mail={email}";

function withCrm(address = crmUrl, state: Parameters<typeof adasClient>[0] = {}): FakeCallClient {
  const client = adasClient(state);
  client.reply(me, { ...adasProfile, crmUrl: address });
  client.reply(getSettings, v.parse(TenantSettings, { crmUrl: address }));
  return client;
}

const duringCall = (): FakeCallClient =>
  withCrm(crmUrl, { calls: [onCall()], presence: { ...reachable, state: "on_call" } });

/** The customer's record in the CRM: its setting, the link, and what can go wrong. */
export const crmStates: Record<string, GalleryState> = {
  "crm-settings": {
    ...stateOf(withCrm()),
    fragment: "#/settings",
    scrollTo: "Where your customers sign in",
  },
  "crm-settings-wrong": {
    ...stateOf(withCrm()),
    fragment: "#/settings",
    fill: { label: "Link to your CRM", text: "https://crm.example.com/contacts/{customer-number}" },
    press: "Save",
  },
  "crm-screen-pop": {
    ...stateOf(withCrm()),
    services: () => ({ ...fakeServices(withCrm()), platform: desktopPlatform() }),
    fragment: "#/settings",
    scrollTo: "Alert me to calls on this computer",
  },
  "crm-customer": {
    ...stateOf(withCrm()),
    fragment: "#/customers",
    press: "Carl Customer carl@customer.test",
  },
  "crm-customer-long-name": {
    ...stateOf(withCrm()),
    fragment: "#/customers",
    press:
      "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg theodora@customer.test",
  },
  "crm-customer-incomplete": {
    ...stateOf(withCrm("https://crm.example.com/search?phone={phone}")),
    fragment: "#/customers",
    press: "Carl Customer carl@customer.test",
  },
  "crm-on-call": stateOf(duringCall(), { media: connected }),
  "crm-on-call-failed": {
    ...stateOf(duringCall()),
    services: () => ({
      ...fakeServices(duringCall(), { media: connected }),
      platform: desktopPlatform({ openCrm: async () => "unreachable" }),
    }),
    press: "Open in CRM",
  },
};
