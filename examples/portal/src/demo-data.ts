/** An order of the demo. Money is in cents. */
export interface Order {
  readonly number: string;
  readonly placed: string;
  readonly items: string;
  readonly total: number;
  readonly status: "In preparation" | "On its way" | "Delivered";
}

/** An invoice of the demo. */
export interface Invoice {
  readonly number: string;
  readonly date: string;
  readonly due: string;
  readonly total: number;
  readonly status: "Open" | "Paid" | "Overdue";
}

/** The data of one demo customer. */
export interface Account {
  readonly company: string;
  readonly orders: readonly Order[];
  readonly invoices: readonly Invoice[];
}

const carl: Account = {
  company: "Acme",
  orders: [
    {
      number: "A-20418",
      placed: "18 Nov",
      items: "Espresso machine Duo 2, grinder, 2 kg beans",
      total: 128_900,
      status: "On its way",
    },
    {
      number: "A-20377",
      placed: "9 Nov",
      items: "Water filter cartridges, 6 pieces",
      total: 7_140,
      status: "In preparation",
    },
    {
      number: "A-19922",
      placed: "21 Oct",
      items: "Cleaning set",
      total: 3_490,
      status: "Delivered",
    },
    {
      number: "A-19648",
      placed: "2 Oct",
      items: "Beans Monte Alto, 4 kg",
      total: 9_960,
      status: "Delivered",
    },
  ],
  invoices: [
    { number: "2026-1184", date: "18 Nov", due: "2 Dec", total: 128_900, status: "Open" },
    { number: "2026-1102", date: "21 Oct", due: "4 Nov", total: 3_490, status: "Overdue" },
    { number: "2026-1047", date: "2 Oct", due: "16 Oct", total: 9_960, status: "Paid" },
  ],
};

const dora: Account = {
  company: "Acme",
  orders: [
    {
      number: "A-20431",
      placed: "20 Nov",
      items: "Service visit, office machine",
      total: 14_500,
      status: "In preparation",
    },
    {
      number: "A-20102",
      placed: "30 Oct",
      items: "Cups, 48 pieces",
      total: 16_320,
      status: "Delivered",
    },
  ],
  invoices: [{ number: "2026-1121", date: "30 Oct", due: "13 Nov", total: 16_320, status: "Paid" }],
};

const gina: Account = {
  company: "Globex",
  orders: [
    {
      number: "G-7781",
      placed: "16 Nov",
      items: "Label printer, 10 rolls",
      total: 38_200,
      status: "On its way",
    },
  ],
  invoices: [{ number: "G-26-0442", date: "16 Nov", due: "30 Nov", total: 38_200, status: "Open" }],
};

const accounts: Readonly<Record<string, Account>> = {
  "carl@customer.test": carl,
  "dora@customer.test": dora,
  "gina@customer.test": gina,
};

/** Returns the account of an email address. It is empty for a customer who is not in the demo. */
export const accountOf = (email: string): Account =>
  accounts[email] ?? { company: "Acme", orders: [], invoices: [] };

/** Formats cents as euros: 128900 becomes `€1,289.00`. */
export const money = (cents: number): string =>
  new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(cents / 100);
