import {
  createFakeCallClient,
  createFakeCallMedia,
  type FakeCallClient,
  type FakeCallMedia,
} from "@synapse-voice/client/testing";
import type { Events, Panel } from "../api.ts";
import { createPill } from "../loader/pill.ts";
import * as further from "../panel/lazy/secondary-screens.tsx";
import type { MicrophoneProblem } from "../panel/lazy/microphone.ts";
import { mountPanel } from "../panel/mount.tsx";
import { buttonNamed } from "./dom.ts";

/** A mounted panel with everything around it faked. */
export interface TestPanel {
  readonly root: ShadowRoot;
  readonly pill: HTMLButtonElement;
  readonly panel: Panel;
  readonly client: FakeCallClient;
  readonly media: FakeCallMedia;
  readonly events: { name: keyof Events; detail: unknown }[];
  /** How often LiveKit's code was fetched. */
  loads(): number;
  ringing(): boolean;
  /** What the browser says when it is asked for the microphone. */
  setMicrophone(answer: MicrophoneProblem | null | Promise<MicrophoneProblem | null>): void;
  press(name: string): Promise<void>;
  text(): string;
  title(): string;
}

/** Lets what was already promised happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** `fail` makes the code of the further screens unreachable. */
export function mountTestPanel({ fail = false } = {}): TestPanel {
  const settings = { apiUrl: "http://api.test", getToken: () => "token" };
  const { element, root, pill } = createPill(settings);
  document.body.append(element);
  const client = createFakeCallClient();
  const media = createFakeCallMedia();
  const events: TestPanel["events"] = [];
  let microphone: MicrophoneProblem | null | Promise<MicrophoneProblem | null> = null;
  let ringing = false;
  let loads = 0;
  const fakes = {
    ring: () => {
      ringing = true;
      return () => void (ringing = false);
    },
    askMicrophone: (...[client, ui, asking]: Parameters<typeof further.askMicrophone>) =>
      further.askMicrophone(client, ui, asking, async () => microphone),
  };
  const panel = mountPanel(
    { root, pill, settings, emit: (name, detail) => void events.push({ name, detail }) },
    {
      client,
      loadMedia: async () => {
        loads += 1;
        return media;
      },
      loadFurther: async () => {
        if (fail) throw new Error("offline");
        return { ...further, ...fakes };
      },
    },
  );
  pill.addEventListener("click", panel.open);
  return {
    root,
    pill,
    panel,
    client,
    media,
    events,
    loads: () => loads,
    ringing: () => ringing,
    setMicrophone: (answer) => void (microphone = answer),
    press: async (name) => {
      buttonNamed(root, name).click();
      await settled();
    },
    text: () => root.querySelector("section")?.textContent ?? "",
    title: () => root.querySelector("h2")?.textContent ?? "",
  };
}
