import type { Config } from "./config.ts";
import { element } from "./element.ts";

const firstName = (name: string): string => name.split(" ")[0] ?? name;

/** Returns the sign-in card, with one button for each demo customer. */
export function signInPage(
  demo: Config["demo"],
  signIn: (email: string, password: string) => Promise<void>,
): HTMLElement {
  const problem = element("p", { class: "problem", role: "alert" });
  const buttons = (demo?.people ?? []).map(({ name, email }) => {
    const press = async (): Promise<void> => {
      problem.textContent = "";
      for (const button of buttons) button.disabled = true;
      try {
        await signIn(email, demo?.password ?? "");
      } catch {
        problem.textContent =
          "Signing in did not work. Is the account service running? Please try again.";
        for (const button of buttons) button.disabled = false;
      }
    };
    return element(
      "button",
      { type: "button", click: () => void press() },
      `Sign in as ${firstName(name)}`,
    );
  });
  return element(
    "main",
    { class: "sign-in" },
    element("div", { class: "mark", "aria-hidden": "true" }, "A"),
    element("h1", {}, "Customer portal"),
    element(
      "p",
      {},
      demo
        ? "This is a demo. Choose who you are; no password is needed."
        : "There are no demo customers here.",
    ),
    ...buttons,
    problem,
  );
}
