import { createRoot } from "react-dom/client";
import type { ClientState } from "@synapse-voice/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "../app/App.tsx";
import { ServicesContext } from "../shared/services.ts";
import { saveAvailability } from "../app/presence/stored-availability.ts";
import type { GalleryState } from "./gallery-state.ts";
import { galleryStates } from "./states.ts";

// gallery.html?state=incoming&theme=dark shows one screen. Without `state`, it links to all
// screens.
const parameters = new URLSearchParams(window.location.search);
const state = galleryStates[parameters.get("state") ?? ""];
document.documentElement.dataset["theme"] = parameters.get("theme") ?? "light";
const root = createRoot(document.querySelector("#app") ?? document.body);

if (state === undefined) {
  root.render(
    <ul>
      {Object.keys(galleryStates).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>,
  );
} else {
  saveAvailability("ada", state.availability ?? "available");
  if (state.fragment !== undefined) window.location.hash = state.fragment;
  root.render(
    <ServicesContext value={state.services()}>
      <App path={state.path ?? "/"} fragment={state.fragment ?? ""} />
    </ServicesContext>,
  );
  if (state.change !== undefined) changeOnceRendered(state, state.change);
}

/**
 * Changes the state after the first rendering. Some screens need this, for example a call that is
 * put on hold.
 */
function changeOnceRendered(state: GalleryState, change: Partial<ClientState>): void {
  if (document.querySelector("main") === null) {
    requestAnimationFrame(() => changeOnceRendered(state, change));
    return;
  }
  state.set(change);
  document.documentElement.dataset["changed"] = "true";
}
