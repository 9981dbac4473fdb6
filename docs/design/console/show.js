// call.html?layout=b&state=second&theme=dark shows one drawing. Everything else is HTML and CSS.
const query = new URLSearchParams(location.search);
const layout = query.get("layout") ?? "a";
const state = query.get("state") ?? document.body.dataset.state;
const root = document.documentElement;
root.dataset.layout = layout;
if (query.has("theme")) root.dataset.theme = query.get("theme");
for (const element of document.querySelectorAll("[data-in]"))
  if (!element.dataset.in.split(" ").includes(state)) element.remove();
for (const element of document.querySelectorAll("[data-only]"))
  if (!element.dataset.only.includes(layout)) element.remove();
if (state === "long-names")
  for (const element of document.querySelectorAll("[data-long]"))
    element.textContent = element.dataset.long;
