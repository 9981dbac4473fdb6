import { createFakeCallClient, createFakeCallMedia } from "@synapse-voice/client/testing";
import { createPill } from "../src/loader/pill.ts";
import { adopt, mountPanel } from "../src/panel/mount.tsx";
import * as further from "../src/panel/further.tsx";
import { states, type GalleryState } from "./states.ts";

const agents = [
  { supabaseUserId: "ada", firstName: "Ada", lastName: "Agent" },
  { supabaseUserId: "grace", firstName: "Grace", lastName: "Hopper" },
];

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

async function press(root: ShadowRoot, name: string): Promise<void> {
  for (;;) {
    const button = [...root.querySelectorAll("button")].find((candidate) => candidate.textContent === name && !candidate.hidden);
    if (button) return button.click();
    await nextFrame();
  }
}

async function show(state: GalleryState): Promise<void> {
  const settings = { apiUrl: "", getToken: () => "" };
  const { host, root, pill } = createPill(settings);
  document.body.append(host);
  const client = { ...createFakeCallClient({}), request: async () => agents as never };
  client.set(state.client ?? {});
  const panel = mountPanel(
    { root, pill, settings, emit: () => {} },
    {
      client,
      loadMedia: async () => createFakeCallMedia(state.media),
      loadFurther: async () => {
        adopt(root, further.css);
        return { ...further, ring: () => () => {}, askMicrophone: async () => state.microphone ?? null };
      },
    },
  );
  pill.addEventListener("click", panel.open);
  for (const name of state.press ?? []) await press(root, name);
  if (state.later) client.set(state.later);
  await nextFrame();
  await nextFrame();
  document.body.dataset["ready"] = "yes";
}

const wanted = states[location.hash.slice(1)];
if (wanted) void show(wanted);
else document.getElementById("states")?.append(...Object.keys(states).map((name) => Object.assign(document.createElement("li"), { textContent: name })));
addEventListener("hashchange", () => location.reload());
