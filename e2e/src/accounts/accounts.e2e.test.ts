import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { signedIn } from "../harness/people/people.ts";
import { Console } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";

interface Mail {
  readonly recipient: string;
  readonly link: string;
}

/** Returns the link of the newest mail to this person. The embedded stack keeps mails in an outbox. */
async function mailTo(recipient: string, known: readonly string[] = []): Promise<string> {
  let link: string | undefined;
  const findMail = async () => {
    const mails = (await (
      await fetch(`${stack.urls.supabase}/outbox`, { headers: { accept: "application/json" } })
    ).json()) as Mail[];
    link = mails.find((mail) => mail.recipient === recipient && !known.includes(mail.link))?.link;
    return link !== undefined;
  };
  await expect.poll(findMail, { timeout: 5_000 }).toBe(true);
  return link!;
}

async function choosePassword(page: Page, link: string, password: string): Promise<Console> {
  await page.goto(link);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Save password" }).click();
  const console = new Console(page);
  await console.isReady();
  return console;
}

describe("accounts", () => {
  it("an admin invites an agent, who chooses a password, and later a new one for the forgotten one", async () => {
    const email = "ivy@acme.test";
    const alex = await Console.open("alex");
    await alex.openTab("Team");
    await alex.button("Invite an agent").click();
    await alex.page.getByLabel("First name").fill("Ivy");
    await alex.page.getByLabel("Last name").fill("Invited");
    await alex.page.getByLabel("Email").fill(email);
    await alex.button("Send the invitation").click();
    await alex.shows(new RegExp(`on its way to ${email}`, "u"));

    const invitation = await mailTo(email);
    const page = await (await newProfile("agent")).newPage();
    const ivy = await choosePassword(page, invitation, "first-password");
    await ivy.shows("Ivy Invited");
    expect(page.url()).not.toContain("access_token");
    await ivy.openTab("Settings");
    await ivy.button("Sign out").click();

    await ivy.button("Forgot password?").click();
    await page.getByLabel("Email").fill(email);
    await ivy.button("Send the link").click();
    const recovery = await mailTo(email, [invitation]);
    await choosePassword(page, recovery, "second-password");
    await ivy.openTab("Settings");
    await ivy.button("Sign out").click();

    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("first-password");
    await ivy.button("Sign in").click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Password").fill("second-password");
    await ivy.button("Sign in").click();
    await ivy.isReady();
  });

  it("a link that was used already says so, and nobody is signed in by it", async () => {
    const email = "otto@acme.test";
    const invited = await (
      await signedIn("alex")
    ).send("POST", "/api/tenant/users", { email, firstName: "Otto", lastName: "Once" });
    expect(invited).toMatchObject({ status: 201, body: { email } });
    const link = await mailTo(email);
    await choosePassword(await (await newProfile("agent")).newPage(), link, "first-password");
    const later = await (await newProfile("agent")).newPage();
    await later.goto(link);
    await later.getByRole("alert").waitFor();
    expect(await later.getByLabel("New password").count()).toBe(0);
  });
});
