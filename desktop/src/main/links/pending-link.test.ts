import { describe, expect, it } from "vitest";
import type { Link } from "../../bridge/link-schemas.ts";
import { createPendingLink, linkLifetimeMs } from "./pending-link.ts";

const carl: Link = { kind: "email", email: "carl@acme.test" };
const dora: Link = { kind: "phone", e164: "+493023125002" };

describe("the link that was opened last", () => {
  function withClock() {
    let now = 1_000;
    return { links: createPendingLink(() => now), wait: (ms: number) => (now += ms) };
  }

  it("is there for each page that asks, until one is done with it", () => {
    const { links } = withClock();
    expect(links.current()).toBeNull();
    links.open(carl);
    expect([links.current(), links.current()]).toEqual([
      { id: 1, link: carl },
      { id: 1, link: carl },
    ]);
    links.done(1);
    expect(links.current()).toBeNull();
  });

  it("is replaced by a newer one, which the end of the older one leaves alone", () => {
    const { links } = withClock();
    links.open(carl);
    links.open(dora);
    links.done(1);
    expect(links.current()).toEqual({ id: 2, link: dora });
  });

  it("is asked about twice if it was opened twice", () => {
    const { links } = withClock();
    links.open(carl);
    links.done(1);
    links.open(carl);
    expect(links.current()).toEqual({ id: 2, link: carl });
  });

  it("names nobody after five minutes, and says so until a page is done with it", () => {
    const { links, wait } = withClock();
    links.open(carl);
    wait(linkLifetimeMs);
    expect(links.current()?.link).toEqual(carl);
    wait(1);
    expect(links.current()).toEqual({ id: 1, link: { kind: "invalid", reason: "expired" } });
    links.done(1);
    expect(links.current()).toBeNull();
  });

  it("is for the person who opened it, and not for the next one who signs in", () => {
    const { links } = withClock();
    links.open(carl);
    links.setPerson("ada");
    expect(links.current()).toEqual({ id: 1, link: carl });
    links.open(dora);
    links.setPerson(null);
    links.setPerson("ada");
    expect(links.current()).toEqual({ id: 2, link: dora });
    links.setPerson(null);
    links.setPerson("bob");
    expect(links.current()).toBeNull();
    links.setPerson(null);
    links.open(carl);
    links.setPerson("ada");
    expect(links.current()).toEqual({ id: 3, link: carl });
  });

  it("is told to the listener, if it comes after the listener", () => {
    const { links } = withClock();
    let count = 0;
    links.open(carl);
    links.onOpened(() => (count += 1));
    expect(count).toBe(0);
    links.open(dora);
    expect(count).toBe(1);
  });
});
