import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { newProfile } from "../browser/browsers.ts";
import type { DemoName } from "./api.ts";
import { stack } from "../stack/stack.ts";

const firstNames = {
  ada: "Ada",
  grace: "Grace",
  alex: "Alex",
  carl: "Carl",
  dora: "Dora",
  gus: "Gus",
  gina: "Gina",
} as const satisfies Record<DemoName, string>;

/** Controls of a call. They have the same names for agents and customers. */
export class CallScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", {
      name,
      ...(typeof name === "string" ? { exact: true } : {}),
    });
  }

  text(text: string | RegExp): Locator {
    return this.page.getByText(text).filter({ visible: true }).first();
  }

  /**
   * Presses a button. The mouse comes from elsewhere, as a person's does: the console ignores a
   * press on a button that has just appeared under the resting pointer.
   */
  async press(name: string | RegExp): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.button(name).click();
  }

  readonly answer = () => this.press("Answer");
  readonly decline = () => this.press("Decline");
  readonly mute = () => this.press("Mute");
  readonly unmute = () => this.press("Unmute");
  readonly hangUp = () => this.press("Hang up");
  readonly cancel = () => this.press("Cancel");

  /** Waits for an incoming call of this caller. */
  async rings(name: string): Promise<void> {
    await this.button("Answer").waitFor();
    await this.text(new RegExp(name, "u")).waitFor();
  }

  async stopsRinging(timeout = 5_000): Promise<void> {
    await this.button("Answer").waitFor({ state: "detached", timeout });
  }

  async onCallWith(name: string, timeout = 10_000): Promise<void> {
    await this.text(new RegExp(`On call with ${name}`, "u")).waitFor({ timeout });
  }

  async notOnCall(timeout = 5_000): Promise<void> {
    await this.button("Hang up").waitFor({ state: "detached", timeout });
  }

  async shows(text: string | RegExp, timeout = 5_000): Promise<void> {
    await this.text(text).waitFor({ timeout });
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Runs in the page. */
function setClockAhead(ms: number): void {
  const { now } = Date;
  Date.now = () => now.call(Date) + ms;
}

/** Console of an agent. */
export class Console extends CallScreen {
  /** `clockAheadMs`: how far the clock of the browser is ahead. */
  static async open(
    name: DemoName,
    options: {
      side?: "agent" | "customer";
      context?: BrowserContextOptions;
      clockAheadMs?: number;
    } = {},
  ): Promise<Console> {
    const profile = await newProfile(options.side ?? "agent", options.context);
    if (options.clockAheadMs !== undefined)
      await profile.addInitScript(setClockAhead, options.clockAheadMs);
    return Console.openIn(profile, name);
  }

  /** Opens one more window of a profile, and signs in if the profile is not signed in. */
  static async openIn(profile: BrowserContext, name: DemoName): Promise<Console> {
    const page = await profile.newPage();
    await page.goto(stack.urls.console);
    const console = new Console(page);
    await console.button(`Sign in as ${firstNames[name]}`).or(console.ready).first().waitFor();
    if (!(await console.ready.isVisible()))
      await console.button(`Sign in as ${firstNames[name]}`).click();
    await console.isReady();
    return console;
  }

  /** Shows that the server has acknowledged the state of the agent. */
  get ready(): Locator {
    return this.page.getByText(/Available|On a call/u).first();
  }

  async isReady(): Promise<void> {
    await this.ready.waitFor();
  }

  /** Searches for a customer and calls. */
  async callCustomer(fullName: string): Promise<void> {
    await this.searchCustomers(fullName.split(" ")[0]!);
    await this.callInRowOf(fullName);
  }

  async searchCustomers(query: string): Promise<void> {
    await this.openTab("Customers");
    await this.page
      .getByRole("searchbox")
      .or(this.page.getByRole("textbox", { name: /search|find/iu }))
      .first()
      .fill(query);
  }

  async callColleague(fullName: string): Promise<void> {
    await this.openTab("Team");
    await this.callInRowOf(fullName);
  }

  async openTab(name: string): Promise<void> {
    const tab = this.page
      .getByRole("tab", { name })
      .or(this.page.getByRole("link", { name }))
      .or(this.button(name));
    await tab.first().click();
  }

  private async callInRowOf(fullName: string): Promise<void> {
    const row = this.page.getByRole("listitem").filter({ hasText: fullName });
    await this.page.mouse.move(0, 0);
    await row.getByRole("button", { name: /^Call/u }).first().click();
  }
}

/** The example portal of a customer, with the widget. */
export class Portal extends CallScreen {
  static async open(
    name: DemoName,
    options: { context?: BrowserContextOptions } = {},
  ): Promise<Portal> {
    const profile = await newProfile("customer", options.context);
    return Portal.openIn(profile, name);
  }

  static async openIn(profile: BrowserContext, name: DemoName): Promise<Portal> {
    const page = await profile.newPage();
    await page.goto(stack.urls.portal);
    const portal = new Portal(page);
    const signIn = portal.button(`Sign in as ${firstNames[name]}`);
    await signIn.or(portal.button("Need help?")).first().waitFor();
    if (await signIn.isVisible()) await signIn.click();
    await portal.button("Need help?").waitFor();
    return portal;
  }

  /** Opens the panel and calls one agent, who must be reachable. */
  async callByName(fullName: string): Promise<void> {
    await this.button("Need help?").click();
    await this.button("Talk to someone in particular").click();
    await this.button(new RegExp(`^Call ${fullName}`, "u")).click();
  }

  /** Opens the panel and calls the queue. */
  async call(): Promise<void> {
    await this.button("Need help?").click();
    await this.button("Call").click();
  }
}
