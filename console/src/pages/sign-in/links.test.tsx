// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { me } from "@synapse-voice/contract";
import { createFakeAccounts } from "../../shared/accounts/fake-accounts.ts";
import { AccountError, type Accounts } from "@synapse-voice/desktop/accounts";
import { accountWords } from "../../shared/accounts/account-words.ts";
import { showConsole } from "../../testing/show-console.tsx";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { adasProfile } from "../../testing/samples.ts";

afterEach(cleanup);

function signedOut() {
  const accounts = createFakeAccounts({ "new@acme.test": "" });
  return {
    accounts,
    services: { ...fakeServices(adasClient(), { signedIn: false }), accounts },
  };
}
const button = (name: string) => screen.getByRole("button", { name });
const tokens = "#access_token=new@acme.test&refresh_token=r";

describe("a link from a mail that leads to another page than the one for passwords", () => {
  it.each(["/", "/index.html", "/calls"])("is followed at %s", async (path) => {
    const { services, accounts } = signedOut();
    const user = showConsole(services, { path, fragment: `${tokens}&type=invite` });
    expect(await screen.findByText("For new@acme.test")).toBeDefined();
    expect(window.location.href).not.toContain("token");
    await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
    expect(await screen.findByText("Ada Agent")).toBeDefined();
    expect(accounts.passwords.get("new@acme.test")).toBe("correct horse");
  });

  it("leads a customer to their portal once they have a password", async () => {
    const client = adasClient();
    const portalUrl = "https://portal.acme.example/";
    client.reply(me, { ...adasProfile, type: "PORTAL_CUSTOMER", role: null, portalUrl });
    const accounts = createFakeAccounts({ "new@acme.test": "" });
    const services = { ...fakeServices(client, { signedIn: false }), accounts };
    const user = showConsole(services, {
      path: "/set-password",
      fragment: `${tokens}&type=invite`,
    });
    await screen.findByText("For new@acme.test");
    await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
    const link = await screen.findByRole("link", { name: "Go to portal.acme.example" });
    expect(link.getAttribute("href")).toBe(portalUrl);
    expect(screen.getByText(/with new@acme\.test and your password/u)).toBeDefined();
  });

  it("says why it does not work", () => {
    const fragment = "#error=access_denied&error_code=otp_expired&error_description=gone";
    showConsole(signedOut().services, { fragment });
    expect(screen.getByText("This link has run out. Ask for a new one.")).toBeDefined();
    expect(window.location.href).not.toContain("error");
  });

  it.each(["#/team", "#", "", "#section"])("is none if the address ends in %j", (fragment) => {
    showConsole(signedOut().services, { fragment });
    expect(screen.getByRole("heading", { name: "Sign in" })).toBeDefined();
  });

  it.each(["signup", "magiclink", "email_change"])(
    "signs in without the choice of a password: %s",
    async (type) => {
      const { services } = signedOut();
      showConsole(services, { fragment: `${tokens}&type=${type}` });
      expect(await screen.findByText("Ada Agent")).toBeDefined();
      expect(window.location.pathname).toBe("/");
      expect(window.location.href).not.toContain("token");
    },
  );
});

describe("a link that does not work", () => {
  const expired = "#error=access_denied&error_code=otp_expired";

  it("can be replaced by a new one, also by somebody who has no password yet", async () => {
    const { services, accounts } = signedOut();
    const user = showConsole(services, { path: "/set-password", fragment: expired });
    await user.type(screen.getByLabelText("Email"), "new@acme.test");
    await user.click(button("Send a new link"));
    expect(await screen.findByText(/a link to choose a new password is on its way/u)).toBeDefined();
    expect(accounts.sentTo).toEqual(["new@acme.test"]);
    await user.click(button("Back to sign in"));
    expect(screen.getByRole("heading", { name: "Sign in" })).toBeDefined();
  });

  it("goes on to tell why no new one can be sent", async () => {
    const { services } = signedOut();
    const sendPasswordLink = async () => Promise.reject(new AccountError("network"));
    const user = showConsole(
      { ...services, accounts: { ...services.accounts, sendPasswordLink } },
      { path: "/set-password", fragment: expired },
    );
    await user.type(screen.getByLabelText("Email"), "new@acme.test{Enter}");
    expect(await screen.findByText(/You seem to be offline/u)).toBeDefined();
  });
});

describe("a new password that Auth does not accept in this session", () => {
  async function choose(code: string) {
    const { services, accounts } = signedOut();
    const setPassword = async () => Promise.reject(new AccountError(code));
    const user = showConsole(
      { ...services, accounts: { ...accounts, setPassword } },
      { path: "/set-password", fragment: `${tokens}&type=recovery` },
    );
    await screen.findByText("For new@acme.test");
    await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
    return { user, accounts };
  }

  it("because it is too old leads to a new link for the same address", async () => {
    const { user, accounts } = await choose("reauthentication_needed");
    await screen.findByText(/You signed in too long ago/u);
    await user.click(button("Send a new link"));
    await screen.findByText(/is on its way/u);
    expect(accounts.sentTo).toEqual(["new@acme.test"]);
  });

  it("because it asks for the present one leads to a new link, too", async () => {
    const { user, accounts } = await choose("current_password_required");
    await screen.findByText("You need a new link to choose another password.");
    await user.click(button("Send a new link"));
    await screen.findByText(/is on its way/u);
    expect(accounts.sentTo).toEqual(["new@acme.test"]);
  });

  describe("because of a second factor", () => {
    const withFactor = (change: Partial<Accounts> = {}) => {
      const factors = { "new@acme.test": "123456" };
      const accounts = createFakeAccounts({ "new@acme.test": "" }, null, factors);
      const services = { ...signedOut().services, accounts: { ...accounts, ...change } };
      const user = showConsole(services, {
        path: "/set-password",
        fragment: `${tokens}&type=recovery`,
      });
      return { accounts, user };
    };
    const code = () => screen.findByLabelText("Code from your authenticator app");

    it("is taken with the code of the authenticator app, after a wrong one as well", async () => {
      const { accounts, user } = withFactor();
      await screen.findByText("For new@acme.test");
      expect(screen.queryByLabelText("Code from your authenticator app")).toBeNull();
      await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
      await screen.findByText(/Your account has a second factor\. Enter the code/u);
      await user.type(await code(), "000000{Enter}");
      await screen.findByText(/This code doesn't match/u);
      await user.clear(await code());
      await user.type(await code(), " 123456 {Enter}");
      expect(await screen.findByText("Ada Agent")).toBeDefined();
      expect(accounts.passwords.get("new@acme.test")).toBe("correct horse");
    });

    it("of another kind says where to go", async () => {
      const confirmSecondFactor = () => Promise.reject(new AccountError("no_authenticator_app"));
      const { user } = withFactor({ confirmSecondFactor });
      await screen.findByText("For new@acme.test");
      await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
      await user.type(await code(), "123456{Enter}");
      expect(await screen.findByText(/that this page can't ask for/u)).toBeDefined();
    });
  });

  it.each([
    "insufficient_aal",
    "no_authenticator_app",
    "mfa_verification_failed",
    "mfa_challenge_expired",
    "mfa_verification_rejected",
    "reauthentication_needed",
    "reauthentication_not_valid",
    "current_password_required",
    "mfa_totp_verify_not_enabled",
    "session_expired",
    "user_sso_managed",
    "captcha_failed",
    "email_provider_disabled",
  ])("has words of its own: %s", (code) => {
    expect(accountWords(code)).not.toBe(accountWords("unknown"));
  });
});
