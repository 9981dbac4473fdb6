import { createFakeCallClient, createFakeCallMedia } from "@synapse-voice/client/testing";
import { showPill } from "../src/loader/pill.ts";
import { adoptStyles, mountPanel } from "../src/panel/mount-panel.tsx";
import { reachableAgents } from "../src/panel/lazy/Agents.tsx";
import { company } from "../src/panel/lazy/callbacks/CallbackNote.tsx";
import { openingHours } from "../src/panel/lazy/opening-hours.ts";
import { ownCallback, requestCallback } from "../src/panel/lazy/callbacks/own-callback.ts";
import { noticeForCustomers } from "../src/panel/lazy/recording/NoticeBeforeCall.tsx";
import * as secondary from "../src/panel/lazy/secondary-screens.tsx";
import { states, type GalleryState } from "./states.ts";

const agents = [
  { supabaseUserId: "ada", firstName: "Ada", lastName: "Agent" },
  { supabaseUserId: "grace", firstName: "Grace", lastName: "Hopper" },
];

const hours = {
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  spans: [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "17:00" })),
};

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

async function press(root: ShadowRoot, name: string): Promise<void> {
  for (;;) {
    const button = [...root.querySelectorAll("button")].find(
      (candidate) =>
        (candidate.getAttribute("aria-label") ?? candidate.textContent) === name &&
        !candidate.hidden,
    );
    if (button) return button.click();
    await nextFrame();
  }
}

/** Shows a state instead of the last one. Then puts its name into the body's `data-state`. */
async function show(name: string, state: GalleryState): Promise<void> {
  document.querySelector("synapse-voice")?.remove();
  const settings = { apiUrl: "", getToken: () => "" };
  const { root, pill } = showPill(
    settings,
    () => {},
    async () => {},
  );
  const client = createFakeCallClient();
  client.reply(reachableAgents, agents);
  client.reply(openingHours, { open: !state.closed, hours, staffed: !state.nobody });
  client.reply(ownCallback, { callback: state.asked ?? null });
  client.reply(noticeForCustomers, { inbound: state.recorded ? { mode: "notice" } : null });
  client.reply(company, { tenantName: "Acme" });
  if (state.callbacks) client.reply(requestCallback, { id: "callback" });
  client.set(state.client ?? {});
  const panel = mountPanel(
    { root, pill, settings, emit: () => {} },
    {
      client,
      loadMedia: async () => createFakeCallMedia(state.media),
      loadSecondary: async () => {
        adoptStyles(root, secondary.css);
        return {
          ...secondary,
          follow: () => {},
          preflight: (client, ui, pending) =>
            secondary.preflight(client, ui, pending, async () => state.microphone ?? null),
        };
      },
    },
  );
  pill.addEventListener("click", panel.open);
  for (const button of state.press ?? []) await press(root, button);
  if (state.later) client.set(state.later);
  if (state.back) {
    client.reply(openingHours, { open: true, hours, staffed: true });
    await nextFrame();
    document.dispatchEvent(new Event("visibilitychange"));
  }
  await nextFrame();
  await nextFrame();
  document.body.dataset["state"] = name;
}

function showFromHash(): void {
  const name = location.hash.slice(1);
  const state = states[name];
  if (state) void show(name, state);
}

for (const name of Object.keys(states)) {
  const link = Object.assign(document.createElement("a"), { href: `#${name}`, textContent: name });
  document.getElementById("states")?.appendChild(document.createElement("li")).append(link);
}
addEventListener("hashchange", showFromHash);
showFromHash();
