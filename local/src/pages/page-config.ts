import { type DemoPerson, demoPassword, demoPeople } from "@synapse-voice/prisma";
import { type StackSettings, localKeys, urlsOf } from "../settings/settings.ts";

const people = Object.values<DemoPerson>(demoPeople);
const asShown = ({ firstName, lastName, email }: DemoPerson) => ({
  name: `${firstName} ${lastName}`,
  email,
});

function addresses(settings: StackSettings) {
  const urls = urlsOf(settings.ports);
  return {
    apiUrl: urls.api,
    supabaseUrl: urls.supabase,
    supabaseKey: localKeys.supabasePublishable,
  };
}

/** What the console reads at start; `demo` gives it a sign-in button for each demo agent. */
export function consoleConfig(settings: StackSettings) {
  return {
    ...addresses(settings),
    consoleUrl: urlsOf(settings.ports).console,
    demo: { password: demoPassword, people: people.filter((person) => person.role).map(asShown) },
  };
}

/** The same for the portal, with the demo customers. */
export function portalConfig(settings: StackSettings) {
  return {
    ...addresses(settings),
    demo: { password: demoPassword, people: people.filter((person) => !person.role).map(asShown) },
  };
}
