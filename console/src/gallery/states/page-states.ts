import {
  callHistory,
  getSettings,
  listCallbacks,
  me,
  TenantSettings,
} from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { AccountError } from "@synapse-voice/desktop/accounts";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { desktopPlatform } from "../../testing/fake-main-process.ts";
import { adasProfile, anEntry, history, now, reachable } from "../../testing/samples.ts";
import { callOnHold } from "./sample-calls.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";

const longNameRow =
  "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg theodora@customer.test";

const withoutCalls = (): FakeCallClient => {
  const client = adasClient();
  client.reply(callHistory, []);
  client.reply(listCallbacks, []);
  return client;
};
const failing = (): FakeCallClient => {
  const client = adasClient();
  client.reply(callHistory, new ApiError("database_unavailable", 503));
  return client;
};

const afterBreak = (): FakeCallClient => {
  const client = adasClient();
  const broken = anEntry("0", 0.1, { duration: 43, endReason: "connection_lost" });
  client.reply(callHistory, [broken, ...history]);
  return client;
};

const hours = {
  timeZone: "Europe/Berlin",
  spans: [1, 2, 3, 4, 5].flatMap((day) =>
    day === 1
      ? [
          { day, from: "09:00", to: "12:00" },
          { day, from: "13:00", to: "17:00" },
        ]
      : [{ day, from: "09:00", to: "17:00" }],
  ),
};
const holidays = [
  { date: "2025-12-25", name: "Christmas Day", spans: [] },
  { date: "2026-12-24", name: "Christmas Eve", spans: [{ from: "09:00", to: "12:00" }] },
  { date: "2026-12-25", name: "Christmas Day", spans: [] },
  {
    date: "2026-12-31",
    name: "New Year's Eve, and the stocktaking in Papadopoulou",
    spans: [
      { from: "09:00", to: "12:00" },
      { from: "13:00", to: "14:00" },
    ],
  },
];
const withHours = (change: Partial<TenantSettings> = {}): FakeCallClient => {
  const client = adasClient();
  client.reply(getSettings, {
    ...v.parse(TenantSettings, { businessHours: hours, wrapUpSeconds: 60 }),
    ...change,
  });
  return client;
};
const agentsClient = (): FakeCallClient => {
  const client = adasClient();
  client.reply(me, { ...adasProfile, role: "AGENT" });
  return client;
};
const settingsStates: Record<string, GalleryState> = {
  settings: { ...stateOf(adasClient()), fragment: "#/settings" },
  "settings-desktop": {
    ...stateOf(agentsClient()),
    services: () => ({ ...fakeServices(agentsClient()), platform: desktopPlatform() }),
    fragment: "#/settings",
  },
  "desktop-without-tray": {
    ...stateOf(adasClient()),
    services: () => ({
      ...fakeServices(adasClient()),
      platform: desktopPlatform({
        onTrayMissing: (listener) => {
          listener();
          return () => undefined;
        },
      }),
    }),
  },
  "settings-hours": {
    ...stateOf(withHours()),
    fragment: "#/settings",
    scrollTo: "Take calls to the team in business hours only",
  },
  "settings-holidays": {
    ...stateOf(withHours({ holidays })),
    fragment: "#/settings",
    press: "Show 1 past holiday",
    scrollTo: "Holidays",
  },
  "settings-holidays-wrong": {
    ...stateOf(
      withHours({
        holidays: [...holidays, { date: "2026-12-25", name: "Stocktaking", spans: [] }],
      }),
    ),
    fragment: "#/settings",
    fill: { label: "Wrap-up in seconds", text: "45" },
    press: "Save",
  },
  "settings-wrong": {
    ...stateOf(
      withHours({ offerTimeoutSeconds: 61, businessHours: { ...hours, timeZone: "Mars/Olympus" } }),
    ),
    fragment: "#/settings",
    fill: { label: "Wrap-up in seconds", text: "301" },
    press: "Save",
  },
  "settings-unsaved": {
    ...stateOf(withHours()),
    fragment: "#/settings",
    fill: { label: "Wrap-up in seconds", text: "45" },
  },
  "settings-plain": {
    ...stateOf(agentsClient()),
    fragment: "#/settings",
  },
};

/** An admin whose deployment has no Realtime. */
function withoutRealtime(): FakeCallClient {
  const client = adasClient({ connection: "degraded" });
  client.reply(me, { ...adasProfile, liveUpdates: "not_set_up" });
  return client;
}

/** A customer who has followed the link of an invitation. */
function asCustomer(): FakeCallClient {
  const client = adasClient();
  const portalUrl = "https://portal.acme.example/help";
  client.reply(me, { ...adasProfile, type: "PORTAL_CUSTOMER", role: null, portalUrl });
  return client;
}

/** Sign-in, all pages but the call-backs, and the states of header and banners. */
export const pageStates: Record<string, GalleryState> = {
  "sign-in": stateOf(adasClient(), { signedIn: false }),
  "sign-in-starting": {
    ...stateOf(adasClient()),
    services: () => ({
      ...fakeServices(adasClient()),
      connect: () => new Promise<never>(() => undefined),
    }),
    loadsLater: "Starting Synapse Voice",
  },
  "sign-in-plain": stateOf(adasClient(), { signedIn: false, demo: false }),
  "set-password": {
    ...stateOf(adasClient()),
    path: "/set-password",
    fragment: "#access_token=ada@acme.test&refresh_token=r&type=invite",
  },
  "set-password-refused": {
    ...stateOf(adasClient()),
    services: () => {
      const services = fakeServices(adasClient());
      const hints = [
        "Use at least 14 characters.",
        "Use a small letter, a capital letter, a digit, and a symbol such as ! or ?.",
      ];
      const setPassword = () => Promise.reject(new AccountError("weak_password", hints));
      return { ...services, accounts: { ...services.accounts, setPassword } };
    },
    path: "/set-password",
    fragment: "#access_token=ada@acme.test&refresh_token=r&type=invite",
    fill: { label: "New password", text: "correct horse" },
    press: "Save password",
  },
  "set-password-code": {
    ...stateOf(adasClient()),
    services: () => {
      const services = fakeServices(adasClient());
      const setPassword = () => Promise.reject(new AccountError("insufficient_aal"));
      return { ...services, accounts: { ...services.accounts, setPassword } };
    },
    path: "/set-password",
    fragment: "#access_token=ada@acme.test&refresh_token=r&type=recovery",
    fill: { label: "New password", text: "correct horse" },
    press: "Save password",
  },
  "set-password-expired": {
    ...stateOf(adasClient(), { signedIn: false }),
    path: "/set-password",
    fragment: "#error=access_denied&error_code=otp_expired",
  },
  ready: stateOf(withoutCalls()),
  waiting: stateOf(adasClient({ presence: { ...reachable, waiting: 3, openCallbacks: 3 } })),
  "detail-long-name": {
    ...stateOf(adasClient()),
    fragment: "#/customers",
    press: longNameRow,
  },
  history: stateOf(adasClient()),
  "history-failed": stateOf(failing()),
  "history-broke-off": stateOf(afterBreak()),
  "detail-broke-off": { ...stateOf(afterBreak()), press: "Carl Customer 11:54 · Broke off · 0:43" },
  "customers-on-hold": {
    ...stateOf(adasClient({ calls: [callOnHold("carl", "Carl Customer")] })),
    fragment: "#/customers",
  },
  customers: { ...stateOf(adasClient()), fragment: "#/customers" },
  "no-customers-found": { ...stateOf(adasClient()), fragment: "#/customers", search: "zzz" },
  team: { ...stateOf(agentsClient()), fragment: "#/team" },
  ...settingsStates,
  away: {
    ...stateOf(adasClient({ presence: { ...reachable, state: "away" } })),
    availability: "away",
  },
  "away-here": { ...stateOf(adasClient()), availability: "away" },
  "connecting-to-server": stateOf(adasClient({ presence: null })),
  failed: stateOf(adasClient({ notice: { code: "media_unavailable" } })),
  offline: stateOf(
    adasClient({
      connection: "offline",
      offlineSince: now - 78 * 60_000,
      presence: reachable && { ...reachable, state: "offline", reachable: false },
    }),
  ),
  degraded: stateOf(adasClient({ connection: "degraded" })),
  "live-updates-missing": stateOf(withoutRealtime()),
  "customer-account": stateOf(asCustomer()),
};
