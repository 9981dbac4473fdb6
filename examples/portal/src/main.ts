import type { SynapseVoice } from "@synapse-voice/widget/api";
import { accountPage } from "./account-page.ts";
import { loadConfig, type Config } from "./config.ts";
import { element } from "./element.ts";
import { createSession, type PortalSession } from "./session.ts";
import { signInPage } from "./sign-in.ts";

declare global {
  interface Window {
    /** Undefined if the widget's script could not be loaded. The portal works without it. */
    SynapseVoice?: SynapseVoice;
  }
}

const show = (page: HTMLElement): void => document.getElementById("portal")?.replaceChildren(page);

async function showPortal(config: Config, session: PortalSession): Promise<void> {
  const customer = await session.customer();
  if (!customer) {
    const signIn = async (email: string, password: string): Promise<void> => {
      await session.signIn(email, password);
      await showPortal(config, session);
    };
    show(signInPage(config.demo, signIn));
    return;
  }
  const signOut = async (): Promise<void> => {
    await window.SynapseVoice?.signOut();
    await session.signOut();
    await showPortal(config, session);
  };
  const { email } = customer;
  const name = config.demo?.people.find((person) => person.email === email)?.name ?? email;
  show(accountPage({ name, email }, () => void signOut()));
  window.SynapseVoice?.init({
    apiUrl: config.apiUrl,
    getToken: session.getToken,
    accent: "light-dark(#0f766e, #2dd4bf)",
  });
}

try {
  const config = await loadConfig();
  await showPortal(config, createSession(config));
} catch {
  show(
    element(
      "main",
      { class: "sign-in" },
      element("h1", {}, "Customer portal"),
      element(
        "p",
        { role: "alert" },
        "The portal can't be shown right now. Please reload the page in a moment.",
      ),
    ),
  );
}
