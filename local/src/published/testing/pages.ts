/** Id of the person whom the page calls. */
export const callee = "0b0f7b53-6f2f-4c0e-9a53-8f6c1f2a9d01";

/** A page that uses every entry point of the packages. */
export const everyEntryPoint = `
import { createRoot } from "react-dom/client";
import type { ReactNode } from "react";
import { AgentSelector, CallButton, CallManager } from "@synapse-voice/react";
import { VoiceProvider, useCall } from "@synapse-voice/react";
import "@synapse-voice/react/styles.css";
import { browserDeviceId, createCallClient } from "@synapse-voice/client";
import { createPollFeed, withFallback } from "@synapse-voice/client";
import { createRealtimeFeed, type RealtimeSource } from "@synapse-voice/client/realtime";
import { createCallMedia, type CallMedia } from "@synapse-voice/client/media";
import { createFakeCallClient } from "@synapse-voice/client/testing";
import { times, type CallSnapshot } from "@synapse-voice/contract";

const getToken = async (): Promise<string> => "token";
export const feedOf = (supabase: RealtimeSource) =>
  withFallback(createRealtimeFeed(supabase), createPollFeed());
export const client = createCallClient({
  session: { apiUrl: "https://voice.example", getToken, deviceId: browserDeviceId() },
  feed: createPollFeed(),
});
export const media: CallMedia = createCallMedia({ client });
export const idOf = (call: CallSnapshot): string => call.id;
export const leaseMs: number = times.presenceIntervalMs;
export const fake = createFakeCallClient();
// @ts-expect-error The address of the server is text.
export const wrong = <VoiceProvider apiUrl={1} getToken={getToken} />;

function Calls(): ReactNode {
  const { incoming } = useCall();
  return <p>{incoming.length}</p>;
}

createRoot(document.body).render(
  <VoiceProvider apiUrl="https://voice.example" getToken={getToken} audience="customer">
    <CallButton supabaseUserId="${callee}" userName="Carl Customer" />
    <AgentSelector />
    <CallManager />
    <Calls />
  </VoiceProvider>,
);
`;

/** Compiler options of a strict project that has no types but those that it imports. */
export const strictOptions = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  jsx: "react-jsx",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
};

/** The least that a page needs, for a build. */
export const smallPage = `
import { createRoot } from "react-dom/client";
import { CallManager, VoiceProvider } from "@synapse-voice/react";
import "@synapse-voice/react/styles.css";

const getToken = async () => "token";
createRoot(document.body).render(
  <VoiceProvider apiUrl="https://voice.example" getToken={getToken}>
    <CallManager />
  </VoiceProvider>,
);
`;

/** Imports entry points in plain Node, and prints the number of exports of each. */
export const importAll = (entries: readonly string[]): string => `
const exported = {};
for (const entry of ${JSON.stringify(entries)})
  exported[entry] = Object.keys(await import(entry)).length;
console.log(JSON.stringify(exported));
process.exit(0);
`;

/**
 * Renders the React pieces in jsdom, with the fake server of `client/testing` in place of the
 * network, and presses the call button. Prints the bodies of the requests that start a call.
 */
export const callInJsdom = `
import { JSDOM } from "jsdom";
const { window } = new JSDOM("<main></main>", {
  url: "http://portal.test",
  pretendToBeVisual: true,
});
globalThis.window = window;
// The page gets all that browsers have and Node lacks, and its own of what both have.
const own = new Set(["AbortController", "AbortSignal", "Event", "EventTarget", "localStorage"]);
for (const name of ["navigator", "sessionStorage", "document"]) own.add(name);
for (const name of Object.getOwnPropertyNames(window)) {
  if (name in globalThis && !own.has(name)) continue;
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}

const { createElement } = await import("react");
const { createRoot } = await import("react-dom/client");
const { CallButton, CallManager, VoiceProvider } = await import("@synapse-voice/react");
const { systemClock } = await import("@synapse-voice/client");
const { createFakeVoiceServer } = await import("@synapse-voice/client/testing");

const server = createFakeVoiceServer(systemClock);
globalThis.fetch = server.fetch;
const claims = Buffer.from(JSON.stringify({ sub: "ada" })).toString("base64url");
const voice = { apiUrl: "http://api.test", getToken: async () => ["", claims, ""].join(".") };
const button = { supabaseUserId: "${callee}", userName: "Carl Customer", label: "Call Carl" };
createRoot(document.querySelector("main")).render(
  createElement(
    VoiceProvider,
    { ...voice, audience: "customer" },
    createElement(CallButton, button),
    createElement(CallManager),
  ),
);

async function until(condition) {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("too late: " + document.body.textContent);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const callButton = () =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Call Carl");
await until(() => callButton() && !callButton().disabled);
callButton().click();
await until(() => document.body.textContent.includes("Calling"));
const placed = server.seen.filter(({ path }) => path === "/api/voip/start-call");
console.log(JSON.stringify(placed.map(({ body }) => body)));
process.exit(0);
`;
