import { listeners, type StackSettings, urlsOf } from "../settings/settings.ts";

/** Returns the text that is shown once everything runs: addresses and how to stop. */
export function welcome({ ports }: StackSettings): string {
  const urls = urlsOf(ports);
  const { setting, port } = listeners.console;
  const desktopSetting = ports.console === port ? "" : `, with ${setting}=${ports.console}`;
  return `
Synapse Voice is ready.

  Console      ${urls.console}   sign in as Ada
  Desktop app  npm run desktop, in another terminal${desktopSetting}
  Demo portal  ${urls.portal}   sign in as Carl, then "Need help?"
  Demo CRM     ${urls.crm}
  API          ${urls.api}   (documented at ${urls.api}/api/openapi.json)
  Supabase     ${urls.supabase}   (mail that was not sent: ${urls.supabase}/outbox)
  LiveKit      ${urls.livekit}

Ctrl-C stops everything.
`;
}
