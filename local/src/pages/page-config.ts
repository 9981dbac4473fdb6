import { type DemoPerson, demoPassword, demoPeople } from "@synapse-voice/prisma/demo-people";
import { type StackSettings, localKeys, urlsOf } from "../settings/settings.ts";

const people = Object.values<DemoPerson>(demoPeople);
const publicPerson = ({ firstName, lastName, email }: DemoPerson) => ({
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

/** Returns the console's configuration. `demo` adds a sign-in button for each demo agent. */
export function consoleConfig(settings: StackSettings) {
  return {
    ...addresses(settings),
    consoleUrl: urlsOf(settings.ports).console,
    demo: {
      password: demoPassword,
      people: people.filter((person) => person.role).map(publicPerson),
    },
  };
}

/** Returns the portal's configuration, with the demo customers. */
export function portalConfig(settings: StackSettings) {
  return {
    ...addresses(settings),
    demo: {
      password: demoPassword,
      people: people.filter((person) => !person.role).map(publicPerson),
    },
  };
}
