// @vitest-environment jsdom
import { createCallClient, createPollFeed, shareFeed } from "@synapse-voice/client";
import { beforeEach } from "vitest";
import { describeTabs, type StartPage } from "../../../client/src/testing/tabs/tab-cases.ts";
import { adoptStyleSheets } from "../testing/dom.ts";
import type { LiveReply } from "./listen.ts";
import { createSynapseVoice } from "./loader.ts";

beforeEach(adoptStyleSheets);

const startButton: StartPage = ({ apiUrl, token }) => {
  let heard: LiveReply | undefined;
  const panel = {
    open: () => {},
    call: () => {},
    close: async () => {},
    hear: (live: { cursor: string }) => void (heard = live as LiveReply),
  };
  const widget = createSynapseVoice(
    apiUrl,
    async () => ({ mount: () => panel }),
    () => {},
  );
  widget.init({ getToken: () => token });
  return {
    rings: () => heard?.calls.some(({ endedAt }) => !endedAt) ?? false,
    close: widget.destroy,
  };
};

let devices = 0;
const startClient: StartPage = ({ apiUrl, token }) => {
  const client = createCallClient({
    session: { apiUrl, deviceId: `device-${++devices}`, getToken: async () => token },
    feed: shareFeed(createPollFeed()),
    storage: null,
  });
  client.start();
  return {
    rings: () => client.getState().calls.some(({ phase }) => phase === "ringing-in"),
    close: client.close,
  };
};

describeTabs("the widget's button", startButton);

let started = 0;
describeTabs("the widget's button and React pieces by turns", (page) =>
  started++ % 2 === 0 ? startButton(page) : startClient(page),
);
