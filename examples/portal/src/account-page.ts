import { accountOf, money, type Account } from "./demo-data.ts";
import { element } from "./element.ts";

const toneOf: Readonly<Record<string, string>> = {
  Delivered: "good",
  Paid: "good",
  "On its way": "busy",
  Open: "busy",
  Overdue: "bad",
};
const status = (text: string): HTMLElement =>
  element("span", { class: `status ${toneOf[text] ?? ""}` }, text);

interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => Node | string;
  readonly kind?: string;
}

/** Returns a table. On a phone it becomes a list of cards, so each cell carries its column title. */
function table<Row>(
  id: string,
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement {
  const heading = element("h2", { id }, caption);
  if (rows.length === 0)
    return element(
      "section",
      { "aria-labelledby": id },
      heading,
      element(
        "p",
        { class: "empty" },
        "Nothing here yet. It will show as soon as there is something.",
      ),
    );
  const head = element(
    "tr",
    {},
    ...columns.map(({ title, kind }) => element("th", { scope: "col", class: kind ?? "" }, title)),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...columns.map(({ title, of, kind }) =>
        element("td", { class: kind ?? "", "data-title": title }, of(row)),
      ),
    ),
  );
  return element(
    "section",
    { "aria-labelledby": id },
    heading,
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)),
  );
}

const orders = ({ orders: rows }: Account): HTMLElement =>
  table(
    "orders",
    "Orders",
    [
      { title: "Order", of: (order) => order.number },
      { title: "Placed", of: (order) => order.placed },
      { title: "Items", of: (order) => order.items, kind: "wide" },
      { title: "Status", of: (order) => status(order.status) },
      { title: "Total", of: (order) => money(order.total), kind: "number" },
    ],
    rows,
  );

const invoices = ({ invoices: rows }: Account): HTMLElement =>
  table(
    "invoices",
    "Invoices",
    [
      { title: "Invoice", of: (invoice) => invoice.number },
      { title: "Date", of: (invoice) => invoice.date },
      { title: "Due", of: (invoice) => invoice.due, kind: "wide" },
      { title: "Status", of: (invoice) => status(invoice.status) },
      { title: "Total", of: (invoice) => money(invoice.total), kind: "number" },
    ],
    rows,
  );

function figures({ orders: placed, invoices: sent }: Account): HTMLElement {
  const figure = (title: string, value: string): HTMLElement =>
    element("div", {}, element("dt", {}, title), element("dd", {}, value));
  const onTheWay = placed.filter((order) => order.status !== "Delivered").length;
  const owed = sent
    .filter((invoice) => invoice.status !== "Paid")
    .reduce((sum, invoice) => sum + invoice.total, 0);
  return element(
    "dl",
    { class: "figures" },
    figure("Orders under way", String(onTheWay)),
    figure("Orders this year", String(placed.length)),
    figure("To be paid", money(owed)),
  );
}

const link = (href: string, text: string): HTMLElement => element("a", { href }, text);

/** Returns the page of a signed-in customer. */
export function accountPage(
  customer: { name: string; email: string },
  signOut: () => void,
): HTMLElement {
  const account = accountOf(customer.email);
  const header = element(
    "header",
    {},
    element(
      "div",
      { class: "brand" },
      element("span", { class: "mark", "aria-hidden": "true" }, account.company.charAt(0)),
      account.company,
    ),
    element(
      "nav",
      { "aria-label": "Sections" },
      link("#orders", "Orders"),
      link("#invoices", "Invoices"),
    ),
    element("span", { class: "who" }, customer.name),
    element("button", { type: "button", click: signOut }, "Sign out"),
  );
  const main = element(
    "main",
    { class: "account" },
    element("h1", {}, `Welcome back, ${customer.name.split(" ")[0] ?? ""}`),
    figures(account),
    orders(account),
    invoices(account),
  );
  const footer = element("footer", {}, `${account.company} customer portal. Demo data.`);
  return element("div", {}, header, main, footer);
}
