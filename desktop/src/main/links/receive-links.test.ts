import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import type { Link } from "../../bridge/link-schemas.ts";
import { receiveLinks } from "./receive-links.ts";

const link = "synapse-voice://call?to=carl@acme.test";
const carl: Link = { kind: "email", email: "carl@acme.test" };

function receive(args: readonly string[] = ["/opt/synapse-voice"]) {
  const app = new EventEmitter();
  const opened: Link[] = [];
  receiveLinks(app, args, (one) => opened.push(one));
  return { app, opened };
}

describe("a link that the system opens", () => {
  it("comes once from the command line of this process", () => {
    expect(receive(["/opt/synapse-voice", "--no-sandbox", link]).opened).toEqual([carl]);
  });

  it("comes once from the command line of a second process, wherever Chromium has put it", () => {
    const { app, opened } = receive();
    app.emit("second-instance", {}, ["/opt/synapse-voice", "--allow-x", link, "--user-data-dir"]);
    expect(opened).toEqual([carl]);
  });

  it("comes once from macOS, which must not open it itself", () => {
    const { app, opened } = receive();
    let prevented = 0;
    app.emit("open-url", { preventDefault: () => (prevented += 1) }, link);
    expect([opened, prevented]).toEqual([[carl], 1]);
  });

  it("is none where a second process only shows the window", () => {
    const { app, opened } = receive();
    app.emit("second-instance", {}, ["/opt/synapse-voice", "--flag=tel:+4930123456"]);
    expect(opened).toEqual([]);
  });

  it("that is hostile arrives as one that calls nobody", () => {
    const { app, opened } = receive();
    app.emit("second-instance", {}, ["app", `${link}" --inspect="0.0.0.0:9229`]);
    app.emit("open-url", { preventDefault: () => undefined }, "file:///etc/passwd");
    expect(opened).toEqual([
      { kind: "invalid", reason: "unreadable" },
      { kind: "invalid", reason: "unknown_link" },
    ]);
  });
});
