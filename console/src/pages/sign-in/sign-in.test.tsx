// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { createFakeAccounts } from "../../shared/accounts/fake-accounts.ts";
import { AccountError } from "@synapse-voice/desktop/accounts";
import { copiedCode, showConsole } from "../../testing/show-console.tsx";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";

afterEach(cleanup);

const known = { "ada@acme.test": "synapse-demo", "new@acme.test": "" };
function signedOut(options: { demo?: boolean } = {}) {
  const accounts = createFakeAccounts(known);
  const client = adasClient();
  return {
    accounts,
    client,
    services: { ...fakeServices(client, { signedIn: false, ...options }), accounts },
  };
}
const button = (name: string) => screen.getByRole("button", { name });

describe("signing in", () => {
  it("as a demo person takes one click, and listens for calls", async () => {
    const { services, client } = signedOut();
    const user = showConsole(services);
    await user.click(button("Sign in as Ada"));
    expect(await screen.findByText("Available · reachable here")).toBeDefined();
    expect(client.commands.slice(0, 2)).toEqual([["setWanted", "available"], ["start"]]);
  });

  it("offers demo people only where the page's settings name some", () => {
    showConsole(signedOut({ demo: false }).services);
    expect(screen.queryByRole("button", { name: /Sign in as/u })).toBeNull();
  });

  it("by email and password works with the keyboard alone", async () => {
    const { services } = signedOut();
    const user = showConsole(services);
    await user.type(screen.getByLabelText("Email"), " ada@acme.test ");
    await user.tab();
    await user.keyboard("synapse-demo{Enter}");
    expect(await screen.findByText("Ada Agent")).toBeDefined();
  });

  it("with a wrong password says so, with the code, and keeps the email", async () => {
    const user = showConsole(signedOut().services);
    await user.type(screen.getByLabelText("Email"), "ada@acme.test");
    await user.type(screen.getByLabelText("Password"), "guess{Enter}");
    expect(await screen.findByText("Email and password don't match.")).toBeDefined();
    expect(await copiedCode(user)).toBe("invalid_credentials");
    expect(screen.getByLabelText<HTMLInputElement>("Email").value).toBe("ada@acme.test");
  });

  it("without a network says that", async () => {
    const { services } = signedOut();
    const offline = {
      ...services.accounts,
      signIn: async () => Promise.reject(new AccountError("network")),
    };
    const user = showConsole({ ...services, accounts: offline });
    await user.click(button("Sign in as Ada"));
    expect(await screen.findByText(/You seem to be offline/u)).toBeDefined();
  });

  it("out again signs the device off first", async () => {
    const { services, client } = signedOut();
    const user = showConsole(services, { fragment: "#/settings" });
    await user.click(button("Sign in as Ada"));
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeDefined();
    expect(client.commands.some(([name]) => name === "close")).toBe(true);
  });
});

describe("a sign-in that ends by itself", () => {
  it("is explained, as calls can't come any more; one's own sign-out is not", async () => {
    const { services, accounts } = signedOut();
    const user = showConsole(services, { fragment: "#/settings" });
    await user.click(button("Sign in as Ada"));
    await screen.findByRole("button", { name: "Sign out" });
    await accounts.signOut();
    expect(await screen.findByText(/You were signed out/u)).toBeDefined();
    await user.click(button("Sign in as Ada"));
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    await screen.findByRole("heading", { name: "Sign in" });
    expect(screen.queryByText(/You were signed out/u)).toBeNull();
  });
});

describe("a forgotten password", () => {
  it("gets a link, and nobody learns whether there is such an account", async () => {
    const { services, accounts } = signedOut();
    const user = showConsole(services);
    await user.type(screen.getByLabelText("Email"), "who@acme.test");
    await user.click(button("Forgot password?"));
    await user.click(button("Send the link"));
    expect(await screen.findByText(/If who@acme.test has an account here/u)).toBeDefined();
    expect(accounts.sentTo).toEqual(["who@acme.test"]);
    await user.click(button("Back to sign in"));
    expect(screen.getByRole("heading", { name: "Sign in" })).toBeDefined();
  });
});

describe("the link of an invitation or recovery", () => {
  const fragment = "#access_token=new@acme.test&refresh_token=r&type=invite";

  it("lets its reader choose a password and goes on to the console", async () => {
    const { services, accounts } = signedOut();
    const user = showConsole(services, { path: "/set-password", fragment });
    expect(await screen.findByText("For new@acme.test")).toBeDefined();
    await user.type(screen.getByLabelText("New password"), "correct horse{Enter}");
    expect(await screen.findByText("Ada Agent")).toBeDefined();
    expect(accounts.passwords.get("new@acme.test")).toBe("correct horse");
    expect(window.location.pathname).toBe("/");
  });

  it("shows what a password lacks by the rules of the project, and takes the next one", async () => {
    const { services, accounts } = signedOut();
    const hints = ["Use at least 14 characters.", "Use a digit."];
    const refusals = [
      new AccountError("weak_password", hints),
      new AccountError("password_too_long"),
    ];
    const strict = {
      ...accounts,
      setPassword: async (password: string) => {
        const refusal = refusals.shift();
        return refusal ? Promise.reject(refusal) : accounts.setPassword(password);
      },
    };
    const user = showConsole(
      { ...services, accounts: strict },
      { path: "/set-password", fragment },
    );
    await screen.findByText("For new@acme.test");
    const field = screen.getByLabelText("New password");
    await user.type(field, "correct horse{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe(
      `This password is too weak.${hints.join("")}Copy details`,
    );
    expect(await copiedCode(user)).toBe("weak_password");
    await user.type(field, " battery{Enter}");
    expect(await screen.findByText(/It can have 72 letters and digits/u)).toBeDefined();
    await user.type(field, " staple{Enter}");
    expect(await screen.findByText("Ada Agent")).toBeDefined();
    expect(accounts.passwords.get("new@acme.test")).toBe("correct horse battery staple");
  });

  it("leaves no token in the address", async () => {
    showConsole(signedOut().services, { path: "/set-password", fragment });
    await screen.findByText("For new@acme.test");
    expect(window.location.href).not.toContain("token");
  });

  it("that has run out says so and leads to the sign-in", async () => {
    const user = showConsole(signedOut().services, {
      path: "/set-password",
      fragment: "#error=access_denied&error_code=otp_expired&error_description=gone",
    });
    expect(screen.getByText("This link has run out. Ask for a new one.")).toBeDefined();
    await user.click(button("Go to sign in"));
    expect(screen.getByRole("heading", { name: "Sign in" })).toBeDefined();
  });

  it("that the server refuses says so", async () => {
    const user = showConsole(signedOut().services, {
      path: "/set-password",
      fragment: "#access_token=stranger&refresh_token=r",
    });
    expect(await copiedCode(user)).toBe("bad_jwt");
  });

  it("without a link and signed out there is nothing to choose", async () => {
    const user = showConsole(signedOut().services, { path: "/set-password" });
    expect(await copiedCode(user)).toBe("otp_expired");
  });
});
