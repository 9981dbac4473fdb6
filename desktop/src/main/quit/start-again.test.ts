import { EventEmitter } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { startAgainIfWanted } from "./start-again.ts";

let app: EventEmitter;
let starts: unknown[];
let isEnding: boolean;
const follow = (appImage?: string): void =>
  startAgainIfWanted({
    app: Object.assign(app, { relaunch: (options: unknown) => void starts.push(options) }),
    quit: { isEnding: () => isEnding },
    process: {
      argv: ["/opt/app", "--lang=de", "--hidden", "tel:+4930111"],
      env: { APPIMAGE: appImage },
    },
    isLink: (argument) => argument.startsWith("tel:"),
  });
const start = (...args: string[]): void => void app.emit("second-instance", {}, args);

beforeEach(() => {
  app = new EventEmitter();
  starts = [];
  isEnding = true;
});

test("a start while the app ends starts it again, once and without the old link", () => {
  follow();
  start("/opt/app");
  start("/opt/app", "--hidden");
  app.emit("will-quit");
  app.emit("will-quit");
  expect(starts).toEqual([{ args: ["--lang=de"] }]);
});

test("a link that is opened while the app ends comes with it", () => {
  follow("/home/ada/app.AppImage");
  start("/opt/app", "--allow-file-access-from-files", "tel:+4930222");
  app.emit("will-quit");
  expect(starts).toEqual([
    { args: ["--lang=de", "tel:+4930222"], execPath: "/home/ada/app.AppImage" },
  ]);
});

test("a start before that, and an end without a start, start nothing", () => {
  isEnding = false;
  follow();
  start("/opt/app");
  isEnding = true;
  app.emit("will-quit");
  expect(starts).toEqual([]);
});
