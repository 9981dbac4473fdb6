import { Router, type Request } from "express";
import type { Database } from "./database.ts";

export type Mail = { recipient: string; subject: string; link: string; code: string };

export type Outbox = {
  put: (mail: Mail) => Promise<void>;
  newest: () => Promise<(Mail & { createdAt: string })[]>;
};

/** Stores mail instead of sending it, and logs its link. */
export function createOutbox(db: Database, log: (line: string) => void): Outbox {
  return {
    put: async ({ recipient, subject, link, code }) => {
      await db.query(
        "insert into auth.outbox (recipient, subject, link, code) values ($1, $2, $3, $4)",
        [recipient, subject, link, code],
      );
      log(`mail to ${recipient}: ${subject} ${link}`);
    },
    newest: () =>
      db.query(
        `select recipient, subject, link, code, created_at as "createdAt"
         from auth.outbox order by id desc limit 100`,
      ),
  };
}

/**
 * Returns the outbox as JSON for programs and as a page for people. Pages of other origins must not
 * read it, because its links sign people in.
 */
export function outboxRoutes(outbox: Outbox): Router {
  const router = Router();
  router.get("/outbox", async (request, response) => {
    if (!hasLocalName(request))
      return void response
        .status(403)
        .json({ message: "The outbox is read at 127.0.0.1 or localhost." });
    const mails = await outbox.newest();
    if (request.accepts(["json", "html"]) === "html") response.type("html").send(page(mails));
    else response.json(mails);
  });
  return router;
}

/**
 * Compares the host name of the request. A foreign page can point its own host name at 127.0.0.1
 * and so appear as this origin, but the request then carries that name.
 */
function hasLocalName(request: Request): boolean {
  return ["127.0.0.1", "localhost"].includes(request.hostname);
}

function page(mails: Awaited<ReturnType<Outbox["newest"]>>): string {
  const items = mails.map((mail) => {
    const to = `To ${escape(mail.recipient)}, ${escape(new Date(mail.createdAt).toISOString())}`;
    const link = `<a href="${escape(mail.link)}">${escape(mail.link)}</a>`;
    const lines = [
      `<strong>${escape(mail.subject)}</strong>`,
      to,
      link,
      `Code ${escape(mail.code)}`,
    ];
    return `<li><p>${lines.join("<br>")}</p></li>`;
  });
  const list = items.length === 0 ? "<p>No mail yet.</p>" : `<ol>${items.join("")}</ol>`;
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Outbox</title>`;
  return `${head}<h1>Outbox</h1><p>Mail that was not sent, newest first.</p>${list}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
