import { expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { Console } from "../harness/people/screens.ts";

const chunk = /\/assets\/TeamPage-[\w-]+\.js/u;

it("a page whose code could not be loaded is there after another try", async () => {
  const profile = await newProfile("agent");
  await profile.route(chunk, (route) => route.abort());
  const ada = await Console.openIn(profile, "ada");
  await ada.openTab("Team");
  await ada.shows("The server can't be reached");
  expect(await ada.ready.isVisible()).toBe(true);
  await profile.unroute(chunk);
  await ada.button("Try again").click();
  await ada.page.getByRole("listitem").filter({ hasText: "Grace Agent" }).waitFor();
});
